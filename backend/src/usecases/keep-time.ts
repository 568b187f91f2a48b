import { secondsPerCallback } from '../domain/estimated-wait.js';
import { purgeOf } from '../domain/purge.js';
import { entersNow, entersUntil, type QueueAhead } from '../domain/when-to-queue.js';
import { agentsServing } from './agents-serving.js';
import { sweepNumberChecks } from './check-number.js';
import { sweepApiErrors } from './api-errors.js';
import type { Dependencies } from './dependencies.js';
import { editCallback, writeEdit } from './edit-callback.js';
import { sweepCaptchaTokens } from './require-captcha.js';
import type { QueueRules } from './site-rules.js';

/** How many rows one run takes; the next one follows at once when there were as many. */
const BATCH = 200;
const KEYS_AT_ONCE = 1_000;
/** As long as the vendor's product keeps records. */
const REPORT_LIFE_MS = 14 * 86_400_000;
const system = { kind: 'system' } as const;

/**
 * CB2: scheduled callbacks enter their queue, at their time or as much earlier as the queue's wait is. 1 statement, which reads no
 * further than the longest wait; the wait is what the board forecasts (`mode2`). Resolves with how many entered.
 */
export async function queueDue(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  const queues = new Map(await Promise.all([...deps.site.served.values()].map((rules) => aheadOf(deps, rules))));
  const later = [...queues].map(([name, queue]) => [name, entersUntil(queue, now)] as const).filter(([, until]) => until > now);
  const due = await deps.callbacks.due(now, new Map(later), BATCH);
  const entering = due.filter((callback) => {
    const queue = queues.get(callback.queue);
    return queue ? entersNow(callback, queue, now) : callback.desiredTime <= now;
  });
  for (const callback of entering) {
    const cause = callback.desiredTime > now ? 'early, to be next at its time' : 'its time has come';
    await writeEdit(deps, callback, { event: { kind: 'queue' }, actor: system, cause });
  }
  return entering.length;
}

async function aheadOf(deps: Dependencies, { settings }: QueueRules): Promise<[string, QueueAhead]> {
  const { waiting, finished } = await deps.boards.fresh(settings.name);
  const agents = agentsServing(deps, settings.name);
  const pace = agents > 0 ? secondsPerCallback('mode2', { agents, finished }) : undefined;
  return [settings.name, { waiting, agingPerMinute: settings.agingPerMinute, secondsPerCallback: pace }];
}

/** CB7. Asks nothing of the database unless somebody has to go. Whoever is owned waits for the owner first (CB9). */
export async function purgeWaiting(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  let purged = 0;
  for (const { settings, hours } of deps.site.served.values()) {
    for (const { id, queuedAt, desiredTime, notBefore, owner } of (await deps.boards.fresh(settings.name)).waiting) {
      const purge = purgeOf({
        // Whoever entered early waits from the agreed time on.
        queuedAt: Math.max(queuedAt, desiredTime, owner?.until ?? queuedAt),
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

/** A deleted queue has a board while it has open callbacks. Asks nothing of the database unless a queue was deleted. */
async function leaveClosedQueues({ site, reader }: Dependencies): Promise<void> {
  const closed = [...site.closed.keys()];
  if (closed.length === 0) return;
  const counts = await reader.counts(closed);
  site.serveOfClosed(new Set(counts.filter(({ byState }) => Object.values(byState).some((open) => open > 0)).map(({ queue }) => queue)));
}

/** CB1. Resolves with whether there may be more. */
export async function forgetKeys({ callbacks, clock }: Dependencies): Promise<boolean> {
  return (await callbacks.forgetKeys(clock.now(), KEYS_AT_ONCE)) === KEYS_AT_ONCE;
}

/** Deletes records past their retention. Resolves with their number. */
export async function sweep(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  await deps.requests.sweep(now);
  await sweepCaptchaTokens(deps, now);
  await sweepNumberChecks(deps, now);
  await deps.bulkCancels.sweep(now - REPORT_LIFE_MS);
  await sweepApiErrors(deps, now);
  await deps.pushes.sweep(now);
  await deps.callIns.sweep(now - REPORT_LIFE_MS);
  await leaveClosedQueues(deps);
  const deleted = await deps.callbacks.sweep(now, BATCH);
  if (deleted > 0) deps.log.info('deleted records past their retention', { callbacks: deleted });
  return deleted;
}
