import type { CallbackId } from '@ringback/contract';
import { applyEvent, type CallbackEvent } from '../domain/callback-state.js';
import type { Actor, Callback } from '../domain/callback.js';
import { pushOf } from '../domain/push-plan.js';
import { Refusal } from '../domain/refusal.js';
import type { Change } from '../ports/callback-store.js';
import type { Dependencies } from './dependencies.js';

/** What to do with a callback as it is now. */
export interface Edit extends Pick<Change, 'attempt' | 'agent' | 'move' | 'calledIn'> {
  readonly event: CallbackEvent;
  readonly actor: Actor;
  readonly cause: string;
}

export type EditResult = { readonly kind: 'done'; readonly callback: Callback } | { readonly kind: 'slot-full' };

/** More than this many others changing one callback between our read and our write is not bad luck. */
const MAX_TRIES = 10;

export const notFound = (): Refusal =>
  new Refusal('NOT_FOUND', 'There is no such callback, or it is no longer kept. Check the id, or request a new one.');

/**
 * Reads a callback, decides, writes; 2 statements, and again when somebody else was faster. `decide` may throw a Refusal,
 * or return undefined to leave everything as it is.
 * @throws Refusal NOT_FOUND
 */
export async function editCallback(
  deps: Dependencies,
  id: CallbackId,
  decide: (callback: Callback, now: number) => Edit | undefined,
): Promise<EditResult> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const callback = await deps.callbacks.find(id);
    if (!callback) throw notFound();
    const edit = decide(callback, deps.clock.now());
    if (!edit) return { kind: 'done', callback };
    const result = await writeEdit(deps, callback, edit);
    if (result !== 'stale') return result;
  }
  throw new Error('a callback kept changing while it was being edited');
}

/** One try of {@link editCallback} on a callback that was read already; 1 statement. */
export async function writeEdit(
  deps: Dependencies,
  before: Callback,
  { event, actor, cause, attempt, agent, move, calledIn }: Edit,
): Promise<EditResult | 'stale'> {
  const at = deps.clock.now();
  const after = applyEvent(before, event, at);
  if (after === before) return { kind: 'done', callback: before };
  const rules = deps.site.served.get(after.queue)?.settings;
  const push = rules && pushOf(after, event, { rules, now: at });
  const result = await deps.callbacks.change({ before, after, at, actor, cause, attempt, agent, move, push, calledIn });
  if (result === 'slot-full') return { kind: 'slot-full' };
  if (result === 'stale') return 'stale';
  announceEdit(deps, before, after);
  if (after.state === 'COMPLETED') deps.tally.completed(after.reason);
  if (attempt?.kind === 'over') deps.tally.attempt(attempt.outcome);
  return { kind: 'done', callback: after };
}

function announceEdit(deps: Dependencies, before: Callback, after: Callback): void {
  const agents = [before, after].flatMap((callback) => ('agent' in callback && callback.agent !== undefined ? [callback.agent] : []));
  const waitingChanged = before.state !== 'SCHEDULED' || after.state !== 'SCHEDULED';
  deps.changes.announce({
    callbacks: [after.id],
    queues: waitingChanged ? [after.queue] : [],
    agents: [...new Set(agents)],
    roster: 'attempt' in before || 'attempt' in after,
  });
}
