import { answerRoute } from '../route.js';

export const offerAccept = answerRoute('offerAccept', async ({ caller: { user }, body }, { ringback }) => {
  await ringback.acceptOffer(user, body.id);
  return ringback.desk(user);
});
