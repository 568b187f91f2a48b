import type { Clock } from '../ports/clock.js';
import type { SendResult, WebhookSender } from '../ports/webhook-sender.js';
import type { WebhookSignatures } from '../ports/webhook-signatures.js';
import { type GuardedAnswer, guardedPost, PrivateAddress } from './guarded-fetch.js';
import { retryAfterMs } from './retry-after.js';

/** What a receiver may take to answer; the rest of its answer is not waited for. */
const TIMEOUT_MS = 10_000;

/** Customer webhooks over HTTP, signed by Standard Webhooks. */
export function webhookSender({ signatures, clock }: { signatures: WebhookSignatures; clock: Clock }): WebhookSender {
  const stopping = new AbortController();
  return {
    async send({ url, secret, allowPrivateAddresses }, { id, at, body }) {
      const headers = { 'content-type': 'application/json', 'user-agent': 'Ringback', ...signatures.sign(secret, { id, at, body }) };
      try {
        const answer = await guardedPost({ url, headers, body, allowPrivateAddresses, timeoutMs: TIMEOUT_MS, signal: stopping.signal });
        return judged(answer, clock.now());
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error), retryAfterMs: undefined };
      }
    },
    stop: () => stopping.abort(),
  };
}

function judged({ status, header }: GuardedAnswer, now: number): SendResult {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'failed', reason: `HTTP ${status}`, retryAfterMs: retryAfterMs(header('retry-after'), now) };
}

/** Codes and names only: messages of the system may quote the address. */
export function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : error.name;
}
