import * as v from 'valibot';

/** States of a callback, in the order of a life without trouble. */
export const CALLBACK_STATES = ['SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** Why a callback is COMPLETED. */
export const CALLBACK_REASONS = [
  'AGENT_CONNECTED',
  'CANCELLED_BY_CUSTOMER',
  'CANCELLED_BY_ADMIN',
  'CANCELLED_BY_AGENT',
  'FAILED_MAX_ATTEMPTS',
  'PURGED_TIMEOUT',
  'PURGED_END_OF_DAY',
  'PUSH_EXPIRED',
  'NUMBER_BLOCKED',
  'CUSTOMER_ABANDONED',
  'OWNERSHIP_EXPIRED',
] as const;
export type CallbackReason = (typeof CALLBACK_REASONS)[number];

/** How one outbound dial ended. `answered` means a person, `machine` a voicemail. */
export const ATTEMPT_OUTCOMES = ['connected', 'busy', 'no-answer', 'machine', 'failed', 'wrong-number', 'abandoned'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export const callbackState = v.picklist(CALLBACK_STATES);
export const callbackReason = v.picklist(CALLBACK_REASONS);
export const attemptOutcome = v.picklist(ATTEMPT_OUTCOMES);
