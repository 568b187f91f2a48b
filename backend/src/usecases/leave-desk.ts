import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';

/**
 * An agent is gone. A callback that they took and never reported goes back to its place in the queue, but as a failed
 * attempt: nobody knows whether they dialled, and an attempt that may have rung must not be made again under the same
 * number. Whoever is talking goes on talking, and may log in again to end it.
 */
export async function leaveDesk(deps: Dependencies, username: string): Promise<void> {
  await deps.people.setPresence(username, false, deps.clock.now());
  deps.changes.announce({ agents: [username], roster: true });
  const held = await deps.attempts.heldBy(username);
  if (held?.callback.state !== 'ROUTING') return;
  await editCallback(deps, held.callback.id, (callback) =>
    callback.state === 'ROUTING' && callback.agent === username
      ? {
          event: { kind: 'attempt-failed', outcome: 'failed', notBefore: undefined },
          actor: { kind: 'system' },
          cause: 'the agent left',
          attempt: { kind: 'over', outcome: 'failed' },
        }
      : undefined,
  );
}
