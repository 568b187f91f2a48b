import type { TELEPHONY_AGENT_STATES } from '@ringback/contract';

/** Somebody whose readiness the telephony side reports. */
export interface ReportedAgent {
  readonly name: string;
  readonly state: (typeof TELEPHONY_AGENT_STATES)[number];
  /** Levels by name. */
  readonly skills: Readonly<Record<string, number>>;
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Agents of the telephony side (TE1). All throw `DatabaseUnavailable`. */
export interface TelephonyAgents {
  /** Resolves with whether it changed more than when it expires. */
  put(agent: ReportedAgent): Promise<boolean>;
  /** Resolves with whether there was one. */
  remove(name: string): Promise<boolean>;
  all(): Promise<ReportedAgent[]>;
  /** Removes those that have expired. Resolves with their number. */
  expire(now: number): Promise<number>;
}
