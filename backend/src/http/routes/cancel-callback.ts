import { answerRoute } from '../route.js';

export const cancelCallback = answerRoute('cancelCallback', async ({ body }, { ringback }) => {
  await ringback.cancelCallback(body.id, { kind: 'customer' });
  return { id: body.id };
});
