import type { AttemptOutcome, CallbackId } from '@ringback/contract';
import type { Actor, Callback, CallbackIn } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import { planRetry } from '../domain/retry-plan.js';
import type { Progress } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { editCallback, type Edit } from './edit-callback.js';

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
  if (progress.kind === 'ended') await editCallback(deps, id, (callback) => connection(present(callback, report), report));
  await editCallback(deps, id, (callback, now) => decide(deps, present(callback, report), { report, now }));
}

function decide(deps: Dependencies, callback: InCall, { report, now }: { report: Report; now: number }): Edit | undefined {
  const { progress, actor } = report;
  switch (progress.kind) {
    case 'ringing':
    case 'answered':
      return undefined;
    case 'connected':
      return connection(callback, report);
    case 'ended':
      return {
        event: { kind: 'finish', reason: 'AGENT_CONNECTED' },
        actor,
        cause: 'ended',
        attempt: { kind: 'over', outcome: 'connected' },
      };
    case 'over':
      return failure(deps, callback, { outcome: progress.outcome, actor, now });
  }
}

const connection = (callback: InCall, { actor }: Report): Edit | undefined =>
  callback.state === 'PROCESSING' ? undefined : { event: { kind: 'connected' }, actor, cause: 'connected', attempt: { kind: 'connected' } };

function failure(
  deps: Dependencies,
  callback: InCall,
  { outcome, actor, now }: { outcome: AttemptOutcome; actor: Actor; now: number },
): Edit {
  if (outcome === 'connected') throw new Refusal('WRONG_STATE', 'An attempt that connected is not over until it has ended.');
  const over = { actor, cause: outcome, attempt: { kind: 'over', outcome } } as const;
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
  if ((callback.state === 'ROUTING' || callback.state === 'PROCESSING') && callback.attempt === attempt) return callback;
  throw new Refusal('WRONG_STATE', 'This attempt is over: the callback has moved on. Reload to see where it stands.');
}
