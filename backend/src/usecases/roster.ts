import type { ConsoleStore, RosterSnapshot } from '../ports/console-store.js';
import { nextFlight } from './next-flight.js';

/** Who can take calls, in memory; read again after every change of it. */
export interface Roster {
  now(): RosterSnapshot;
  /** Knows all that was announced before the call. */
  fresh(): Promise<RosterSnapshot>;
  refresh(): Promise<RosterSnapshot>;
  markStale(): void;
}

export function createRoster(people: ConsoleStore): Roster {
  let known: RosterSnapshot = { ready: [], simulatorPaused: false, simulatedCalls: 0 };
  let stale = true;
  const refresh = nextFlight(async () => {
    stale = false;
    try {
      known = await people.roster();
      return known;
    } catch (error) {
      stale = true;
      throw error;
    }
  });
  return { now: () => known, fresh: async () => (stale ? refresh() : known), refresh, markStale: () => void (stale = true) };
}
