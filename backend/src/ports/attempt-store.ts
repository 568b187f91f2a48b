import type { CallbackId } from '@ringback/contract';
import type { Actor, CallbackIn } from '../domain/callback.js';
import type { Beat } from '../domain/region.js';
import type { RosterSnapshot } from './agent-store.js';
import type { Dialer } from './dialer.js';

/** What to claim: callbacks as somebody saw them, best first. One that changed since is passed over. */
export interface ClaimRequest {
  readonly candidates: readonly { readonly id: CallbackId; readonly version: number }[];
  readonly dialer: Dialer['kind'];
  readonly replica: string;
  /** The person at the desk who takes it. */
  readonly agent: string | undefined;
  /** At most this many. */
  readonly limit: number;
  readonly at: number;
  readonly actor: Actor;
}

/** A callback in a call, with the attempt that is being made. */
export interface OpenAttempt {
  readonly callback: CallbackIn<'ROUTING' | 'PROCESSING'>;
  /** Epoch ms. */
  readonly startedAt: number;
  /** CI4: the customer has called us. */
  readonly inbound?: boolean;
}

/** The one callback that an agent holds: an offer, which has no attempt yet, or a call. */
export interface HeldCall {
  readonly callback: CallbackIn<'ROUTING' | 'PROCESSING'>;
  /** Epoch ms; undefined for an offer. */
  readonly startedAt: number | undefined;
  /** Epoch ms at which the conversation began. */
  readonly connectedAt: number | undefined;
  /** Who dials; undefined for an offer. */
  readonly dialer: Dialer['kind'] | undefined;
}

interface Seen {
  readonly id: CallbackId;
  readonly version: number;
}

/** What a round of the dispatcher does with one callback. */
export type Assignment =
  /** Asks an agent until `expiresAt` (epoch ms); nothing rings. */
  | { readonly kind: 'offer'; readonly callback: Seen; readonly agent: string; readonly expiresAt: number }
  /** Begins an attempt, with the agent whose hand or ear it needs if there is one. */
  | { readonly kind: 'dial'; readonly callback: Seen; readonly agent: string | undefined; readonly dialer: Dialer['kind'] }
  /** Calls an agent to a customer who is on the line. */
  | { readonly kind: 'bridge'; readonly callback: Seen; readonly agent: string };

/** An assignment that came true. An offer has no attempt. */
export type Assigned =
  | { readonly kind: 'offer'; readonly callback: CallbackIn<'ROUTING' | 'PROCESSING'> }
  | ({ readonly kind: 'dial'; readonly dialer: Dialer['kind'] } & OpenAttempt)
  | ({ readonly kind: 'bridge' } & OpenAttempt);

/** `busy`: another replica holds the round. */
export type Round = Assigned[] | 'busy';

export interface RoundRequest {
  readonly replica: string;
  readonly at: number;
  readonly actor: Actor;
  /** Decides by who is there at this very moment. Must do nothing else: it may be called again. */
  readonly plan: (roster: RosterSnapshot) => readonly Assignment[];
}

/** What an agent did since some instant. */
export interface AgentDay {
  readonly calls: number;
  /** 0 without a call. */
  readonly averageSeconds: number;
}

/** Attempts and who drives them (CB5, SC1). All throw `DatabaseUnavailable`. */
export interface AttemptStore {
  /** This replica lives. Resolves with the last beats of all replicas, this one's included; 1 statement. */
  beat(self: Pick<Beat, 'replica' | 'region'>, now: number): Promise<readonly Beat[]>;
  /** This replica stops; the others may adopt what it drove at once. */
  leave(replica: string): Promise<void>;
  /** ROUTING, attempt row and event in 1 statement. Rejects with `HoldsAnother` when the agent has a callback already. */
  claim(request: ClaimRequest): Promise<OpenAttempt[]>;
  /**
   * One round of the dispatcher, one replica at a time: who is there, the plan, the writing; 3 statements in one transaction. What changed
   * since it was seen is passed over. Rejects with `HoldsAnother` when an agent took a callback by hand in the same moment: nothing was written.
   */
  round(request: RoundRequest): Promise<Round>;
  /** Open attempts that this replica drives. */
  driven(replica: string, dialer: Dialer['kind']): Promise<OpenAttempt[]>;
  /**
   * Takes over the open attempts of replicas that nothing is known of, or that have not beaten since; of people at desks, and of the
   * queues that are left to others, none. Resolves with their number.
   */
  adopt(heir: { readonly replica: string; readonly gone: readonly Beat[]; readonly leaves: readonly string[] }): Promise<number>;
  /** Forgets replicas that have not beaten since, and drive nothing any more. */
  bury(dead: readonly Beat[]): Promise<void>;
  /** The callback that this agent holds. */
  heldBy(agent: string): Promise<HeldCall | undefined>;
  agentDay(agent: string, since: number): Promise<AgentDay>;
}

/** Drives no attempt: whoever writes this one leaves an attempt to the replicas that may dial for its queue. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The agent has a callback already and can't take another. */
export class HoldsAnother extends Error {}
