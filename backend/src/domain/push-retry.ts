import { pauseAfter, type Patience } from './next-try.js';
import { MINUTE } from './zone-clock.js';

const PATIENCE: Patience = { first: 1_000, factor: 2, longest: 5 * MINUTE, longestRequested: 60 * MINUTE };

/** PU3: when a push is tried again, with growing pauses or as FCM asks. Undefined: by then it would be of no use. Epoch ms. */
export function nextPushTry({
  tries,
  now,
  expiresAt,
  retryAfterMs,
}: {
  /** 1 for the first. */
  readonly tries: number;
  readonly now: number;
  readonly expiresAt: number;
  readonly retryAfterMs: number | undefined;
}): number | undefined {
  const at = now + pauseAfter(tries, retryAfterMs, PATIENCE);
  return at < expiresAt ? at : undefined;
}
