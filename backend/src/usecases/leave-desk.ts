import type { CallbackIn } from '../domain/callback.js';
import type { Dependencies } from './dependencies.js';
import { editCallback, type Edit } from './edit-callback.js';

/**
 * An agent is gone. An offer goes on to the next one. A callback that they took, dialled by hand and never reported goes
 * back to its place in the queue, but as a failed attempt: nobody knows whether they dialled, and an attempt that may have
 * rung must not be made again under the same number. A customer whom the dialer calls for them gets another agent. Whoever
 * is talking goes on talking, and may log in again to end it.
 */
export async function leaveDesk(deps: Dependencies, username: string): Promise<void> {
  await deps.agents.setPresence(username, { state: 'not-ready' }, deps.clock.now());
  deps.changes.announce({ agents: [username], roster: true });
  const held = await deps.attempts.heldBy(username);
  if (held?.callback.state !== 'ROUTING') return;
  await editCallback(deps, held.callback.id, (callback) =>
    callback.state === 'ROUTING' && callback.agent === username ? withoutAgent(callback, held.dialer === 'desk') : undefined,
  );
}

/** Somebody who says "not ready" has said no to what they were asked. */
export async function withdrawOffer(deps: Dependencies, username: string): Promise<void> {
  const held = await deps.attempts.heldBy(username);
  if (held?.callback.state !== 'ROUTING' || held.callback.offerExpires === undefined) return;
  await editCallback(deps, held.callback.id, (callback) =>
    callback.state === 'ROUTING' && callback.agent === username && callback.offerExpires !== undefined
      ? withoutAgent(callback, false)
      : undefined,
  );
}

function withoutAgent(callback: CallbackIn<'ROUTING'>, byHand: boolean): Edit {
  const common = { actor: { kind: 'system' }, cause: 'the agent left' } as const;
  if (callback.offerExpires !== undefined) return { ...common, event: { kind: 'offer-over', declined: false } };
  if (!byHand) return { ...common, event: { kind: 'agent-lost' }, attempt: { kind: 'agent-changed' } };
  return {
    ...common,
    event: { kind: 'attempt-failed', outcome: 'failed', notBefore: undefined },
    attempt: { kind: 'over', outcome: 'failed' },
  };
}
