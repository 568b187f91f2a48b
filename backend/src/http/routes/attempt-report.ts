import { Refusal } from '../../domain/refusal.js';
import { readCallbackId } from '../read-address.js';
import { answerRoute } from '../route.js';

const ATTEMPT = /^[1-9]\d{0,5}$/;

export const attemptReport = answerRoute('attemptReport', async ({ params, body, caller }, { ringback }) => {
  const id = readCallbackId(params.id);
  if (!ATTEMPT.test(params.n))
    throw new Refusal('INVALID_PARAMETER', 'the number of the attempt in the path must be a whole number from 1');
  return ringback.reportAttempt({ id, attempt: Number(params.n), ...body, ...caller });
});
