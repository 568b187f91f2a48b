import { readCallbackId } from '../read-address.js';
import { answerRoute } from '../route.js';

export const ownCancel = answerRoute('ownCancel', async ({ caller: { user }, params }, { ringback }) => {
  await ringback.cancelOwn(user, readCallbackId(params.id));
  return { callbacks: await ringback.ownCallbacks(user) };
});
