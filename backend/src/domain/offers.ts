import type { QueueSettings } from '@ringback/contract';
import type { CompiledHours } from './business-hours.js';
import type { Wait } from './estimated-wait.js';
import { MINUTE } from './zone-clock.js';

/** When calls as soon as possible are offered. */
export interface OfferTimes {
  readonly hours: CompiledHours;
  /** Compiled `immediateOfferHours`; undefined: not configured, business hours alone decide. */
  readonly offerHours: CompiledHours | undefined;
  readonly blackoutMinutes: number;
}

export type OfferTimeVerdict = 'in-time' | 'closed' | 'outside-offer-hours' | 'near-closing';

/**
 * Whether a call as soon as possible that is asked for `now` and forecast for `callAt` (epoch ms) is in time. Both have to lie in the
 * same opening: a call that would only be made after a break or on another day was not wanted "as soon as possible".
 */
export function judgeOfferTime(
  { hours, offerHours, blackoutMinutes }: OfferTimes,
  { now, callAt }: { now: number; callAt: number },
): OfferTimeVerdict {
  if (!hours.isOpen(now)) return 'closed';
  if (offerHours && !lasts(offerHours, now, callAt)) return 'outside-offer-hours';
  if (!lasts(hours, now, callAt) || !lasts(hours, now, now + blackoutMinutes * MINUTE)) return 'near-closing';
  return 'in-time';
}

/** Open from `now` on and still open at `until`. */
function lasts(hours: CompiledHours, now: number, until: number): boolean {
  if (!hours.isOpen(now)) return false;
  const closes = hours.closesAt(now);
  return closes === undefined || until < closes;
}

/** QU2. What a queue offers a visitor now. */
export interface OfferDecision {
  readonly immediate: boolean;
  readonly scheduled: boolean;
}

/**
 * QU2: immediate is offered when enabled and a callback booked now is forecast to be made in time. No forecast for want
 * of any interaction doesn't stand in the way; no agent logged in does.
 */
export function judgeOffers(
  settings: QueueSettings,
  times: Omit<OfferTimes, 'blackoutMinutes'>,
  { wait, now }: { wait: Wait; now: number },
): OfferDecision {
  const forecast = { now, callAt: now + Math.max(0, wait.seconds) * 1000 };
  const inTime = judgeOfferTime({ ...times, blackoutMinutes: settings.immediateBlackoutMinutes }, forecast) === 'in-time';
  return { immediate: settings.immediateEnabled && wait.resultCode !== -2 && inTime, scheduled: settings.scheduledEnabled };
}

/** BH2, `isWithinImmediateOfferTime`: a callback booked now would be made inside the offer hours, or without those inside business hours less the blackout. */
export function isWithinImmediateOfferTime(
  { hours, offerHours, blackoutMinutes }: OfferTimes,
  { wait, now }: { wait: Wait; now: number },
): boolean {
  const callAt = now + Math.max(0, wait.seconds) * 1000;
  return offerHours ? lasts(offerHours, now, callAt) : lasts(hours, now, callAt + blackoutMinutes * MINUTE);
}

/** BH2, `immediateOfferHoursOpenFor`: seconds, -1 not configured, 0 outside. */
export const offerHoursOpenFor = (offerHours: CompiledHours | undefined, now: number): number =>
  offerHours ? offerHours.openFor(now) : -1;
