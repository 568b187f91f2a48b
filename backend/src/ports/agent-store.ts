import type { CallbackId } from '@ringback/contract';
import type { Owner } from '../domain/callback.js';
import type { Skills } from '../domain/skill-expression.js';

/** What an agent says of themselves; whether they have a callback is another matter. */
export type PresenceState = 'not-ready' | 'ready' | 'after-call-work';

export interface Presence {
  readonly state: PresenceState;
  /** Why not ready. */
  readonly reason: string | undefined;
  readonly skills: Skills;
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
}

/** An agent who is ready, or will be when they have written up their last call. */
export interface AgentOnDuty {
  readonly username: string;
  readonly queues: readonly string[] | undefined;
  readonly skills: Skills;
  readonly state: 'ready' | 'after-call-work';
  /** Epoch ms since which they are ready without having had a call. */
  readonly since: number;
  /** Has an offer or a call. */
  readonly holds: boolean;
}

/** An agent has been asked and hasn't answered. */
export interface OpenOffer {
  readonly id: CallbackId;
  readonly agent: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** A customer on the line who waits for an agent. */
export interface AnsweredCall {
  readonly id: CallbackId;
  readonly version: number;
  readonly queue: string;
  readonly priority: number;
  /** Epoch ms. */
  readonly queuedAt: number;
  /** Number of the attempt. */
  readonly attempt: number;
  readonly answeredAt: number;
  readonly skillExpression: string | undefined;
  readonly owner: Owner | undefined;
}

/** Who can take calls now, and who needs somebody. */
export interface RosterSnapshot {
  readonly agents: readonly AgentOnDuty[];
  readonly offers: readonly OpenOffer[];
  readonly answered: readonly AnsweredCall[];
  /** Queue -> customers who are being called, or are on the line, without an agent. */
  readonly outstanding: ReadonlyMap<string, number>;
  /** The simulator's virtual agents take no new calls. */
  readonly simulatorPaused: boolean;
  /** Calls that the dialer has placed and that go on. */
  readonly dialerCalls: number;
  /** Those of them that are talked on with an agent whom the dialer found. */
  readonly dialerTalks: number;
}

/** Agents and their states. All throw `DatabaseUnavailable`. */
export interface AgentStore {
  /** `via`: who says so. What a desk said ends with its session. */
  setPresence(
    username: string,
    presence: { state: PresenceState; reason?: string | undefined; via?: 'desk' | 'telephony' },
    at: number,
  ): Promise<void>;
  /** Undefined: no such user. Who was never at a desk is not ready. */
  presence(username: string): Promise<Presence | undefined>;
  /** 1 statement, on indexes of live rows. */
  roster(): Promise<RosterSnapshot>;
}
