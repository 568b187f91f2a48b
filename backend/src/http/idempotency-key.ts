import { Refusal } from '../domain/refusal.js';
import type { AppContext } from './app-env.js';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * CB1: the header Idempotency-Key, if there is one.
 * @throws Refusal INVALID_PARAMETER
 */
export const readIdempotencyKey = (c: AppContext): string | undefined => idempotencyKeyOf(c.req.header('idempotency-key'));

/** The same of the header's value. */
export function idempotencyKeyOf(key: string | undefined): string | undefined {
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key;
  throw new Refusal('INVALID_PARAMETER', 'the header Idempotency-Key must have 1 to 255 printable ASCII characters');
}
