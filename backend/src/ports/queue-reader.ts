import type { CallbackId } from '@ringback/contract';
import type { Owner } from '../domain/callback.js';
import type { FinishedInteraction } from '../domain/estimated-wait.js';
import type { QueueCounts } from './service-counts.js';

/** One waiting callback, as little of it as a board needs. */
export interface Waiting {
  readonly id: CallbackId;
  readonly version: number;
  readonly queue: string;
  readonly phone: string;
  readonly name: string | undefined;
  readonly priority: number;
  /** Epoch ms. */
  readonly queuedAt: number;
  readonly desiredTime: number;
  readonly notBefore: number | undefined;
  readonly attempts: number;
  /** Overrides the queue's. */
  readonly skillExpression: string | undefined;
  readonly owner: Owner | undefined;
  /** Username -> epoch ms. */
  readonly declines: Readonly<Record<string, number>>;
  /** PU1: its devices may still be told that its turn is near. */
  readonly upcomingDue: boolean;
  /** CI3: it is their turn to call since then (epoch ms). */
  readonly readyAt: number | undefined;
  /** CI3: they have asked for the number and may call until then (epoch ms). */
  readonly callInUntil: number | undefined;
}

export interface QueueSnapshot {
  readonly waiting: readonly Waiting[];
  /** Callbacks in ROUTING. */
  readonly routing: number;
  /** The last 32, newest first. */
  readonly finished: readonly FinishedInteraction[];
}

/** What a whole queue looks like; each method is 1 statement on indexes of live rows. All throw `DatabaseUnavailable`. */
export interface QueueReader {
  snapshot(queue: string): Promise<QueueSnapshot>;
  /** Places taken of the slots with `from <= start < to` (epoch ms); slots without any are left out. */
  slotsTaken(queue: string, from: number, to: number): Promise<ReadonlyMap<number, number>>;
  counts(queues: readonly string[]): Promise<readonly QueueCounts[]>;
  /** Whether the database answers and has the schema of this build. */
  ready(): Promise<boolean>;
}
