import { effectivePriority } from '../domain/queue-order.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import type { Waiting } from '../ports/queue-reader.js';
import type { Board } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';
import type { ConsoleUser } from './ringback.js';
import type { QueueRules } from './site-rules.js';

/** Queues whose customers we dial; in the others the customer dials us. */
export const dialledQueues = (deps: Dependencies): QueueRules[] =>
  [...deps.site.served.values()].filter(({ settings }) => settings.callDirection === 'USERTERMINATED');

/** Those that this user may take callbacks of. */
export const queuesOf = (deps: Dependencies, { queues }: Pick<ConsoleUser, 'queues'>): QueueRules[] =>
  dialledQueues(deps).filter(({ settings }) => queues === undefined || queues.includes(settings.name));

/** A waiting callback with the rules of its queue. */
export interface InLine {
  readonly waiting: Waiting;
  readonly rules: QueueRules;
}

/** Boards with the rules of their queues, all as new as can be known. */
export const readLines = (deps: Dependencies, queues: readonly QueueRules[]): Promise<{ rules: QueueRules; board: Board }[]> =>
  Promise.all(queues.map(async (rules) => ({ rules, board: await deps.boards.fresh(rules.settings.name) })));

/** CB3: everybody in these queues whose time has come, best first. Merges as it goes, because mostly the first few are enough. */
export function* inOrder(lines: readonly { rules: QueueRules; board: Board }[], now: number): Generator<InLine> {
  const heads = lines.map(({ rules, board }) => ({ rules, rest: board.waiting[Symbol.iterator](), head: undefined as Ranked | undefined }));
  const advance = (line: (typeof heads)[number]): void => {
    let next = line.rest.next();
    while (!next.done && !isDue(next.value, now)) next = line.rest.next();
    line.head = next.done ? undefined : rankedOf(next.value, line.rules, now);
  };
  for (const line of heads) advance(line);
  for (;;) {
    const [best] = heads.filter(({ head }) => head !== undefined).sort((a, b) => byRank(a.head, b.head));
    if (!best?.head) return;
    yield best.head;
    advance(best);
  }
}

interface Ranked extends InLine {
  readonly rank: number;
}

const isDue = ({ notBefore }: Waiting, now: number): boolean => notBefore === undefined || notBefore <= now;
const rankedOf = (waiting: Waiting, rules: QueueRules, now: number): Ranked => ({
  waiting,
  rules,
  rank: effectivePriority(waiting, rules.settings.agingPerMinute, now),
});

function byRank(a: Ranked | undefined, b: Ranked | undefined): number {
  if (!a || !b) return 0;
  return b.rank - a.rank || a.waiting.queuedAt - b.waiting.queuedAt || (a.waiting.id < b.waiting.id ? -1 : 1);
}

/** NV1: a number may have been blocked since it was booked. */
export function mayBeDialled({ phone, rules }: { readonly phone: string; readonly rules: QueueRules }): boolean {
  try {
    judgeNumber(phone, { rule: rules.numberRule });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Takes callbacks out of the queue whose numbers may not be dialled any more. */
export async function completeBlocked(deps: Dependencies, blocked: readonly Pick<Waiting, 'id'>[]): Promise<void> {
  for (const { id } of blocked) {
    await editCallback(deps, id, (callback) =>
      callback.state === 'QUEUED'
        ? { event: { kind: 'finish', reason: 'NUMBER_BLOCKED' }, actor: { kind: 'system' }, cause: 'number blocked before the dial' }
        : undefined,
    );
  }
}
