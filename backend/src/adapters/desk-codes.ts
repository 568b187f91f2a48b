import type { CodeSender } from '../ports/code-sender.js';

/** People at desks send no codes; the configuration check refuses queues that want any. */
export const deskCodes: CodeSender = {
  send: async () => ({ kind: 'failed', reason: 'no telephony side' }),
  stop: () => undefined,
};
