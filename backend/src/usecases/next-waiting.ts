import { effectivePriority } from '../domain/queue-order.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import type { Waiting } from '../ports/queue-reader.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';
import type { QueueRules } from './site-rules.js';

/** Queues whose customers we dial; in the others the customer dials us. */
export const dialledQueues = (deps: Dependencies): QueueRules[] =>
  [...deps.site.served.values()].filter(({ settings }) => settings.callDirection === 'USERTERMINATED');

/**
 * The callbacks to be called next in these queues, best first (CB3): those that may be dialled now. A number that has been
 * blocked since it was booked is taken out of the queue here, before anybody dials it (NV1).
 */
export async function nextWaiting(deps: Dependencies, queues: readonly QueueRules[], limit: number): Promise<Waiting[]> {
  const now = deps.clock.now();
  const boards = await Promise.all(queues.map(async (rules) => ({ rules, board: await deps.boards.fresh(rules.settings.name) })));
  const ranked = boards
    .flatMap(({ rules, board }) =>
      board.waiting
        .filter(({ notBefore }) => notBefore === undefined || notBefore <= now)
        .slice(0, limit)
        .map((waiting) => ({ waiting, rules, rank: effectivePriority(waiting, rules.settings.agingPerMinute, now) })),
    )
    .sort((a, b) => b.rank - a.rank || a.waiting.queuedAt - b.waiting.queuedAt || (a.waiting.id < b.waiting.id ? -1 : 1))
    .slice(0, limit);
  const allowed: Waiting[] = [];
  for (const { waiting, rules } of ranked) {
    if (mayBeDialled(waiting, rules)) allowed.push(waiting);
    else await completeBlocked(deps, waiting);
  }
  return allowed;
}

function mayBeDialled({ phone }: Waiting, { numberRule }: QueueRules): boolean {
  try {
    judgeNumber(phone, { rule: numberRule });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function completeBlocked(deps: Dependencies, { id }: Waiting): Promise<void> {
  await editCallback(deps, id, (callback) =>
    callback.state === 'QUEUED'
      ? { event: { kind: 'finish', reason: 'NUMBER_BLOCKED' }, actor: { kind: 'system' }, cause: 'number blocked before the dial' }
      : undefined,
  );
}
