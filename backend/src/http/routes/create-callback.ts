import { Refusal } from '../../domain/refusal.js';
import { answerRoute } from '../route.js';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

export const createCallback = answerRoute('createCallback', ({ body, c }, { ringback }) => {
  const idempotencyKey = c.req.header('idempotency-key');
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw new Refusal('INVALID_PARAMETER', 'the header Idempotency-Key must have 1 to 255 printable ASCII characters');
  }
  return ringback.createCallback(body, { idempotencyKey });
});
