import type { AttemptOutcome, CallbackReason, ReportType } from '@ringback/contract';
import type { SendResult } from '../ports/webhook-sender.js';
import type { DialResult } from '../ports/dialer.js';
import type { PushResult } from '../ports/push-sender.js';

type Counted<Key extends string> = Partial<Record<Key, number>>;

/** Counts of this process since its start. */
export interface Tally {
  created(): void;
  completed(reason: CallbackReason): void;
  attempt(outcome: AttemptOutcome): void;
  /** One request to the telephony side to dial. */
  dialRequest(result: DialResult): void;
  /** One report of the telephony side that told something. */
  report(type: ReportType): void;
  /** One try to deliver a customer webhook. */
  webhook(result: SendResult['kind']): void;
  /** One try to send a push message; `passed`: not sent, because what it tells is not so any more. */
  push(result: PushResult['kind'] | 'passed'): void;
  read(): {
    created: number;
    completed: Counted<CallbackReason>;
    attempts: Counted<AttemptOutcome>;
    dialRequests: Counted<DialResult>;
    reports: Counted<ReportType>;
    webhooks: Counted<SendResult['kind']>;
    pushes: Counted<PushResult['kind'] | 'passed'>;
  };
}

export function createTally(): Tally {
  let created = 0;
  const completed: Counted<CallbackReason> = {};
  const attempts: Counted<AttemptOutcome> = {};
  const dialRequests: Counted<DialResult> = {};
  const reports: Counted<ReportType> = {};
  const webhooks: Counted<SendResult['kind']> = {};
  const pushes: Counted<PushResult['kind'] | 'passed'> = {};
  return {
    created: () => void (created += 1),
    completed: (reason) => count(completed, reason),
    attempt: (outcome) => count(attempts, outcome),
    dialRequest: (result) => count(dialRequests, result),
    report: (type) => count(reports, type),
    webhook: (result) => count(webhooks, result),
    push: (result) => count(pushes, result),
    read: () => ({
      created,
      completed: { ...completed },
      attempts: { ...attempts },
      dialRequests: { ...dialRequests },
      reports: { ...reports },
      webhooks: { ...webhooks },
      pushes: { ...pushes },
    }),
  };
}

function count<Key extends string>(counted: Counted<Key>, key: Key): void {
  counted[key] = (counted[key] ?? 0) + 1;
}
