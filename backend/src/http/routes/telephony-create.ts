import { readIdempotencyKey } from '../idempotency-key.js';
import { answerRoute } from '../route.js';

export const telephonyCreate = answerRoute('telephonyCreate', ({ body, c }, { ringback }) =>
  ringback.bookFromTelephony(body, { idempotencyKey: readIdempotencyKey(c) }),
);
