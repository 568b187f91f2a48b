import type { AgentStore, RosterSnapshot } from '../ports/agent-store.js';
import { nextFlight } from './next-flight.js';

/** Who can take calls, in memory; read again after every change of it. */
export interface Roster {
  now(): RosterSnapshot;
  /** Knows all that was announced before the call. */
  fresh(): Promise<RosterSnapshot>;
  refresh(): Promise<RosterSnapshot>;
  markStale(): void;
}

export function createRoster(agents: Pick<AgentStore, 'roster'>): Roster {
  let known: RosterSnapshot = {
    agents: [],
    offers: [],
    answered: [],
    outstanding: new Map(),
    simulatorPaused: false,
    dialerCalls: 0,
    dialerTalks: 0,
  };
  let stale = true;
  const refresh = nextFlight(async () => {
    stale = false;
    try {
      known = await agents.roster();
      return known;
    } catch (error) {
      stale = true;
      throw error;
    }
  });
  return { now: () => known, fresh: async () => (stale ? refresh() : known), refresh, markStale: () => void (stale = true) };
}
