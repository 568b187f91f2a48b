import { Refusal } from '../domain/refusal.js';
import { DatabaseUnavailable } from '../ports/database-unavailable.js';
import { attemptOf } from './dispatch.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';

/** A replica that has not beaten for this long is taken for dead. */
export const DEAD_AFTER_MS = 15_000;

/** Asks the dialer what has become of the attempts that this replica drives, and writes it down. Resolves with their number. */
export async function driveAttempts(deps: Dependencies): Promise<number> {
  const { dialer, replica, clock } = deps;
  if (dialer.kind === 'desk') return 0;
  const driven = await deps.attempts.driven(replica, dialer.kind);
  for (const open of driven) {
    const attempt = attemptOf(open);
    const progress = dialer.due(attempt, clock.now());
    if (!progress) continue;
    try {
      await recordProgress(deps, {
        id: attempt.callbackId,
        attempt: attempt.number,
        progress,
        actor: { kind: 'dialer', name: dialer.kind },
      });
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      // Cancelled or deleted meanwhile: what the dialer says of it is of no interest any more. Anything else must not stop the other calls.
      if (!(error instanceof Refusal))
        deps.log.error('progress of an attempt could not be recorded', { callback: attempt.callbackId, attempt: attempt.number });
    }
  }
  return driven.length;
}

/** Says that this replica lives, and takes over from those that don't (SC1): the same attempts, never new ones. */
export async function keepClaims(deps: Dependencies): Promise<void> {
  const { attempts, dialer, replica, clock, log } = deps;
  const now = clock.now();
  await attempts.beat(replica, now);
  const adopted = await attempts.adopt(replica, now - DEAD_AFTER_MS);
  if (adopted === 0) return;
  log.info('took over the calls of a replica that is gone', { calls: adopted });
  for (const open of await attempts.driven(replica, dialer.kind)) await dialer.place(attemptOf(open));
}
