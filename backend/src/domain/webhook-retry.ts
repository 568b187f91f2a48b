import { pauseAfter, type Patience } from './next-try.js';
import { MINUTE } from './zone-clock.js';

const HOUR = 60 * MINUTE;
const PATIENCE: Patience = { first: 5_000, factor: 3, longest: 8 * HOUR, longestRequested: 24 * HOUR };
/** TE2: how long a message is tried. */
export const WEBHOOK_LIFE = 72 * HOUR;

/** A try that failed. Instants in epoch ms. */
export interface FailedTry {
  /** 1 for the first. */
  readonly tries: number;
  /** When that happened which the message tells. */
  readonly toldAt: number;
  readonly now: number;
  /** What the receiver asked for. */
  readonly retryAfterMs: number | undefined;
}

/**
 * TE2: when a webhook is tried again: after 5 seconds, then after three times as long each time, up to 8 hours, or later
 * if the receiver asks for it. Undefined: three days are over, or would be; it is given up.
 */
export function nextWebhookTry({ tries, toldAt, now, retryAfterMs }: FailedTry): number | undefined {
  const at = now + pauseAfter(tries, retryAfterMs, PATIENCE);
  return at <= toldAt + WEBHOOK_LIFE ? at : undefined;
}
