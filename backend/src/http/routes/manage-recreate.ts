import { readIdempotencyKey } from '../idempotency-key.js';
import { answerRoute } from '../route.js';

export const manageRecreate = answerRoute('manageRecreate', ({ caller: { user }, params, body, c }, { ringback }) =>
  ringback.manageRecreate(user, params.id, { desiredTime: body.desiredTime, idempotencyKey: readIdempotencyKey(c) }),
);
