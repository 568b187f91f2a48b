import { toIsoInstant, type ListedCallback, type ManagedCallback } from '@ringback/contract';
import { isLocked } from '../domain/agent-callback.js';
import { canCancel, canReschedule } from '../domain/callback-state.js';
import type { Callback } from '../domain/callback.js';
import { isLate, recordFigures } from '../domain/record-facts.js';
import type { Place } from '../domain/visitor-view.js';
import type { WholeRecord } from '../ports/record-store.js';
import type { Dependencies } from './dependencies.js';

/** A record as lists show it; `place` counts only while it is QUEUED. */
export function listedView(deps: Dependencies, callback: Callback, place: Place | undefined): ListedCallback {
  const window = deps.site.served.get(callback.queue)?.settings.desiredTimeWindowMinutes ?? 0;
  const name = nameOf(callback);
  const now = deps.clock.now();
  return {
    ...coreView(callback),
    ...(name !== undefined && { name }),
    late: isLate(callback, window, now),
    ...(callback.state === 'QUEUED' && place && { position: place.position, estimatedWaitTime: place.estimatedWaitTime }),
    canCancel: canCancel(callback.state),
    canReschedule: canReschedule(callback.state) && !isLocked(callback, now),
    canRecreate: callback.state === 'COMPLETED',
  };
}

/** What a record is by itself, without anything around it. */
function coreView(callback: Callback) {
  const queuedAt = callback.state === 'SCHEDULED' ? undefined : callback.queuedAt;
  const notBefore = callback.state === 'QUEUED' ? callback.notBefore : undefined;
  return {
    id: callback.id,
    queue: callback.queue,
    phoneNumber: callback.phone,
    state: callback.state,
    ...(callback.state === 'COMPLETED' && { reason: callback.reason, completedAt: toIsoInstant(callback.completedAt) }),
    scheduled: callback.scheduled,
    desiredTime: toIsoInstant(callback.desiredTime),
    createdAt: toIsoInstant(callback.createdAt),
    ...(queuedAt !== undefined && { queuedAt: toIsoInstant(queuedAt) }),
    ...(notBefore !== undefined && { notBefore: toIsoInstant(notBefore) }),
    attempts: callback.attempts,
    ...(callback.lastOutcome !== undefined && { lastOutcome: callback.lastOutcome }),
    ...('agent' in callback && callback.agent !== undefined && { agent: callback.agent }),
    ...(callback.owner !== undefined && { owner: callback.owner.agent }),
    version: callback.version,
  };
}

/** First and last name of `userData`, where they are text. */
export function nameOf({ userData }: Pick<Callback, 'userData'>): string | undefined {
  const parts = [userData['firstname'], userData['lastname']].filter((part): part is string => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** A record with everything that is kept about it. */
export function wholeView(record: WholeRecord, place: Place | undefined) {
  const { callback, history, dials } = record;
  const name = nameOf(callback);
  return {
    ...coreView(callback),
    ...(name !== undefined && { name }),
    priority: callback.priority,
    ...(callback.language !== undefined && { language: callback.language }),
    userData: { ...callback.userData },
    origin: { ...record.origin },
    ...(record.recreatedFrom !== undefined && { recreatedFrom: record.recreatedFrom }),
    recreatedAs: [...record.recreatedAs],
    metrics: metricsView(record, place),
    history: history.map(({ at, from, to, actor, cause }) => ({
      at: toIsoInstant(at),
      ...(from !== undefined && { from: from as Callback['state'] }),
      to: to as Callback['state'],
      actor: { ...actor },
      cause,
    })),
    dials: dials.map(({ startedAt, connectedAt, endedAt, number, dialer, agent, outcome }) => ({
      number,
      dialer,
      ...(agent !== undefined && { agent }),
      startedAt: toIsoInstant(startedAt),
      ...(connectedAt !== undefined && { connectedAt: toIsoInstant(connectedAt) }),
      ...(endedAt !== undefined && { endedAt: toIsoInstant(endedAt) }),
      ...(outcome !== undefined && { outcome }),
    })),
  };
}

function metricsView({ callback, offeredWait, history, dials }: WholeRecord, place: Place | undefined): ManagedCallback['metrics'] {
  const figures = recordFigures(callback, history, dials);
  const { createdAt, queuedAt, attempts } = coreView(callback);
  const known = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
  return {
    createdAt,
    ...(queuedAt !== undefined && { queuedAt }),
    ...(callback.state === 'QUEUED' && place && { position: place.position, estimatedWaitTimeNow: place.estimatedWaitTime }),
    estimatedWaitTimeAtOffer: offeredWait,
    attempts,
    ...known,
  };
}
