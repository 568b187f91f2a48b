import { answerRoute } from '../route.js';

export const visitorCancel = answerRoute('visitorCancel', async ({ caller }, { ringback }) => {
  await ringback.cancelCallback(caller, { kind: 'customer' });
  return ringback.visitorCallback(caller);
});
