import type { Quota } from './callback-store.js';

/** So many in any stretch of a length, however it lies; see `domain/sliding-window` for what that means exactly. */
export interface SlidingQuota {
  /** What is counted, as a keyed hash. */
  readonly key: Uint8Array;
  readonly most: number;
  readonly lengthMs: number;
}

/** How much of a quota is left. */
export interface QuotaState {
  /** How many more would be granted at this moment. */
  readonly remaining: number;
  /** Epoch ms at which there is one place more. */
  readonly nextAt: number;
}

/** What became of a request, and how the quota stands after it. */
export interface Slide extends QuotaState {
  readonly granted: boolean;
}

/** SE1: counts that all replicas share. Throws `DatabaseUnavailable`. */
export interface RequestCounter {
  /** A keyed hash: without the service's secret nobody can tell what it stands for, not even by trying all addresses. */
  keyOf(text: string): Uint8Array;
  /** Counts one more, 1 statement. Resolves with whether it is within the quota; one beyond it is not counted. */
  count(quota: Quota): Promise<boolean>;
  /** The same; resolves with how many there are with this one, undefined beyond the quota. */
  number(quota: Quota): Promise<number | undefined>;
  /** Counts one more over any stretch of time, 1 statement, also for many that are asked at once. One beyond the quota is not counted. */
  slide(quota: SlidingQuota, now: number): Promise<Slide>;
  /** How much is left; counts nothing, 1 statement. */
  look(quota: SlidingQuota, now: number): Promise<QuotaState>;
  /** Forgets stretches of time that are over by `now`. */
  sweep(now: number): Promise<void>;
}
