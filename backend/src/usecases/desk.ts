import type { Desk, deskOutcome, deskState } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { Actor } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import type { Progress } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { deskOf, readAgentFacts } from './desk-view.js';
import { notFound } from './edit-callback.js';
import { withdrawOffer } from './leave-desk.js';
import { recordProgress } from './record-progress.js';
import type { ConsoleUser } from './ringback.js';

const asActor = (user: ConsoleUser): Actor => ({ kind: 'agent', name: user.username });

/** See `Ringback.desk`. */
export const desk = async (deps: Dependencies, user: ConsoleUser): Promise<Desk> => deskOf(deps, user, await readAgentFacts(deps, user));

/** See `Ringback.setDeskState`. */
export async function setDeskState(
  deps: Dependencies,
  { username }: ConsoleUser,
  { state, reason }: InferOutput<typeof deskState>,
): Promise<void> {
  await deps.agents.setPresence(username, { state, reason: state === 'ready' ? undefined : reason }, deps.clock.now());
  deps.changes.announce({ agents: [username], roster: true });
  if (state === 'not-ready') await withdrawOffer(deps, username);
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
