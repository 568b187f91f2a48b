import { readCallbackId } from '../read-address.js';
import { answerRoute } from '../route.js';

export const telephonyCancel = answerRoute('telephonyCancel', async ({ params, body }, { ringback }) => {
  const id = readCallbackId(params.id);
  await ringback.cancelCallback(id, { kind: body.by, name: 'telephony' });
  return { id };
});
