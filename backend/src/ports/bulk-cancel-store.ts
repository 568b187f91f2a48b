import type { BulkResult, CallbackId, CallbackState } from '@ringback/contract';

/** What to cancel. A range is of desired times, epoch ms, `from <= t < to`. */
export type BulkSelection =
  | { readonly kind: 'ids'; readonly ids: readonly CallbackId[] }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly states: readonly CallbackState[] };

export interface NewBulkCancel {
  readonly id: string;
  readonly requestedBy: string;
  readonly at: number;
  /** Queues whose records may be cancelled; undefined: all. */
  readonly queues: readonly string[] | undefined;
  readonly selection: BulkSelection;
}

export interface BulkCancelHead {
  readonly id: string;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly finishedAt: number | undefined;
  /** Items by what became of them. */
  readonly counts: Readonly<Record<BulkResult | 'pending', number>>;
}

export interface BulkItem {
  readonly id: CallbackId;
  /** Undefined: not yet. */
  readonly result: BulkResult | undefined;
}

/** Bulk cancels and their reports. All throw `DatabaseUnavailable`. */
export interface BulkCancelStore {
  /** Writes down all that is to be cancelled; what is in conversation, or not to be found, has its result at once. 1 statement. */
  start(bulk: NewBulkCancel): Promise<void>;
  /** Takes the oldest one that nobody works on, until `until`; 1 statement. */
  claim(worker: string, now: number, until: number): Promise<{ readonly id: string; readonly requestedBy: string } | undefined>;
  pending(id: string, limit: number): Promise<CallbackId[]>;
  /** Writes results down; once none is pending the whole is finished. Resolves with how many are pending still. */
  settle(id: string, results: ReadonlyMap<CallbackId, BulkResult>, at: number): Promise<number>;
  head(id: string): Promise<BulkCancelHead | undefined>;
  /** The newest first. */
  latest(requestedBy: string | undefined, limit: number): Promise<BulkCancelHead[]>;
  /** In order of ids, after `after`. */
  items(id: string, after: CallbackId | undefined, limit: number): Promise<BulkItem[]>;
  /** Deletes reports from before an instant. */
  sweep(before: number): Promise<void>;
}
