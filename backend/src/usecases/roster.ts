import type { AgentStore, RosterSnapshot } from '../ports/agent-store.js';
import { keptValue, type KeptValue } from './kept-value.js';

/** Who can take calls, in memory; read again after every change of it. */
export interface Roster extends KeptValue<RosterSnapshot> {
  now(): RosterSnapshot;
}

/** Before the first read. */
const NOBODY: RosterSnapshot = {
  agents: [],
  offers: [],
  answered: [],
  outstanding: new Map(),
  simulatorPaused: false,
  dialerCalls: 0,
  dialerTalks: 0,
};

export function createRoster(agents: Pick<AgentStore, 'roster'>): Roster {
  const kept = keptValue(() => agents.roster());
  return { ...kept, now: () => kept.now() ?? NOBODY };
}
