import { toIsoInstant, type Desk, type DeskOffer, type OwnCallback } from '@ringback/contract';
import type { CallbackIn } from '../domain/callback.js';
import { personOf } from '../domain/person.js';
import { effectivePriority } from '../domain/queue-order.js';
import type { Skills } from '../domain/skill-expression.js';
import { mayTake } from '../domain/suitability.js';
import { DAY, dayOf, zoneClock } from '../domain/zone-clock.js';
import type { Presence } from '../ports/agent-store.js';
import type { AgentDay, HeldCall } from '../ports/attempt-store.js';
import type { Waiting } from '../ports/queue-reader.js';
import type { Dependencies } from './dependencies.js';
import { queuesOf, readLines } from './next-waiting.js';
import { ownCallbacks } from './own-callbacks.js';
import { demandOf } from './routing.js';
import type { ConsoleUser } from './ringback.js';

const LISTED = 100;

/** What the database knows of one agent. */
export interface AgentFacts {
  readonly presence: Presence | undefined;
  readonly held: HeldCall | undefined;
  readonly day: AgentDay;
  /** Soonest first. */
  readonly own: readonly OwnCallback[];
}

/** 4 statements. */
export async function readAgentFacts(deps: Dependencies, user: ConsoleUser): Promise<AgentFacts> {
  const [presence, held, day, own] = await Promise.all([
    deps.agents.presence(user.username),
    deps.attempts.heldBy(user.username),
    deps.attempts.agentDay(user.username, startOfDay(deps, user)),
    ownCallbacks(deps, user),
  ]);
  return { presence, held, day, own };
}

/** The desk of one agent, from the boards and what is known of the agent. */
export async function deskOf(deps: Dependencies, user: ConsoleUser, facts: AgentFacts): Promise<Desk> {
  // Before anything is read: whatever is read later belongs to this version or a newer one.
  const version = deps.deskVersion();
  const waiting = await waitingFor(deps, user, facts.presence?.skills ?? {});
  const roster = await deps.roster.fresh();
  const { held, own } = facts;
  const offer = held?.callback.state === 'ROUTING' && held.callback.offerExpires !== undefined ? held.callback : undefined;
  return {
    agent: agentOf(user, facts, offer !== undefined),
    waiting: waiting.slice(0, LISTED).map(toListed),
    waitingCount: waiting.length,
    current: held && !offer ? toCurrent(held) : null,
    offer: offer ? toOffer(offer, user) : null,
    own: { count: own.length, next: own[0] ?? null },
    simulator:
      deps.simulatedAgents === undefined
        ? null
        : { paused: roster.simulatorPaused, agents: deps.simulatedAgents, busy: roster.dialerCalls },
    version,
  };
}

function agentOf({ username }: ConsoleUser, { presence, held, day }: AgentFacts, asked: boolean): Desk['agent'] {
  const notReady = (presence?.state ?? 'not-ready') === 'not-ready';
  const idle = notReady ? 'not-ready' : presence?.state === 'after-call-work' ? 'after-call-work' : 'ready';
  return {
    username,
    state: asked ? 'reserved' : held ? 'busy' : idle,
    callsToday: day.calls,
    averageCallSeconds: Math.round(day.averageSeconds),
    ...(notReady && presence?.reason !== undefined && { reason: presence.reason }),
    ...(held && !asked && notReady && { notReadyAfterCall: true }),
  };
}

/** Those whom the agent may take: with other skills wanted, or owned by somebody else, they are of no use here. */
async function waitingFor(deps: Dependencies, user: ConsoleUser, skills: Skills): Promise<Waiting[]> {
  const now = deps.clock.now();
  const agent = { username: user.username, queues: user.queues, skills };
  const ranked = (await readLines(deps, queuesOf(deps, user))).flatMap(({ rules, board }) =>
    board.waiting
      .filter((waiting) => mayTake(agent, demandOf(waiting, rules), now))
      .map((waiting) => ({ waiting, rank: effectivePriority(waiting, rules.settings.agingPerMinute, now) })),
  );
  return ranked.sort((a, b) => b.rank - a.rank || a.waiting.queuedAt - b.waiting.queuedAt).map(({ waiting }) => waiting);
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

function toOffer(callback: CallbackIn<'ROUTING'>, { username }: ConsoleUser): DeskOffer {
  return {
    id: callback.id,
    queue: callback.queue,
    phoneNumber: callback.phone,
    ...personOf(callback.userData),
    attempt: callback.attempt,
    queuedAt: toIsoInstant(callback.queuedAt),
    expiresAt: toIsoInstant(callback.offerExpires ?? callback.queuedAt),
    own: callback.owner?.agent === username,
  };
}

function toCurrent({ callback, startedAt, connectedAt }: HeldCall): NonNullable<Desk['current']> {
  const sourcePage = textOf(callback.userData['sourcePage']);
  return {
    id: callback.id,
    queue: callback.queue,
    phoneNumber: callback.phone,
    telUri: `tel:${callback.phone}`,
    state: callback.state,
    attempt: callback.attempt,
    since: toIsoInstant(connectedAt ?? startedAt ?? callback.queuedAt),
    ...personOf(callback.userData),
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
