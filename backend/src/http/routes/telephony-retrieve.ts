import { readCallbackId } from '../read-address.js';
import { answerRoute } from '../route.js';

export const telephonyRetrieve = answerRoute('telephonyRetrieve', async ({ params }, { ringback }) =>
  ringback.retrieveCallback(readCallbackId(params.id)),
);
