import { readIdempotencyKey } from '../idempotency-key.js';
import { answerRoute } from '../route.js';

export const manageCreate = answerRoute('manageCreate', ({ caller: { user }, body, c }, { ringback }) =>
  ringback.manageCreate(user, body, readIdempotencyKey(c)),
);
