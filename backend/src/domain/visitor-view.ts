import { toIsoInstant, type CallbackRecord, type QueueSettings, type VisitorCallback } from '@ringback/contract';
import type { Callback } from './callback.js';
import { canCancel, canReschedule } from './callback-state.js';
import { readyUntil } from './push-plan.js';

/** Where a callback stands, as the board knows it. */
export interface Place {
  /** 1 is next. */
  readonly position: number;
  /** Seconds, -1 unknown. */
  readonly estimatedWaitTime: number;
}

/** What the visitor may know of their own callback. `place` counts only while it is QUEUED; `settings` are its queue's, if that is configured still. */
export function visitorView(callback: Callback, place: Place | undefined, settings?: QueueSettings): VisitorCallback {
  return {
    id: callback.id,
    serviceName: callback.queue,
    phoneNumber: callback.phone,
    state: callback.state,
    ...(callback.state === 'COMPLETED' && { reason: callback.reason }),
    scheduled: callback.scheduled,
    desiredTime: toIsoInstant(callback.desiredTime),
    createdAt: toIsoInstant(callback.createdAt),
    ...(callback.state !== 'SCHEDULED' && callback.queuedAt !== undefined && { queuedAt: toIsoInstant(callback.queuedAt) }),
    ...(callback.state === 'QUEUED' && place && { position: place.position, estimatedWaitTime: place.estimatedWaitTime }),
    attempts: dialsOf(callback),
    ...(callback.lastOutcome !== undefined && { lastOutcome: callback.lastOutcome }),
    ...nextAttemptOf(callback),
    canCancel: canCancel(callback.state),
    canReschedule: canReschedule(callback.state),
    ...callInOf(callback, settings),
    version: callback.version,
  };
}

/** CI3 */
function callInOf(callback: Callback, settings: QueueSettings | undefined): Pick<VisitorCallback, 'callIn'> {
  if (settings?.callDirection !== 'USERORIGINATED' || !settings.callInGroup) return {};
  const readyAt = callback.state === 'QUEUED' ? callback.readyAt : undefined;
  return {
    callIn: { groupName: settings.callInGroup, ...(readyAt !== undefined && { readyUntil: toIsoInstant(readyUntil(readyAt, settings)) }) },
  };
}

/** The Engagement API's record. On an attempt nobody is ahead any more: place and wait are 0. */
export function engagementRecord(callback: Callback, place: Place | undefined): CallbackRecord {
  return {
    id: callback.id,
    desiredTime: toIsoInstant(callback.desiredTime),
    callbackState: callback.state,
    ...(callback.state === 'COMPLETED' && { callbackReason: callback.reason }),
    phoneNumber: callback.phone,
    ...(callback.state === 'QUEUED' && place && { positionInQueue: place.position, estimatedWaitTime: place.estimatedWaitTime }),
    ...((callback.state === 'ROUTING' || callback.state === 'PROCESSING') && { positionInQueue: 0, estimatedWaitTime: 0 }),
  };
}

/** The attempt under way counts as a dial; one that waits for its agent does not. */
const dialsOf = (callback: Callback): number =>
  callback.state === 'PROCESSING' || (callback.state === 'ROUTING' && callback.offerExpires === undefined)
    ? callback.attempt
    : callback.attempts;

const nextAttemptOf = (callback: Callback): { nextAttemptAt?: string } =>
  callback.state === 'QUEUED' && callback.attempts > 0 && callback.notBefore !== undefined
    ? { nextAttemptAt: toIsoInstant(callback.notBefore) }
    : {};
