import type { CallbackId, PushTarget } from '@ringback/contract';
import type { PlannedPush, PushedState } from '../domain/push-plan.js';
import type { PushFacts } from '../domain/push-message.js';
import type { OutboxCounts } from './webhook-outbox.js';

/** A message that has to reach one device, leased to whoever took it. */
export interface PushDelivery extends Omit<PushFacts, 'callsUs'> {
  /** With `number`, what it is known by. */
  readonly hash: Uint8Array;
  readonly number: number;
  /** This try included; also what the lease is known by. */
  readonly tries: number;
  readonly token: string;
  /** What is so of the callback now. */
  readonly present: PushedState;
}

/**
 * What becomes of a delivery. `done`: it was sent, or is of no use any more; `again`: next try at (epoch ms); `dead`: given up;
 * `forgotten`: FCM does not know the device, for which nothing more is kept.
 */
export type PushSettlement =
  | { readonly kind: 'done' }
  | { readonly kind: 'again' | 'dead' | 'forgotten'; readonly at: number; /** For operators. */ readonly reason: string };

/** A scheduled callback that may be told that its turn is near. */
export interface ScheduledUpcoming {
  readonly id: CallbackId;
  readonly queue: string;
  readonly desiredTime: number;
}

/** PU3: messages to devices, written with the change that they tell. All throw `DatabaseUnavailable`. */
export interface PushOutbox {
  /** Leases what is due. Whoever writes a message takes back what the devices of its callback were still to be told before it. 1 statement. */
  claim(request: { now: number; leaseUntil: number; limit: number }): Promise<PushDelivery[]>;
  /** Without effect when the lease was lost to somebody else. */
  settle(delivery: PushDelivery, settlement: PushSettlement): Promise<void>;
  /** PU1: tells the devices once that the turn is near. Resolves with whether there was anybody to tell. */
  tellUpcoming(id: CallbackId, push: PlannedPush, at: number): Promise<boolean>;
  /** SCHEDULED ones with devices that may be told so, with a time up to `until` (epoch ms). */
  scheduledUpcoming(until: number, limit: number): Promise<ScheduledUpcoming[]>;
  /** The living devices of a callback. */
  targetsOf(id: CallbackId): Promise<PushTarget[]>;
  /** From now on these are its devices. What still has to be told goes to all of them. */
  replaceTargets(id: CallbackId, targets: readonly PushTarget[]): Promise<void>;
  /** Deletes what is of no use any more. */
  sweep(now: number): Promise<void>;
  counts(): Promise<OutboxCounts>;
}
