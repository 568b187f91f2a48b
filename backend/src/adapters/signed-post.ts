import type { Clock } from '../ports/clock.js';
import type { WebhookSignatures } from '../ports/webhook-signatures.js';
import { type GuardedAnswer, guardedPost } from './guarded-fetch.js';

export interface SignedPostOptions {
  readonly url: string;
  readonly secret: string;
  readonly allowPrivateAddresses: boolean;
  readonly signatures: WebhookSignatures;
  readonly clock: Clock;
}

/** What the receiver may take to answer. */
const TIMEOUT_MS = 10_000;

/** Sends the telephony side a message, signed by Standard Webhooks. Rejects as `guardedPost` does. */
export function signedPost(
  { url, secret, allowPrivateAddresses, signatures, clock }: SignedPostOptions,
  { id, message }: { readonly id: string; readonly message: object },
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  const body = JSON.stringify(message);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Ringback',
    ...signatures.sign(secret, { id, at: clock.now(), body }),
  };
  return guardedPost({ url, headers, body, allowPrivateAddresses, timeoutMs: TIMEOUT_MS, signal });
}
