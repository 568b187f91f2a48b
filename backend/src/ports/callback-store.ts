import type { AttemptOutcome, CallbackId, PushTarget } from '@ringback/contract';
import type { Actor, Callback } from '../domain/callback.js';
import type { PlannedPush } from '../domain/push-plan.js';
import type { Dialer } from './dialer.js';
import type { SlidingQuota } from './request-counter.js';

/** Everything about a callback that is decided when it is booked. */
export interface NewCallback {
  readonly callback: Callback;
  readonly actor: Actor;
  readonly cause: string;
  /** What the request said about where it came from; kept for reports. */
  readonly origin: Readonly<Record<string, unknown>>;
  /** Seconds announced at booking, -1 unknown. */
  readonly offeredWait: number;
  readonly idempotencyKey: string | undefined;
  /** Refuse a second open callback of this number on this queue. */
  readonly onePerNumber: boolean;
  /** Epoch ms after which the record is deleted once completed. */
  readonly deleteAfter: number;
  /** Places of the slot in all; only read when the callback holds one. */
  readonly slotCapacity: number;
  /** Most callbacks that may be queued or in a call for this one to enter. `exact` counts under a lock; else a few may slip past at once. */
  readonly watermark: { readonly limit: number; readonly exact: boolean } | undefined;
  /** CB6: the completed record that it is made again from, which is told so in the same write. */
  readonly recreatedFrom?: CallbackId | undefined;
  /** Devices to tell of it, each once. */
  readonly pushTargets: readonly PushTarget[];
  /** PU1: they may be told later on that its turn is near. */
  readonly upcomingDue: boolean;
  /** SE1: counts the number in the same write; beyond `most` nothing is made. */
  readonly numberLimit?: SlidingQuota | undefined;
}

/** A count that all replicas share. */
export interface Quota {
  /** What is counted and in which stretch of time, as a keyed hash. */
  readonly key: Uint8Array;
  /** Epoch ms at which the stretch is over. */
  readonly endsAt: number;
  readonly most: number;
}

export type CreateResult =
  | { readonly kind: 'created' }
  /** The same Idempotency-Key made this one before. */
  | { readonly kind: 'repeated'; readonly callback: Callback }
  | { readonly kind: 'slot-full' | 'queue-full' | 'duplicate' | 'number-limit' };

/** What happens to the attempt in the same write. */
export type AttemptChange =
  | {
      readonly kind: 'begun';
      readonly dialer: Dialer['kind'];
      readonly replica: string;
      /** CI4: the customer has called; nothing is dialled. */ readonly inbound?: true;
    }
  /** It has another agent, or none any more. */
  | { readonly kind: 'agent-changed' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'over'; readonly outcome: AttemptOutcome };

/** What becomes in the same write of the agent who had the callback. `free` and `after-call-work` leave one who wants to be not ready so. */
export interface AgentChange {
  readonly username: string;
  readonly becomes: 'free' | 'after-call-work' | 'not-ready';
  /** Why not ready. */
  readonly reason?: string | undefined;
}

/** One transition of one callback, with its event row (CB8). */
export interface Change {
  readonly before: Callback;
  /** `version` is set by the store: one more than before. */
  readonly after: Callback;
  readonly at: number;
  readonly actor: Actor;
  readonly cause: string;
  readonly attempt?: AttemptChange | undefined;
  readonly agent?: AgentChange | undefined;
  /** PU3: what its devices are told of it, in the same write. */
  readonly push?: PlannedPush | undefined;
  /** CI4: the call-in request that this answers. */
  readonly calledIn?:
    { readonly requestId: string; readonly callerNumber: string | undefined; readonly callRef: string | undefined } | undefined;
  /** Where a new slot is taken: its places in all, and the new day of deletion. */
  readonly move?: { readonly slotCapacity: number; readonly deleteAfter: number } | undefined;
}

/** `stale`: somebody else changed the callback first; read again and decide again. */
export type ChangeResult = 'changed' | 'stale' | 'slot-full';

export interface CallbackEvent {
  readonly version: number;
  readonly at: number;
  readonly from: string | undefined;
  readonly to: string;
  readonly actor: Actor;
  readonly cause: string;
}

/** Durable callbacks. Each method is one transaction and resolves after its commit; all throw `DatabaseUnavailable`. */
export interface CallbackStore {
  /** 1 statement; a refused one with an Idempotency-Key or a limit of its number 1 more for each; with an exact watermark 2 in one transaction. */
  create(booking: NewCallback): Promise<CreateResult>;
  /** CB1: what an Idempotency-Key made in the 24 hours before `now`. */
  findByKey(idempotencyKey: string, now: number): Promise<Callback | undefined>;
  find(id: CallbackId): Promise<Callback | undefined>;
  /** 1 statement for any number of ids; unknown ones are left out. */
  findMany(ids: readonly CallbackId[]): Promise<Callback[]>;
  /** 1 statement. */
  change(change: Change): Promise<ChangeResult>;
  /** CB9: open ones that the agent has scheduled or owns, soonest first. */
  ofAgent(username: string): Promise<Callback[]>;
  /** SCHEDULED ones whose time has come, and in some queues (name -> epoch ms) those with a time up to a later one; earliest first. */
  due(now: number, later: ReadonlyMap<string, number>, limit: number): Promise<Callback[]>;
  events(id: CallbackId): Promise<CallbackEvent[]>;
  /** Deletes what `retentionDays` says and the counters that no answer needs any more. Resolves with the number of callbacks deleted. */
  sweep(now: number, limit: number): Promise<number>;
  /** CB1: forgets Idempotency-Keys of 24 hours ago and before. Resolves with their number. */
  forgetKeys(now: number, limit: number): Promise<number>;
}
