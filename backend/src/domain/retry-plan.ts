import type { AttemptOutcome } from '@ringback/contract';
import type { FinishReason } from './callback-state.js';
import type { CompiledHours } from './business-hours.js';
import { MINUTE } from './zone-clock.js';

/** What follows an attempt that did not connect: another one, not before `at` (epoch ms), or the end. */
export type RetryPlan = { readonly kind: 'retry'; readonly at: number } | { readonly kind: 'give-up'; readonly reason: FinishReason };

export interface FailedAttempt {
  /** Of this attempt, 1 for the first. */
  readonly number: number;
  readonly outcome: Exclude<AttemptOutcome, 'connected'>;
}

export interface RetryRules {
  /** First try included. */
  readonly maxAttempts: number;
  readonly retryIntervalMinutes: number;
  readonly hours: CompiledHours;
}

/**
 * CB5: the next attempt after the retry interval, moved to the next opening when that falls outside hours; none after the
 * last. A wrong number is not tried again (it would disturb a stranger), nor is a customer who answered and hung up, nor is anything when
 * the business never opens again.
 */
export function planRetry(
  { number, outcome }: FailedAttempt,
  { maxAttempts, retryIntervalMinutes, hours }: RetryRules,
  now: number,
): RetryPlan {
  if (outcome === 'abandoned') return { kind: 'give-up', reason: 'CUSTOMER_ABANDONED' };
  if (outcome === 'wrong-number' || number >= maxAttempts) return { kind: 'give-up', reason: 'FAILED_MAX_ATTEMPTS' };
  const earliest = now + retryIntervalMinutes * MINUTE;
  const at = hours.isOpen(earliest) ? earliest : hours.nextOpening(earliest);
  return at === undefined ? { kind: 'give-up', reason: 'FAILED_MAX_ATTEMPTS' } : { kind: 'retry', at };
}
