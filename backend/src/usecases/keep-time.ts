import { purgeOf } from '../domain/purge.js';
import { sweepApiErrors } from './api-errors.js';
import type { Dependencies } from './dependencies.js';
import { editCallback, writeEdit } from './edit-callback.js';

/** How many rows one run takes; the next one follows at once when there were as many. */
const BATCH = 200;
/** As long as the vendor's product keeps records. */
const REPORT_LIFE_MS = 14 * 86_400_000;
const system = { kind: 'system' } as const;

/** CB2: scheduled callbacks whose time has come enter their queue. Resolves with their number. */
export async function queueDue(deps: Dependencies): Promise<number> {
  const due = await deps.callbacks.due(deps.clock.now(), BATCH);
  for (const callback of due) await writeEdit(deps, callback, { event: { kind: 'queue' }, actor: system, cause: 'its time has come' });
  return due.length;
}

/** CB7. Asks nothing of the database unless somebody has to go. Whoever is owned waits for the owner first (CB9). */
export async function purgeWaiting(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  let purged = 0;
  for (const { settings, hours } of deps.site.served.values()) {
    for (const { id, queuedAt, notBefore, owner } of (await deps.boards.fresh(settings.name)).waiting) {
      const purge = purgeOf({
        queuedAt: Math.max(queuedAt, owner?.until ?? queuedAt),
        notBefore,
        purgeTimeMinutes: settings.purgeTimeMinutes ?? undefined,
        hours,
      });
      if (!purge || purge.at > now) continue;
      const { reason } = purge;
      await editCallback(deps, id, (callback) =>
        callback.state === 'QUEUED'
          ? {
              event: { kind: 'finish', reason },
              actor: system,
              cause: reason === 'PURGED_TIMEOUT' ? 'waited too long' : 'end of the business day',
            }
          : undefined,
      );
      purged += 1;
    }
  }
  return purged;
}

/** CB9: owned callbacks whose owner did not come in time, where the queue lets them go. Asks nothing of the database unless there is one. */
export async function endOwnership(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  let ended = 0;
  for (const { settings } of deps.site.served.values()) {
    if (settings.ownership?.onExpiry !== 'disconnect') continue;
    for (const { id, owner } of (await deps.boards.fresh(settings.name)).waiting) {
      if (owner?.until === undefined || owner.until > now) continue;
      await editCallback(deps, id, (callback) =>
        callback.state === 'QUEUED'
          ? { event: { kind: 'finish', reason: 'OWNERSHIP_EXPIRED' }, actor: system, cause: 'its owner did not come in time' }
          : undefined,
      );
      ended += 1;
    }
  }
  return ended;
}

/** Deletes records past their retention. Resolves with their number. */
export async function sweep(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  await deps.requests.sweep(now);
  await deps.bulkCancels.sweep(now - REPORT_LIFE_MS);
  await sweepApiErrors(deps, now);
  const deleted = await deps.callbacks.sweep(now, BATCH);
  if (deleted > 0) deps.log.info('deleted records past their retention', { callbacks: deleted });
  return deleted;
}
