import type { AttemptOutcome, CallbackId } from '@ringback/contract';
import type { Actor, Callback, CallbackIn } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import { planRetry } from '../domain/retry-plan.js';
import type { Progress } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { attemptOf } from './attempt-of.js';
import { editCallback, type Edit } from './edit-callback.js';

/** Why an agent is not ready who did not pick up the phone. */
const MISSED_CALL = 'missed a call';

/** Who says what of which attempt. */
export interface Report {
  readonly id: CallbackId;
  readonly attempt: number;
  readonly progress: Progress;
  readonly actor: Actor;
}

type InCall = CallbackIn<'ROUTING' | 'PROCESSING'>;

/**
 * Applies what became of an attempt (CB5). An end that comes without a beginning counts as both, in two events.
 * @throws Refusal WRONG_STATE for an attempt that is no longer the present one
 */
export async function recordProgress(deps: Dependencies, report: Report): Promise<void> {
  const { id, progress } = report;
  if (progress.kind === 'ended') await editCallback(deps, id, (callback) => endWithoutBeginning(present(callback, report), report));
  const result = await editCallback(deps, id, (callback, now) => decide(deps, present(callback, report), { report, now }));
  if (progress.kind === 'answered' && result.kind === 'done') await bridgeTaken(deps, result.callback);
}

/** Whoever hung up while waiting for an agent has not talked to one. */
const endWithoutBeginning = (callback: InCall, report: Report): Edit | undefined =>
  callback.state === 'ROUTING' && callback.answeredAt !== undefined ? undefined : connection(callback, report);

/** The agent who accepted before the dial is there already. */
async function bridgeTaken({ dialer, attempts }: Dependencies, callback: Callback): Promise<void> {
  if (callback.state !== 'ROUTING' || callback.agent === undefined || callback.answeredAt === undefined) return;
  const held = await attempts.heldBy(callback.agent);
  if (held?.callback.id === callback.id && held.startedAt !== undefined)
    await dialer.bridge?.(attemptOf({ callback: held.callback, startedAt: held.startedAt }), callback.agent);
}

/** What the agent does next, in the same write as the end. */
function afterCall(deps: Dependencies, { agent, queue }: InCall): Edit['agent'] {
  if (agent === undefined) return undefined;
  return { username: agent, becomes: deps.site.served.get(queue)?.settings.autoEnd === true ? 'free' : 'after-call-work' };
}

function decide(deps: Dependencies, callback: InCall, { report, now }: { report: Report; now: number }): Edit | undefined {
  const { progress, actor } = report;
  switch (progress.kind) {
    case 'ringing':
      return undefined;
    case 'answered':
      return answer(deps, callback, report);
    case 'agent-missed':
      return agentMissed(callback, report);
    case 'connected':
      return connection(callback, report);
    case 'ended':
      if (callback.state === 'ROUTING') return failure(deps, callback, { outcome: 'abandoned', actor, now });
      return {
        event: { kind: 'finish', reason: 'AGENT_CONNECTED' },
        actor,
        cause: 'ended',
        attempt: { kind: 'over', outcome: 'connected' },
        agent: afterCall(deps, callback),
      };
    case 'over':
      return failure(deps, callback, { outcome: progress.outcome, actor, now });
  }
}

/** Where the side finds the agents by itself, whoever answers talks to one. */
function answer(deps: Dependencies, callback: InCall, report: Report): Edit | undefined {
  if (!deps.dialer.bridge) return connection(callback, report);
  if (callback.state === 'PROCESSING' || callback.answeredAt !== undefined) return undefined;
  return { event: { kind: 'answered' }, actor: report.actor, cause: 'answered' };
}

function agentMissed(callback: InCall, { actor }: Report): Edit | undefined {
  if (callback.state === 'PROCESSING' || callback.agent === undefined) return undefined;
  return {
    event: { kind: 'agent-lost' },
    actor,
    cause: 'the agent did not come',
    attempt: { kind: 'agent-changed' },
    agent: { username: callback.agent, becomes: 'not-ready', reason: MISSED_CALL },
  };
}

const connection = (callback: InCall, { actor }: Report): Edit | undefined =>
  callback.state === 'PROCESSING' ? undefined : { event: { kind: 'connected' }, actor, cause: 'connected', attempt: { kind: 'connected' } };

function failure(
  deps: Dependencies,
  callback: InCall,
  { outcome, actor, now }: { outcome: AttemptOutcome; actor: Actor; now: number },
): Edit {
  if (outcome === 'connected') throw new Refusal('WRONG_STATE', 'An attempt that connected is not over until it has ended.');
  const agent = callback.agent === undefined ? undefined : ({ username: callback.agent, becomes: 'free' } as const);
  const over = { actor, cause: outcome, attempt: { kind: 'over', outcome }, agent } as const;
  // A wrong number found by a person ends the matter; planRetry would call it a failure of ours.
  if (outcome === 'wrong-number' && actor.kind === 'agent') return { ...over, event: { kind: 'cancel', actor } };
  const rules = deps.site.served.get(callback.queue);
  // A queue that is no longer configured has nobody who would try again.
  if (!rules) return { ...over, event: { kind: 'finish', reason: 'FAILED_MAX_ATTEMPTS', outcome } };
  const { maxAttempts, retryIntervalMinutes } = rules.settings;
  const plan = planRetry({ number: callback.attempt, outcome }, { maxAttempts, retryIntervalMinutes, hours: rules.hours }, now);
  switch (plan.kind) {
    case 'retry':
      return { ...over, event: { kind: 'attempt-failed', outcome, notBefore: plan.at } };
    case 'give-up':
      return { ...over, event: { kind: 'finish', reason: plan.reason, outcome } };
  }
}

function present(callback: Callback, { attempt }: Report): InCall {
  const begun = callback.state === 'PROCESSING' || (callback.state === 'ROUTING' && callback.offerExpires === undefined);
  if (begun && callback.attempt === attempt) return callback;
  throw new Refusal('WRONG_STATE', 'This attempt is over: the callback has moved on. Reload to see where it stands.');
}
