import type { MatchFailure } from '@ringback/contract';

/** CI4: what a caller hears. */
export const CALL_IN_WORDS = {
  ask: 'Please enter the code that you were given, then press hash.',
  matched: 'Thank you. We are connecting you now.',
  noCode: 'We have not heard a code. Please call again.',
  goodbye: 'Goodbye.',
} as const;

/** Why a call was not connected, and what to do about it. */
export const FAILURE_WORDS: Readonly<Record<MatchFailure, string>> = {
  'no-request': 'We cannot find a request for this call. Please ask for a number to call first.',
  'wrong-code': 'This code is not right.',
  expired: 'This code is no longer valid. Please ask for a new one.',
  ended: 'This request has ended. Please ask for a new one.',
  ambiguous: 'We cannot tell which request this call belongs to. Please ask for a new number.',
  'too-many-tries': 'Too many codes were tried. Please ask for a new code and call again later.',
};
