import { toIsoInstant, type CodeRequested } from '@ringback/contract';
import type { CodeMessage, CodeSender } from '../ports/code-sender.js';
import { signedPost, type SignedPostOptions } from './signed-post.js';
import { reasonOf } from './webhook-sender.js';

/** What a receiver answers when this number can't be reached this way. */
const UNREACHABLE = 422;

/** SE5 by the webhook dialer's receiver: a signed message of the type `code.requested`, by the rules of `dial.requested`. */
export function webhookCodes(options: SignedPostOptions): CodeSender {
  const stopping = new AbortController();
  return {
    async send(message) {
      const id = `code_${message.check}_${message.madeAt}`;
      try {
        const { status } = await signedPost(options, { id, message: toMessage(message) }, stopping.signal);
        if (status >= 200 && status < 300) return { kind: 'sent' };
        return { kind: status === UNREACHABLE ? 'refused' : 'failed', reason: `HTTP ${status}` };
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error) };
      }
    },
    stop: () => stopping.abort(),
  };
}

const toMessage = ({ phone, way, code, text, language, queue, expiresAt }: CodeMessage): CodeRequested => ({
  type: 'code.requested',
  phoneNumber: phone,
  way,
  code,
  text,
  language,
  queue,
  expiresAt: toIsoInstant(expiresAt),
});
