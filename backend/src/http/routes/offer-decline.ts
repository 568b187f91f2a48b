import { answerRoute } from '../route.js';

export const offerDecline = answerRoute('offerDecline', async ({ caller: { user }, body }, { ringback }) => {
  await ringback.declineOffer(user, body.id);
  return ringback.desk(user);
});
