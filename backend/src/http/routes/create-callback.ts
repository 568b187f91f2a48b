import { clientAddress } from '../client-address.js';
import { readIdempotencyKey } from '../idempotency-key.js';
import { answerRoute } from '../route.js';

export const createCallback = answerRoute('createCallback', ({ body, c }, { ringback, config }) =>
  ringback.createCallback(body, {
    idempotencyKey: readIdempotencyKey(c),
    address: clientAddress(c, config.limits.trustedProxies),
  }),
);
