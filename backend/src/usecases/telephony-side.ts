import type { Clock } from '../ports/clock.js';
import type { Dialer } from '../ports/dialer.js';
import type { ReportedAgent, TelephonyAgents } from '../ports/telephony-agents.js';
import { keptValue } from './kept-value.js';

/** What the configuration says of a dialer that reaches out. */
export interface TelephonySettings {
  /** Signs its reports; undefined when it has none. */
  readonly reportSecret: string | undefined;
  /** Calls that may be under way at once; undefined: as the reported agents have time. */
  readonly assumeAgents: number | undefined;
  readonly noProgressSeconds: number;
  readonly maxCallSeconds: number;
}

/** The telephony side as this replica knows it. */
export interface TelephonySide extends TelephonySettings {
  /** Its agents as far as known, without those that have expired. */
  now(): readonly ReportedAgent[];
  /** Whether there are agents that have expired and are still on record. */
  hasExpired(): boolean;
  /** Knows all that was announced before the call; no statement when nothing was. */
  fresh(): Promise<void>;
  markStale(): void;
}

interface Options {
  readonly settings: TelephonySettings;
  readonly dialer: Dialer['kind'];
  readonly agents: TelephonyAgents;
  readonly clock: Clock;
}

export function createTelephonySide({ settings, dialer, agents, clock }: Options): TelephonySide {
  const reaches = dialer === 'webhook' || dialer === 'twilio';
  const kept = keptValue(() => agents.all());
  const known = (): readonly ReportedAgent[] => kept.now() ?? [];
  const alive = () => known().filter(({ expiresAt }) => expiresAt > clock.now());
  return {
    ...settings,
    hasExpired: () => alive().length < known().length,
    now: alive,
    fresh: async () => {
      if (reaches) await kept.fresh();
    },
    markStale: kept.markStale,
  };
}
