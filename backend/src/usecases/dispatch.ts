import type { OpenAttempt } from '../ports/attempt-store.js';
import type { Attempt } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { dialledQueues, nextWaiting } from './next-waiting.js';

/** An attempt as a dialer knows it. */
export const attemptOf = ({ callback, startedAt }: OpenAttempt): Attempt => ({
  callbackId: callback.id,
  number: callback.attempt,
  phone: callback.phone,
  queue: callback.queue,
  startedAt,
});

/**
 * One round of the dispatcher: claims the top of the queues for as many agents as the dialer has free, and dials. Nothing is
 * asked of the database while nobody waits or nobody is free; a round that claims costs 2 statements.
 * Decision: who is next is decided on the board, by the same rule that tells visitors their place, and the claim checks
 * the version that was seen; deciding in SQL would need that rule twice.
 * @returns whether it claimed anything
 */
export async function dispatch(deps: Dependencies): Promise<boolean> {
  const { dialer, replica, clock } = deps;
  const agents = dialer.agents();
  if (agents === undefined) return false;
  const { simulatedCalls } = await deps.roster.fresh();
  const free = agents - simulatedCalls;
  if (free <= 0) return false;
  const candidates = await nextWaiting(deps, dialledQueues(deps), free);
  if (candidates.length === 0) return false;
  const actor = { kind: 'dialer', name: dialer.kind } as const;
  const round = await deps.attempts.claimWithin(agents, {
    candidates,
    dialer: dialer.kind,
    replica,
    agent: undefined,
    limit: free,
    at: clock.now(),
    actor,
  });
  if (round === 'busy') return false;
  if (round.length < candidates.length) for (const { queue } of candidates) deps.boards.markStale(queue);
  announceClaims(deps, round);
  // On record, so a replica that takes over after a crash here places the same attempts again.
  for (const claimed of round) await dialer.place(attemptOf(claimed));
  return round.length > 0;
}

/** Tells that these callbacks have left the queue. */
export function announceClaims(deps: Dependencies, claims: readonly OpenAttempt[], agent?: string): void {
  if (claims.length === 0) return;
  deps.changes.announce({
    callbacks: claims.map(({ callback }) => callback.id),
    queues: [...new Set(claims.map(({ callback }) => callback.queue))],
    agents: agent === undefined ? [] : [agent],
    roster: true,
  });
}
