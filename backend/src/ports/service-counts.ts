import type { AttemptOutcome, CallbackReason, CallbackState } from '@ringback/contract';

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
  /** Counters. */
  readonly created: number;
  readonly completed: Readonly<Partial<Record<CallbackReason, number>>>;
  readonly attempts: Readonly<Partial<Record<AttemptOutcome, number>>>;
  readonly statements: number;
}
