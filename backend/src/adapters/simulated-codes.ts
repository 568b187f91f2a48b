import type { CodeMessage, CodeSender } from '../ports/code-sender.js';

/** So many messages are remembered; a demonstration needs no more. */
const REMEMBERED = 200;

/** SE5 where the simulator stands in for telephony: nothing is sent, the messages of this process can be read. */
export function simulatedCodes(): CodeSender {
  const messages = new Map<string, CodeMessage>();
  return {
    async send(message) {
      messages.delete(message.check);
      messages.set(message.check, message);
      const [oldest] = messages.keys();
      if (messages.size > REMEMBERED && oldest !== undefined) messages.delete(oldest);
      return { kind: 'sent' };
    },
    pretended: (check) => messages.get(check),
    stop: () => undefined,
  };
}
