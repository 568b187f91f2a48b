import { Refusal } from '../domain/refusal.js';
import type { OpenAttempt } from '../ports/attempt-store.js';
import { DatabaseUnavailable } from '../ports/database-unavailable.js';
import { attemptOf } from './attempt-of.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';

/** Asks the dialer what has become of the attempts that this replica drives, and writes it down. Resolves with their number. */
export async function driveAttempts(deps: Dependencies): Promise<number> {
  const { dialer, replica, clock } = deps;
  if (!dialer.due) return 0;
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

/**
 * Says that this replica lives, and takes over from those that don't (SC1): the same attempts, never new ones, and only where it
 * may dial (SC3).
 */
export async function keepClaims(deps: Dependencies): Promise<void> {
  const { attempts, dialer, replica, regions, site, log } = deps;
  const { gone, dead } = await regions.beat();
  const leaves = [...site.served.values()].filter((rules) => regions.dialledFrom(rules) !== 'here').map(({ settings }) => settings.name);
  const adopted = await attempts.adopt({ replica, gone, leaves });
  if (dead.length > 0) await attempts.bury(dead);
  if (adopted === 0) return;
  log.info('took over calls that nobody drove any more', { calls: adopted });
  for (const open of await attempts.driven(replica, dialer.kind)) await resume(deps, open);
}

/** Does again what the dead replica may not have come to. */
async function resume({ dialer }: Dependencies, open: OpenAttempt): Promise<void> {
  const { callback } = open;
  if (callback.state === 'PROCESSING' || open.inbound) return;
  if (callback.answeredAt === undefined) await dialer.place(attemptOf(open));
  else if (callback.agent !== undefined) await dialer.bridge?.(attemptOf(open), callback.agent);
}

/** CB4: so long somebody on the line waits for an agent. */
const LONGEST_ON_THE_LINE_MS = 60_000;

/** CB4: nobody is left on the line for ever. It was our fault, so they are called again. Asks nothing of the database unless there is one. */
export async function releaseAnswered(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  const late = (await deps.roster.fresh()).answered.filter(({ answeredAt }) => now - answeredAt >= LONGEST_ON_THE_LINE_MS);
  for (const { id, attempt } of late) {
    await deps.dialer.hangUp?.({ callbackId: id, number: attempt });
    await recordProgress(deps, { id, attempt, progress: { kind: 'over', outcome: 'failed' }, actor: { kind: 'system' } }).catch(
      (error: unknown) => {
        // Another replica was faster, or an agent.
        if (!(error instanceof Refusal)) throw error;
      },
    );
  }
  return late.length;
}
