import type { Quota } from './callback-store.js';

/** SE1: counts that all replicas share. Throws `DatabaseUnavailable`. */
export interface RequestCounter {
  /** A keyed hash: without the service's secret nobody can tell what it stands for, not even by trying all addresses. */
  keyOf(text: string): Uint8Array;
  /** Counts one more, 1 statement. Resolves with whether it is within the quota; one beyond it is not counted. */
  count(quota: Quota): Promise<boolean>;
  /** The same; resolves with how many there are with this one, undefined beyond the quota. */
  number(quota: Quota): Promise<number | undefined>;
  /** Whether one more would be beyond the quota; counts nothing. */
  isFull(quota: Quota): Promise<boolean>;
  /** Forgets stretches of time that are over by `now`. */
  sweep(now: number): Promise<void>;
}
