import type { DialCancelled, DialRequested } from '@ringback/contract';
import type { Attempt, Dialer } from '../ports/dialer.js';
import { PrivateAddress } from './guarded-fetch.js';
import { type Placed, type PlacementOptions, Placements } from './placements.js';
import { signedPost, type SignedPostOptions } from './signed-post.js';
import { reasonOf } from './webhook-sender.js';

export interface WebhookDialerOptions extends PlacementOptions, SignedPostOptions {
  /** Whether a call that nobody wants any more is announced. */
  readonly sendCancellations: boolean;
  /** Calls that may be under way at once; undefined: none but for people at desks. */
  readonly agents: () => number | undefined;
}

/**
 * TE1: asks a telephony system to dial by a signed POST, and hears of the call by its reports. The message id follows from
 * callback and attempt, so every retry, by whichever replica, is the same message to the receiver.
 */
export function webhookDialer(options: WebhookDialerOptions): Dialer {
  const stopping = new AbortController();
  const placements = new Placements({ ...options, tryOnce: (attempt) => request(options, attempt, stopping.signal) });
  return {
    kind: 'webhook',
    agents: options.agents,
    place: async (attempt) => placements.place(attempt),
    due: (attempt, now) => placements.due(attempt, now),
    hangUp: async (attempt) => placements.drop(attempt, () => tellCancelled(options, attempt, stopping.signal)),
    idle: () => placements.idle(),
    async close() {
      stopping.abort();
      await placements.idle();
    },
  };
}

/** The id of the one message that asks for an attempt. */
export const dialMessageId = ({ callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>): string => `dial_${callbackId}_${number}`;

/** One try: a side that misses it learns the same from the answer to its next report. */
async function tellCancelled(
  options: WebhookDialerOptions,
  { callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>,
  signal: AbortSignal,
): Promise<void> {
  if (!options.sendCancellations) return;
  const message: DialCancelled = { type: 'dial.cancelled', callbackId, attempt: number };
  await signedPost(options, { id: `cancel_${callbackId}_${number}`, message }, signal);
}

async function request(options: WebhookDialerOptions, attempt: Attempt, signal: AbortSignal): Promise<Placed> {
  try {
    const { status } = await signedPost(options, { id: dialMessageId(attempt), message: toMessage(attempt) }, signal);
    return status >= 200 && status < 300 ? { kind: 'accepted' } : { kind: 'failed', reason: `HTTP ${status}` };
  } catch (error) {
    return { kind: error instanceof PrivateAddress ? 'refused' : 'failed', reason: reasonOf(error) };
  }
}

const toMessage = ({ callbackId, number, phone, queue, priority, userData }: Attempt): DialRequested => ({
  type: 'dial.requested',
  callbackId,
  attempt: number,
  phoneNumber: phone,
  queue,
  priority,
  userData: { ...userData },
});
