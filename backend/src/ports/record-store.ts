import type { CallbackId, CallbackState } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import type { Dial, HistoryStep } from '../domain/record-facts.js';
import type { RecordMatch } from '../domain/record-search.js';

/** Where a page ended. */
export interface RecordKey {
  /** Desired time, epoch ms. */
  readonly at: number;
  readonly id: CallbackId;
}

export interface RecordQuery {
  /** Of the desired time, epoch ms, inclusive. */
  readonly from: number | undefined;
  /** Exclusive. */
  readonly to: number | undefined;
  readonly states: readonly CallbackState[];
  /** Undefined: all, also of queues that are no longer configured. */
  readonly queues: readonly string[] | undefined;
  readonly match: RecordMatch | undefined;
  readonly sort: 'desiredTime' | 'createdAt';
  readonly descending: boolean;
  readonly after: RecordKey | undefined;
  readonly limit: number;
}

export interface RecordPage {
  readonly callbacks: readonly Callback[];
  /** Where to go on; undefined at the end. A search may end a page before it is full, so that it never reads without end. */
  readonly next: RecordKey | undefined;
}

/** Everything that is kept about one callback. */
export interface WholeRecord {
  readonly callback: Callback;
  readonly origin: Readonly<Record<string, unknown>>;
  /** Seconds announced at booking, -1 unknown. */
  readonly offeredWait: number;
  readonly recreatedFrom: CallbackId | undefined;
  /** Oldest first. */
  readonly recreatedAs: readonly CallbackId[];
  readonly history: readonly HistoryStep[];
  readonly dials: readonly Dial[];
}

/** SE4: what erasing a number leaves behind. */
export interface ErasureNote {
  readonly at: number;
  readonly actor: string;
  /** Stands for the number without telling it. */
  readonly subject: string;
}

/** Records as staff look at them. All throw `DatabaseUnavailable`. */
export interface RecordStore {
  /** 1 statement. Its cost follows the page (a search's: a bounded number of records), not the history (SC4); sorted by creation: the range. */
  list(query: RecordQuery): Promise<RecordPage>;
  /** The newest of one number; 1 statement. */
  ofNumber(phone: string, queues: readonly string[] | undefined, limit: number): Promise<Callback[]>;
  /** 1 statement. */
  whole(id: CallbackId): Promise<WholeRecord | undefined>;
  /** 1 statement. */
  wholeOfNumber(phone: string): Promise<WholeRecord[]>;
  /** Ids of the number's callbacks that are not completed. */
  openOfNumber(phone: string): Promise<CallbackId[]>;
  /** SE4: deletes the number's completed records with history and dials, and notes that it was done; 1 statement. Resolves with their number. */
  erase(phone: string, note: ErasureNote): Promise<number>;
}
