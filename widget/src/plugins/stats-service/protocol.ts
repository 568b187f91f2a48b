/* Commands and events of `StatsService`. Types only. */
import type { CallbackServiceError } from '../callback-service/protocol.js';

/** What `StatsService.getStats` is asked. */
export interface StatsQuery {
  /** There is one group. */
  group?: string;
  /** Queue, or queues; a text may name several with commas. Absent: all queues of GMS; on v3, which has no such question, those of the `callback` section. */
  vqName?: string | readonly string[];
  /** How the wait is estimated, in the server's words; absent: `stats.ewt.mode`, or the server's default. */
  mode?: string;
}

/** One queue's figures. What a server says beside them stays as it is. */
export interface QueueStats {
  /** Seconds; -1 unknown. */
  ewt: number;
  [more: string]: unknown;
}
/** Queue name -> its figures. A queue that the server says nothing of is missing. */
export type Stats = Readonly<Record<string, QueueStats>>;

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Section `stats`. Rejects with `Invalid configuration` when it is called again with nothing. */
    'StatsService.configure': { options: Record<string, unknown>; result: void };
    /** One question, one answer: nothing is retried, since who shows a wait asks again soon. Rejects with a {@link CallbackServiceError}. */
    'StatsService.getStats': { options: StatsQuery | undefined; result: Stats };
  }
  interface EventMap {
    'StatsService.ready': undefined;
    'StatsService.updated': Stats;
    'StatsService.error': CallbackServiceError;
  }
}
