import { toIsoInstant, type Desk } from '@ringback/contract';
import { effectivePriority } from '../domain/queue-order.js';
import { DAY, dayOf, zoneClock } from '../domain/zone-clock.js';
import type { AgentDay, HeldCall } from '../ports/attempt-store.js';
import type { Waiting } from '../ports/queue-reader.js';
import type { Dependencies } from './dependencies.js';
import { dialledQueues } from './next-waiting.js';
import type { ConsoleUser } from './ringback.js';
import type { QueueRules } from './site-rules.js';

const LISTED = 100;

/** What the database knows of one agent. */
export interface AgentFacts {
  readonly ready: boolean;
  readonly held: HeldCall | undefined;
  readonly day: AgentDay;
}

/** Queues that this user may take callbacks of. */
export const queuesOf = (deps: Dependencies, user: ConsoleUser): QueueRules[] =>
  dialledQueues(deps).filter(({ settings }) => user.queues === undefined || user.queues.includes(settings.name));

/** 3 statements. */
export async function readAgentFacts(deps: Dependencies, user: ConsoleUser): Promise<AgentFacts> {
  const [ready, held, day] = await Promise.all([
    deps.people.isReady(user.username),
    deps.attempts.heldBy(user.username),
    deps.attempts.agentDay(user.username, startOfDay(deps, user)),
  ]);
  return { ready, held, day };
}

/** The desk of one agent, from the boards and what is known of the agent. */
export async function deskOf(deps: Dependencies, user: ConsoleUser, { ready, held, day }: AgentFacts): Promise<Desk> {
  const waiting = await waitingFor(deps, user);
  const roster = await deps.roster.fresh();
  return {
    agent: {
      username: user.username,
      state: held ? 'busy' : ready ? 'ready' : 'not-ready',
      callsToday: day.calls,
      averageCallSeconds: Math.round(day.averageSeconds),
    },
    waiting: waiting.slice(0, LISTED).map(toListed),
    waitingCount: waiting.length,
    current: held ? toCurrent(held) : null,
    simulator:
      deps.simulatedAgents === undefined
        ? null
        : { paused: roster.simulatorPaused, agents: deps.simulatedAgents, busy: roster.simulatedCalls },
  };
}

async function waitingFor(deps: Dependencies, user: ConsoleUser): Promise<Waiting[]> {
  const now = deps.clock.now();
  const ranked = await Promise.all(
    queuesOf(deps, user).map(async ({ settings }) =>
      (await deps.boards.fresh(settings.name)).waiting.map((waiting) => ({
        waiting,
        rank: effectivePriority(waiting, settings.agingPerMinute, now),
      })),
    ),
  );
  return ranked
    .flat()
    .sort((a, b) => b.rank - a.rank || a.waiting.queuedAt - b.waiting.queuedAt)
    .map(({ waiting }) => waiting);
}

const toListed = (waiting: Waiting): Desk['waiting'][number] => ({
  id: waiting.id,
  queue: waiting.queue,
  phoneNumber: waiting.phone,
  ...(waiting.name !== undefined && { name: waiting.name }),
  queuedAt: toIsoInstant(waiting.queuedAt),
  attempts: waiting.attempts,
  ...(waiting.notBefore !== undefined && { notBefore: toIsoInstant(waiting.notBefore) }),
});

function toCurrent({ callback, startedAt, connectedAt }: HeldCall): NonNullable<Desk['current']> {
  const { userData } = callback;
  const name = [textOf(userData['firstname']), textOf(userData['lastname'])].filter((part) => part !== undefined).join(' ');
  const notes = textOf(userData['notes']);
  const sourcePage = textOf(userData['sourcePage']);
  return {
    id: callback.id,
    queue: callback.queue,
    phoneNumber: callback.phone,
    telUri: `tel:${callback.phone}`,
    state: callback.state,
    attempt: callback.attempt,
    since: toIsoInstant(connectedAt ?? startedAt),
    ...(name !== '' && { name }),
    ...(notes !== undefined && { notes }),
    ...(callback.language !== undefined && { language: callback.language }),
    ...(sourcePage !== undefined && { sourcePage }),
    queuedAt: toIsoInstant(callback.queuedAt),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Midnight where the agent's first queue has its business; a day with a clock change is an hour off, which no statistic minds. */
function startOfDay(deps: Dependencies, user: ConsoleUser): number {
  const now = deps.clock.now();
  const wall = zoneClock(queuesOf(deps, user)[0]?.hours.timeZone ?? 'UTC').wallAt(now);
  return now - (wall - dayOf(wall) * DAY);
}
