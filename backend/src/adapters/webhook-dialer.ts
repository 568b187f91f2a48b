import type { DialRequested } from '@ringback/contract';
import type { Clock } from '../ports/clock.js';
import type { Attempt, Dialer, DialResult } from '../ports/dialer.js';
import type { Log } from '../ports/log.js';
import type { WebhookSignatures } from '../ports/webhook-signatures.js';
import { guardedPost, PrivateAddress } from './guarded-fetch.js';
import { type Placed, Placements } from './placements.js';
import { reasonOf } from './webhook-sender.js';

export interface WebhookDialerOptions {
  readonly url: string;
  readonly secret: string;
  readonly allowPrivateAddresses: boolean;
  /** Calls that may be under way at once; undefined: none but for people at desks. */
  readonly agents: () => number | undefined;
  readonly onTry: (result: DialResult) => void;
  readonly signatures: WebhookSignatures;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the receiver may take to answer. */
const TIMEOUT_MS = 10_000;

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
    idle: () => placements.idle(),
    async close() {
      stopping.abort();
      await placements.idle();
    },
  };
}

/** The id of the one message that asks for an attempt. */
export const dialMessageId = ({ callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>): string => `dial_${callbackId}_${number}`;

async function request(
  { url, secret, allowPrivateAddresses, signatures, clock }: WebhookDialerOptions,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Placed> {
  const body = JSON.stringify(toMessage(attempt));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Ringback',
    ...signatures.sign(secret, { id: dialMessageId(attempt), at: clock.now(), body }),
  };
  try {
    const { status } = await guardedPost({ url, headers, body, allowPrivateAddresses, timeoutMs: TIMEOUT_MS, signal });
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
