import type { EwtMode, ewtEntries, queueStatus as queueStatusAnswer } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { estimateWait, type Wait } from '../domain/estimated-wait.js';
import { judgeOffers, type OfferDecision } from '../domain/offers.js';
import { agentsServing } from './agents-serving.js';
import { waitOfNext, type Board } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { queueRules, type QueueRules } from './site-rules.js';

/** What a queue offers at this moment, and from which board that was read. */
export interface QueueNow {
  readonly board: Board;
  readonly wait: Wait;
  readonly offers: OfferDecision;
}

export async function queueNow(deps: Dependencies, rules: QueueRules): Promise<QueueNow> {
  const { name } = rules.settings;
  await deps.roster.fresh();
  const board = await deps.boards.fresh(name);
  const wait = waitOfNext(board, agentsServing(deps, name));
  return { board, wait, offers: judgeOffers(rules.settings, rules, { wait, now: deps.clock.now() }) };
}

/** See `Ringback.queueStatus` (QU2). No statement while the queue does not change. */
export async function queueStatus(deps: Dependencies, queue: string): Promise<InferOutput<typeof queueStatusAnswer>> {
  const { wait, offers } = await queueNow(deps, queueRules(deps.site, queue));
  return { ewt: wait.seconds, offerImmediateCallback: offers.immediate, offerScheduledCallback: offers.scheduled };
}

type Entry = InferOutput<typeof ewtEntries>[number];

/** See `Ringback.estimatedWaitTime` (QU1). */
export async function estimatedWaitTime(
  deps: Dependencies,
  queues: readonly string[],
  mode: EwtMode,
  includeCallsOnHold: boolean,
): Promise<Entry[]> {
  await deps.roster.fresh();
  return Promise.all(queues.map((queue) => entryOf(deps, queue, { mode, includeCallsOnHold })));
}

async function entryOf(
  deps: Dependencies,
  queue: string,
  { mode, includeCallsOnHold }: { mode: EwtMode; includeCallsOnHold: boolean },
): Promise<Entry> {
  if (!deps.site.queues.has(queue)) {
    return {
      virtualQueue: queue,
      estimatedWaitTime: -1,
      message: 'There is no queue of this name. Check the spelling; names are case-sensitive.',
      resultCode: -1,
    };
  }
  const board = await deps.boards.fresh(queue);
  const waiting = board.ahead(board.waiting.length + 1) + (includeCallsOnHold ? board.routing : 0);
  const load = { waiting, agents: agentsServing(deps, queue), finished: board.finished };
  const { seconds, message, resultCode } = estimateWait(mode, load);
  return { virtualQueue: queue, estimatedWaitTime: seconds, message, resultCode };
}
