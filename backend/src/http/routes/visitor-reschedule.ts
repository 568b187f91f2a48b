import { answerRoute } from '../route.js';

export const visitorReschedule = answerRoute('visitorReschedule', async ({ caller, body }, { ringback }) => {
  await ringback.rescheduleCallback(caller, body.desiredTime, { kind: 'customer' });
  return ringback.visitorCallback(caller);
});
