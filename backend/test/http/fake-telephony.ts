import { Refusal } from '../../src/domain/refusal.js';
import { standardWebhooks } from '../../src/adapters/standard-webhooks.js';
import type { CallbackId } from '@ringback/contract';
import type { TelephonyVerbs } from '../../src/usecases/telephony-verbs.js';

/** Signs the reports of the fake dialer. */
export const DIALER_SECRET = 'the secret of the fake dialer';

/** A telephony side that knows attempt 1 of the one callback. */
export const createFakeTelephony = (
  note: (verb: string, ...given: unknown[]) => void,
  booked: { id: CallbackId; visitorToken: string },
): TelephonyVerbs => ({
  async bookFromTelephony(request, context) {
    note('bookFromTelephony', request, context);
    return booked;
  },
  verifyReport: (headers, body) => standardWebhooks.verify(DIALER_SECRET, { headers, body, now: Date.now() }),
  async reportAttempt(report) {
    note('reportAttempt', report);
    if (report.id !== booked.id || report.attempt !== 1) throw new Refusal('NOT_FOUND', 'There is no such attempt.');
    return { id: report.id, attempt: report.attempt, applied: true, state: 'ROUTING' };
  },
  async hearProvider(request) {
    note('hearProvider', request);
    return '<Response/>';
  },
  async putTelephonyAgent(name, agent) {
    note('putTelephonyAgent', name, agent);
    return { name, state: agent.state, expiresAt: '2026-11-23T15:30:00.000Z' };
  },
  async dropTelephonyAgent(name) {
    note('dropTelephonyAgent', name);
  },
});
