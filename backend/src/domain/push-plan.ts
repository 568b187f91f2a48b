import type { CallbackReason, CallbackState, PushEvent, QueueSettings } from '@ringback/contract';
import type { CallbackEvent } from './callback-state.js';
import type { Callback } from './callback.js';
import { DAY, MINUTE } from './zone-clock.js';

/** A message to the devices of a callback, to be written with the change that it tells. */
export interface PlannedPush {
  readonly event: PushEvent;
  /** Epoch ms after which it is of no use. */
  readonly expiresAt: number;
}

/** A failed attempt whose next one has no time of its own. */
const NEXT_ATTEMPT_MS = 60 * MINUTE;

/** Until when a customer may call whose turn it is since `readyAt` (CI5). */
export const readyUntil = (readyAt: number, { pushedCallbackExpiryMinutes }: Pick<QueueSettings, 'pushedCallbackExpiryMinutes'>): number =>
  readyAt + pushedCallbackExpiryMinutes * MINUTE;

type Rules = Pick<QueueSettings, 'callDirection' | 'pushedCallbackExpiryMinutes'>;

/** PU1: what a transition tells the devices; undefined: nothing. Where the customer calls us there are no attempts of ours that could fail. */
export function pushOf(after: Callback, event: CallbackEvent, { rules, now }: { rules: Rules; now: number }): PlannedPush | undefined {
  const weDial = rules.callDirection === 'USERTERMINATED';
  switch (event.kind) {
    case 'ready':
      return { event: 'CALLBACK_READY', expiresAt: readyUntil(now, rules) };
    case 'attempt-failed':
      return weDial ? { event: 'CALLBACK_ATTEMPT_FAILED', expiresAt: event.notBefore ?? now + NEXT_ATTEMPT_MS } : undefined;
    case 'finish':
      if (after.state === 'COMPLETED' && isPurge(after.reason)) return { event: 'CALLBACK_PURGED', expiresAt: now + DAY };
      return weDial && event.reason === 'FAILED_MAX_ATTEMPTS'
        ? { event: 'CALLBACK_FINAL_ATTEMPT_FAILED', expiresAt: now + DAY }
        : undefined;
    default:
      return undefined;
  }
}

const isPurge = (reason: CallbackReason | undefined): boolean => reason === 'PURGED_TIMEOUT' || reason === 'PURGED_END_OF_DAY';

/** What is true of a callback when a message about it is to be sent. */
export interface PushedState {
  readonly state: CallbackState;
  readonly reason: CallbackReason | undefined;
  /** Attempts made. */
  readonly attempts: number;
  readonly ready: boolean;
  /** It was made again. */
  readonly recreated: boolean;
  /** The call-in request that the message tells of can be matched still. */
  readonly callInLives: boolean;
  /** Some call-in request of it can. */
  readonly hasLiveCallIn: boolean;
}

/** Whether what a message tells is so still; one of a state that has passed is not sent. `attempts`: when it was written. */
export function isStillTrue({ event, attempts }: { event: PushEvent; attempts: number }, now: PushedState): boolean {
  switch (event) {
    case 'CALLBACK_UPCOMING':
      return now.state === 'SCHEDULED' || (now.state === 'QUEUED' && !now.ready);
    case 'CALLBACK_READY':
      return now.state === 'QUEUED' && now.ready && !now.hasLiveCallIn;
    case 'CALL_IN_READY':
      return now.state === 'QUEUED' && now.callInLives;
    case 'CALLBACK_PURGED':
      return isPurge(now.reason) && !now.recreated;
    case 'CALLBACK_ATTEMPT_FAILED':
      return now.state === 'QUEUED' && now.attempts === attempts;
    case 'CALLBACK_FINAL_ATTEMPT_FAILED':
      return now.reason === 'FAILED_MAX_ATTEMPTS' && !now.recreated;
  }
}

/** A callback that waits, as far as it decides whether its turn is near. Epoch ms. */
export interface Awaited {
  readonly desiredTime: number;
  /** Seconds, -1 unknown. */
  readonly wait: number;
  /** When it would be purged. */
  readonly purgeAt: number | undefined;
}

/** Milliseconds until it is their turn, as far as can be told; undefined without a forecast for somebody who waits for nothing else. */
const timeToTurn = ({ desiredTime, wait }: Omit<Awaited, 'purgeAt'>, now: number): number | undefined => {
  const untilTime = desiredTime - now;
  if (wait < 0) return untilTime > 0 ? untilTime : undefined;
  return Math.max(untilTime, wait * 1000);
};

/** PU1: whether a callback may be told later on that its turn is near: not when it is near from the beginning. */
export function mayBeUpcoming(
  callback: Omit<Awaited, 'purgeAt'>,
  { pushNotificationThresholdMinutes }: Pick<QueueSettings, 'pushNotificationThresholdMinutes'>,
  now: number,
): boolean {
  const left = timeToTurn(callback, now);
  return left === undefined || left >= pushNotificationThresholdMinutes * MINUTE;
}

/** PU1: whether its turn is near now, and no purge comes first; then the message, which is of use until its turn. */
export function upcomingPush(
  callback: Awaited,
  { pushNotificationThresholdMinutes }: Pick<QueueSettings, 'pushNotificationThresholdMinutes'>,
  now: number,
): PlannedPush | undefined {
  const threshold = pushNotificationThresholdMinutes * MINUTE;
  const left = timeToTurn(callback, now);
  if (left === undefined || left >= threshold) return undefined;
  if (callback.purgeAt !== undefined && callback.purgeAt <= now + left) return undefined;
  return { event: 'CALLBACK_UPCOMING', expiresAt: now + Math.max(threshold, 2 * MINUTE) };
}
