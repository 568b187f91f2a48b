import type { AttemptOutcome, CallbackReason, CallbackState, ReportType } from '@ringback/contract';
import type { DialResult } from './dialer.js';
import type { OutboxCounts } from './webhook-outbox.js';
import type { PushResult } from './push-sender.js';
import type { SendResult } from './webhook-sender.js';

/** Live callbacks of one queue. */
export interface QueueCounts {
  readonly queue: string;
  readonly byState: Readonly<Record<Exclude<CallbackState, 'COMPLETED'>, number>>;
}

/** What `/metrics` shows. Gauges are of the whole service, counters of this process since its start. */
export interface ServiceCounts {
  readonly queues: readonly QueueCounts[];
  readonly openAttempts: number;
  readonly agentsReady: number;
  readonly watchers: number;
  /** Customer webhooks. */
  readonly outbox: OutboxCounts;
  /** Push messages. */
  readonly pushOutbox: OutboxCounts;
  /** Counters. */
  readonly created: number;
  readonly completed: Readonly<Partial<Record<CallbackReason, number>>>;
  readonly attempts: Readonly<Partial<Record<AttemptOutcome, number>>>;
  readonly dialRequests: Readonly<Partial<Record<DialResult, number>>>;
  readonly reports: Readonly<Partial<Record<ReportType, number>>>;
  readonly webhooks: Readonly<Partial<Record<SendResult['kind'], number>>>;
  readonly pushes: Readonly<Partial<Record<PushResult['kind'] | 'passed', number>>>;
  readonly statements: number;
}
