import type { CallbackId } from '@ringback/contract';
import type { Actor, CallbackIn } from '../domain/callback.js';
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
}

/** The one callback that an agent holds. */
export interface HeldCall extends OpenAttempt {
  /** Epoch ms at which the conversation began. */
  readonly connectedAt: number | undefined;
}

/** `busy`: another replica holds the round. */
export type Round = OpenAttempt[] | 'busy';

/** What an agent did since some instant. */
export interface AgentDay {
  readonly calls: number;
  /** 0 without a call. */
  readonly averageSeconds: number;
}

/** Attempts and who drives them (CB5, SC1). All throw `DatabaseUnavailable`. */
export interface AttemptStore {
  /** This replica lives. */
  beat(replica: string, now: number): Promise<void>;
  /** This replica stops; the others may adopt what it drove at once. */
  leave(replica: string): Promise<void>;
  /** ROUTING, attempt row and event in 1 statement. Rejects with `HoldsAnother` when the agent has a callback already. */
  claim(request: ClaimRequest): Promise<OpenAttempt[]>;
  /** Like `claim`, but never more than `room` open attempts of the dialer in all replicas; one replica at a time. 2 statements in one transaction. */
  claimWithin(room: number, request: ClaimRequest): Promise<Round>;
  /** Open attempts that this replica drives. */
  driven(replica: string, dialer: Dialer['kind']): Promise<OpenAttempt[]>;
  /** Takes over the open attempts of replicas that have not beaten since `deadBefore`; of people at desks none. Resolves with their number. */
  adopt(replica: string, deadBefore: number): Promise<number>;
  /** The callback that this agent holds. */
  heldBy(agent: string): Promise<HeldCall | undefined>;
  agentDay(agent: string, since: number): Promise<AgentDay>;
}

/** The agent has a callback already and can't take another. */
export class HoldsAnother extends Error {}
