import type { Colleague } from '../domain/dispatch-plan.js';
import type { RosterSnapshot } from '../ports/agent-store.js';
import type { Dependencies } from './dependencies.js';

/** Agents of the dialer who have no name and are free. Those whom the telephony side reports by name have one. */
export function anonymousAgents({ dialer, telephony }: Dependencies, { dialerCalls }: RosterSnapshot): number {
  const byName = telephony.assumeAgents === undefined && telephony.now().length > 0;
  return byName ? 0 : (dialer.agents() ?? dialerCalls) - dialerCalls;
}

/** Everybody on duty: at desks, and as the telephony side reports them. */
export const colleaguesOf = (deps: Dependencies, { agents, dialerTalks }: RosterSnapshot): Colleague[] => [
  ...agents.map(({ username, queues, skills, state, since, holds }) => ({
    username,
    queues,
    skills,
    free: state === 'ready' && !holds,
    since,
    found: false,
  })),
  ...reportedOf(deps, dialerTalks),
];

function reportedOf({ telephony }: Dependencies, talks: number): Colleague[] {
  if (telephony.assumeAgents !== undefined) return [];
  const agents = telephony.now();
  // Conversations that have begun, of whose agents we have not heard yet that they are busy.
  let unheard = talks - agents.filter(({ state }) => state === 'busy').length;
  return agents
    .filter(({ state }) => state !== 'not-ready')
    .map(({ name, queues, skills, state }) => {
      const free = state === 'ready' && unheard <= 0;
      if (state === 'ready') unheard -= 1;
      return { username: name, queues, skills, free, since: 0, found: true };
    });
}
