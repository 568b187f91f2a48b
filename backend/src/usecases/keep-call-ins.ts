import { whoseTurn } from '../domain/call-in-turn.js';
import { purgeOf } from '../domain/purge.js';
import { readyUntil, upcomingPush, type Awaited } from '../domain/push-plan.js';
import { mayTake } from '../domain/suitability.js';
import type { Waiting } from '../ports/queue-reader.js';
import { agentsServing } from './agents-serving.js';
import { waitOfNext } from './boards.js';
import { anonymousAgents, colleaguesOf } from './colleagues.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';
import { demandOf } from './routing.js';
import type { QueueRules } from './site-rules.js';

const MINUTE_MS = 60_000;
const BATCH = 200;
const system = { kind: 'system' } as const;

/** Queues whose customers call us. */
const callInQueues = ({ site }: Dependencies): QueueRules[] =>
  [...site.served.values()].filter(({ settings }) => settings.callDirection === 'USERORIGINATED');

/** CI3: tells those whose turn it is. Asks nothing of the database unless there is one. Resolves with whether there was. */
export async function callInTurns(deps: Dependencies): Promise<boolean> {
  let told = 0;
  for (const rules of callInQueues(deps)) told += await tellTurns(deps, rules);
  return told > 0;
}

/** The same for one queue. Resolves with how many were told. */
export async function tellTurns(deps: Dependencies, rules: QueueRules): Promise<number> {
  const [board, roster] = await Promise.all([deps.boards.fresh(rules.settings.name), deps.roster.fresh(), deps.telephony.fresh()]);
  if (board.waiting.every(({ readyAt }) => readyAt !== undefined)) return 0;
  const now = deps.clock.now();
  const free = colleaguesOf(deps, roster).filter((colleague) => colleague.free);
  const anonymous = Math.max(0, anonymousAgents(deps, roster));
  const turns = whoseTurn({
    waiting: board.waiting,
    onTheLine: board.routing,
    serving: agentsServing(deps, rules.settings.name),
    freeFor: (caller) => anonymous + free.filter((agent) => mayTake(agent, demandOf(caller, rules), now)).length,
    pacing: rules.settings.pacingModifier,
    now,
  });
  for (const { id } of turns)
    await editCallback(deps, id, (callback) =>
      callback.state === 'QUEUED' && callback.readyAt === undefined
        ? { event: { kind: 'ready' }, actor: system, cause: 'their turn to call' }
        : undefined,
    );
  return turns.length;
}

/** CI5: whoever was told and did not call goes. Asks nothing of the database unless there is one. */
export async function expirePushed(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  let expired = 0;
  for (const { settings } of callInQueues(deps)) {
    const isLate = (readyAt: number | undefined): boolean => readyAt !== undefined && readyUntil(readyAt, settings) <= now;
    for (const { id } of (await deps.boards.fresh(settings.name)).waiting.filter(({ readyAt }) => isLate(readyAt))) {
      await editCallback(deps, id, (callback) =>
        callback.state === 'QUEUED' && isLate(callback.readyAt)
          ? { event: { kind: 'finish', reason: 'PUSH_EXPIRED' }, actor: system, cause: 'did not call in time' }
          : undefined,
      );
      expired += 1;
    }
  }
  return expired;
}

/** PU1: tells those once whose turn is near. Waiting ones are on the boards; of scheduled ones 1 statement. None where push is not configured. */
export async function tellUpcoming(deps: Dependencies): Promise<number> {
  if (!deps.site.effective.config.site.push) return 0;
  const now = deps.clock.now();
  let told = 0;
  const tell = async (id: Waiting['id'], rules: QueueRules, awaited: Awaited): Promise<void> => {
    const push = upcomingPush(awaited, rules.settings, now);
    if (!push || !(await deps.pushes.tellUpcoming(id, push, now))) return;
    told += 1;
    deps.changes.announce({ callbacks: [id], queues: [rules.settings.name] });
  };
  for (const rules of deps.site.served.values()) {
    const board = await deps.boards.fresh(rules.settings.name);
    for (const waiting of board.waiting.filter(({ upcomingDue, readyAt }) => upcomingDue && readyAt === undefined))
      await tell(waiting.id, rules, {
        desiredTime: waiting.notBefore ?? waiting.desiredTime,
        wait: board.placeOf(waiting.id)?.estimatedWaitTime ?? -1,
        purgeAt: purgeAtOf(waiting, rules),
      });
  }
  for (const { id, queue, desiredTime } of await soonScheduled(deps, now)) {
    const rules = deps.site.served.get(queue);
    if (rules) await tell(id, rules, { desiredTime, wait: waitOf(deps, queue), purgeAt: undefined });
  }
  return told;
}

function soonScheduled({ site, pushes }: Dependencies, now: number) {
  const thresholds = [...site.served.values()].map(({ settings }) => settings.pushNotificationThresholdMinutes);
  return pushes.scheduledUpcoming(now + Math.max(0, ...thresholds) * MINUTE_MS, BATCH);
}

const waitOf = (deps: Dependencies, queue: string): number => waitOfNext(deps.boards.now(queue), agentsServing(deps, queue)).seconds;

const purgeAtOf = ({ queuedAt, desiredTime, notBefore, owner }: Waiting, { settings, hours }: QueueRules): number | undefined =>
  purgeOf({
    queuedAt: Math.max(queuedAt, desiredTime, owner?.until ?? queuedAt),
    notBefore,
    purgeTimeMinutes: settings.purgeTimeMinutes ?? undefined,
    hours,
  })?.at;
