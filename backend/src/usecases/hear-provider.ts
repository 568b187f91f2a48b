import { Refusal } from '../domain/refusal.js';
import { orderFor } from './order-inbound-call.js';
import type { ProviderEvent, ProviderRequest } from '../ports/provider-inbox.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';
import { reportAttempt } from './report-attempt.js';

/** See `TelephonyVerbs.hearProvider`. */
export async function hearProvider(deps: Dependencies, request: ProviderRequest): Promise<string> {
  const call = deps.inbox?.readCall(request);
  if (call === 'forged') throw forged();
  if (deps.inbox && call) return deps.inbox.order(await orderFor(deps, call));
  const event = deps.inbox?.read(request) ?? 'unknown';
  if (event === 'forged') throw forged();
  const callback = event === 'unknown' ? undefined : await deps.callbacks.find(event.id);
  if (!deps.inbox || event === 'unknown' || !callback) throw new Refusal('NOT_FOUND', 'There is no such attempt of such a callback.');
  const isOurs = await keepName(deps, event);
  const connect = isOurs && (await take(deps, event));
  return deps.inbox.reply(event, { connect, queue: callback.queue });
}

const forged = (): Refusal =>
  new Refusal(
    'NOT_AUTHENTICATED',
    'The signature is missing or wrong; it is made for the public address of this service with the auth token.',
  );

/** Two calls for one attempt must not be; should it happen all the same, the first one counts and the second is hung up. */
async function keepName({ reports, log }: Dependencies, { id, attempt, callRef }: ProviderEvent): Promise<boolean> {
  const kept = await reports.noteCall(id, attempt, callRef);
  if (kept !== undefined && kept !== callRef) log.warn('a second call of one attempt was hung up', { callback: id, attempt });
  return kept === callRef;
}

/** Resolves with whether the customer may be brought to an agent. */
async function take(deps: Dependencies, { id, attempt, news }: ProviderEvent): Promise<boolean> {
  if (news?.kind === 'report') {
    const { state } = await reportAttempt(deps, { id, attempt, type: news.type, reportId: undefined }).catch(tolerated);
    return state === 'PROCESSING';
  }
  if (news?.kind === 'unserved') {
    await recordProgress(deps, {
      id,
      attempt,
      progress: { kind: 'over', outcome: news.outcome },
      actor: { kind: 'dialer', name: deps.dialer.kind },
    }).catch(tolerated);
    return false;
  }
  return (await deps.reports.find(id, attempt))?.state === 'PROCESSING';
}

/** A provider can't do better than tell; what comes late is no fault of its. */
function tolerated(error: unknown): { state: undefined } {
  if (error instanceof Refusal && (error.status === 'WRONG_STATE' || error.status === 'NOT_FOUND')) return { state: undefined };
  throw error;
}
