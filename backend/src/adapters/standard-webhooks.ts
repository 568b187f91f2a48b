import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSignatures } from '../ports/webhook-signatures.js';

/** How far the clocks of the two sides may be apart. */
const TOLERANCE_MS = 5 * 60_000;

/** Signatures by the rules of Standard Webhooks: HMAC-SHA256 over id, time and body. */
export const standardWebhooks: WebhookSignatures = {
  sign(secret, { id, at, body }) {
    const timestamp = String(Math.floor(at / 1000));
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${mac(secret, { id, timestamp, body }).toString('base64')}`,
    };
  },
  verify(secret, { headers, body, now }) {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
    if (!id || !/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > TOLERANCE_MS) return false;
    const expected = mac(secret, { id, timestamp, body });
    // Several while a secret is being replaced; one that fits is enough.
    return signatures
      .split(' ')
      .filter((signature) => signature.startsWith('v1,'))
      .some((signature) => same(Buffer.from(signature.slice(3), 'base64'), expected));
  },
};

interface Signed {
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: string;
  readonly body: string;
}

const mac = (secret: string, { id, timestamp, body }: Signed): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();

/** `whsec_` announces base64; any other text is the key itself. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
