import { planRound, type Step, type Turn } from '../domain/dispatch-plan.js';
import { effectivePriority } from '../domain/queue-order.js';
import type { AnsweredCall, RosterSnapshot } from '../ports/agent-store.js';
import { HoldsAnother, type Assigned, type Assignment, type Round } from '../ports/attempt-store.js';
import type { Waiting } from '../ports/queue-reader.js';
import { attemptOf } from './attempt-of.js';
import type { Dependencies } from './dependencies.js';
import { completeBlocked, dialledQueues, inOrder, mayBeDialled, readLines, type InLine } from './next-waiting.js';
import { anonymousAgents, colleaguesOf } from './colleagues.js';
import { dialerForAgent, turnOf } from './routing.js';
import type { QueueRules } from './site-rules.js';

type OneTurn = Turn & { readonly entry: Waiting | AnsweredCall; readonly queueRules: QueueRules };
type Lines = Awaited<ReturnType<typeof readLines>>;

/**
 * One round of the dispatcher: customers on the line get agents, agents are asked, customers are called (CB3, CB4). Nothing is
 * asked of the database while nobody waits, nobody is free, or nobody free suits; a round that does something costs 3 statements.
 * Decision: who is next is decided on the board, by the same rule that tells visitors their place, and the writing checks
 * the version that was seen; deciding in SQL would need that rule twice.
 * @returns whether it did anything
 */
export async function dispatch(deps: Dependencies): Promise<boolean> {
  const [roster] = await Promise.all([deps.roster.fresh(), deps.telephony.fresh()]);
  if (!somebodyIsFree(deps, roster)) return false;
  // SC3: agents are not kept for queues that nobody may dial for.
  const served = dialledQueues(deps).filter((rules) => deps.regions.dialledFrom(rules) !== 'nowhere');
  const lines = await readLines(deps, served);
  if (roster.answered.length === 0 && lines.every(({ board }) => board.waiting.length === 0)) return false;
  const blocked = new Set<Waiting>();
  const plan = (snapshot: RosterSnapshot): Assignment[] => planFor(deps, snapshot, { lines, blocked });
  const planned = plan(roster);
  await completeBlocked(deps, [...blocked]);
  if (planned.length === 0) return blocked.size > 0;
  const round = await runRound(deps, plan);
  if (round === 'busy') return false;
  announceAssigned(deps, round);
  // Whatever was planned and didn't come true had changed since the board was read.
  if (round.length < planned.length) for (const { rules } of lines) deps.boards.markStale(rules.settings.name);
  await carryOut(deps, round);
  return round.length > 0;
}

const somebodyIsFree = (deps: Dependencies, roster: RosterSnapshot): boolean =>
  anonymousAgents(deps, roster) > 0 || colleaguesOf(deps, roster).some(({ free }) => free);

async function runRound(deps: Dependencies, plan: (roster: RosterSnapshot) => Assignment[]): Promise<Round> {
  try {
    return await deps.attempts.round({
      replica: deps.replica,
      at: deps.clock.now(),
      actor: { kind: 'dialer', name: deps.dialer.kind },
      plan,
    });
  } catch (error) {
    if (!(error instanceof HoldsAnother)) throw error;
    // An agent took one by hand in the same moment; the next round knows.
    deps.roster.markStale();
    return 'busy';
  }
}

function planFor(deps: Dependencies, roster: RosterSnapshot, { lines, blocked }: { lines: Lines; blocked: Set<Waiting> }): Assignment[] {
  const now = deps.clock.now();
  const admit = ({ entry, queueRules }: OneTurn): boolean => {
    if (!('phone' in entry) || mayBeDialled({ phone: entry.phone, rules: queueRules })) return true;
    blocked.add(entry);
    return false;
  };
  const scene = {
    onTheLine: onTheLine(deps, roster, now),
    waiting: turnsOf(deps, inOrder(lines, now)),
    agents: colleaguesOf(deps, roster),
    anonymous: anonymousAgents(deps, roster),
    outstanding: roster.outstanding,
    now,
  };
  // SC3: what other regions do is planned here, too, so that their callbacks have the agents who are due to them.
  return planRound<OneTurn>(scene, admit)
    .filter(({ turn }) => deps.regions.dialledFrom(turn.queueRules) === 'here')
    .map((step) => toAssignment(deps, step, now));
}

function* turnsOf({ dialer }: Dependencies, line: Iterable<InLine>): Generator<OneTurn> {
  for (const { waiting, rules } of line) yield { ...turnOf(waiting, rules, dialer), queueRules: rules };
}

/** CB3 holds for them, too. */
function onTheLine(deps: Dependencies, { answered }: RosterSnapshot, now: number): OneTurn[] {
  return answered
    .flatMap((call) => {
      const rules = deps.site.served.get(call.queue);
      if (!rules) return [];
      const rank = effectivePriority(call, rules.settings.agingPerMinute, now);
      return [{ rank, turn: { ...turnOf(call, rules, deps.dialer), queueRules: rules } }];
    })
    .sort((a, b) => b.rank - a.rank || a.turn.entry.queuedAt - b.turn.entry.queuedAt)
    .map(({ turn }) => turn);
}

function toAssignment({ dialer }: Dependencies, step: Step<OneTurn>, now: number): Assignment {
  const { entry: callback, queueRules } = step.turn;
  switch (step.kind) {
    case 'offer':
      return { kind: 'offer', callback, agent: step.agent, expiresAt: now + queueRules.settings.offerSeconds * 1000 };
    case 'bridge':
      return { kind: 'bridge', callback, agent: step.agent };
    case 'dial':
      return {
        kind: 'dial',
        callback,
        agent: step.agent,
        dialer: step.agent === undefined ? dialer.kind : dialerForAgent(queueRules, dialer),
      };
  }
}

function announceAssigned(deps: Dependencies, assigned: readonly Assigned[]): void {
  if (assigned.length === 0) return;
  const agents = assigned.flatMap(({ callback }) => (callback.agent === undefined ? [] : [callback.agent]));
  deps.changes.announce({
    callbacks: assigned.map(({ callback }) => callback.id),
    queues: [...new Set(assigned.map(({ callback }) => callback.queue))],
    agents,
    roster: true,
  });
}

/** All is on record, so a replica that takes over after a crash here does the same again. One call that fails must not hold up the others. */
async function carryOut(deps: Dependencies, assigned: readonly Assigned[]): Promise<void> {
  const done = await Promise.allSettled(assigned.map((one) => carryOutOne(deps, one)));
  for (const result of done)
    if (result.status === 'rejected')
      deps.log.error('the dialer failed to start a call', { error: result.reason instanceof Error ? result.reason.name : 'unknown' });
}

async function carryOutOne({ dialer }: Dependencies, assigned: Assigned): Promise<void> {
  switch (assigned.kind) {
    case 'offer':
      return;
    case 'bridge':
      if (assigned.callback.agent !== undefined) await dialer.bridge?.(attemptOf(assigned), assigned.callback.agent);
      return;
    case 'dial':
      if (assigned.dialer === dialer.kind) await dialer.place(attemptOf(assigned));
  }
}
