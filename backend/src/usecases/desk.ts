import type { Desk, deskOutcome } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { Actor } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import { HoldsAnother } from '../ports/attempt-store.js';
import type { Progress } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { deskOf, queuesOf, readAgentFacts } from './desk-view.js';
import { announceClaims } from './dispatch.js';
import { notFound } from './edit-callback.js';
import { nextWaiting } from './next-waiting.js';
import { recordProgress } from './record-progress.js';
import type { ConsoleUser } from './ringback.js';

/** Candidates of one claim: as many others may take one at the same moment. */
const CANDIDATES = 20;
const TRIES = 5;

const asActor = (user: ConsoleUser): Actor => ({ kind: 'agent', name: user.username });

/** See `Ringback.desk`. */
export const desk = async (deps: Dependencies, user: ConsoleUser): Promise<Desk> => deskOf(deps, user, await readAgentFacts(deps, user));

/** See `Ringback.setDeskState`. */
export async function setDeskState(deps: Dependencies, user: ConsoleUser, state: 'ready' | 'not-ready'): Promise<void> {
  await deps.people.setPresence(user.username, state === 'ready', deps.clock.now());
  deps.changes.announce({ agents: [user.username], roster: true });
}

/** See `Ringback.takeNext`. Safe against other agents and the dispatcher: whoever claims a callback first has it. */
export async function takeNext(deps: Dependencies, user: ConsoleUser): Promise<void> {
  const { username } = user;
  if (!(await deps.people.isReady(username)))
    throw new Refusal('WRONG_STATE', 'You are not ready. Switch to Ready, then take the next callback.');
  const queues = queuesOf(deps, user);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const candidates = await nextWaiting(deps, queues, CANDIDATES);
    if (candidates.length === 0) throw new Refusal('NOT_FOUND', 'Nobody is waiting for a call right now.');
    const request = {
      candidates,
      dialer: 'desk',
      replica: deps.replica,
      agent: username,
      limit: 1,
      at: deps.clock.now(),
      actor: asActor(user),
    } as const;
    const claimed = await deps.attempts.claim(request).catch((error: unknown) => {
      if (error instanceof HoldsAnother)
        throw new Refusal('WRONG_STATE', 'You have a callback already. Report how it went, then take the next one.');
      throw error;
    });
    announceClaims(deps, claimed, username);
    if (claimed.length > 0) return;
    // All of them changed since the board was read.
    for (const { settings } of queues) deps.boards.markStale(settings.name);
  }
  throw new Refusal('NOT_FOUND', 'Others were faster with every waiting callback. Try again.');
}

/** See `Ringback.reportOutcome`. */
export async function reportOutcome(
  deps: Dependencies,
  user: ConsoleUser,
  { id, attempt, outcome }: InferOutput<typeof deskOutcome>,
): Promise<void> {
  const held = await deps.attempts.heldBy(user.username);
  if (held?.callback.id !== id) throw notFound();
  await recordProgress(deps, { id, attempt, progress: progressOf(outcome), actor: asActor(user) });
}

function progressOf(outcome: InferOutput<typeof deskOutcome>['outcome']): Progress {
  switch (outcome) {
    case 'connected':
    case 'ended':
      return { kind: outcome };
    case 'busy':
    case 'no-answer':
    case 'machine':
    case 'failed':
    case 'wrong-number':
      return { kind: 'over', outcome };
  }
}

/** See `Ringback.setSimulatorPaused`. */
export async function setSimulatorPaused(deps: Dependencies, user: ConsoleUser, paused: boolean): Promise<void> {
  if (deps.simulatedAgents === undefined) throw new Refusal('WRONG_STATE', 'No simulator dials here, so there is nothing to pause.');
  await deps.people.setSimulatorPaused(paused);
  deps.log.info('simulator switched', { paused, by: user.username });
  deps.changes.announce({ roster: true, queues: deps.boards.queues() });
}
