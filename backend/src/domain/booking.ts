import type { QueueSettings } from '@ringback/contract';
import { asProposals, bookableUntil, type SlotView } from './availability.js';
import type { CompiledHours } from './business-hours.js';
import { slotTotal, type Capacity } from './capacity.js';
import { judgeOfferTime } from './offers.js';
import { Refusal } from './refusal.js';
import { slotContaining, slotStarts } from './slots.js';
import { DAY, localTime } from './zone-clock.js';

/** A request to be called, as far as hours and slots are concerned. */
export interface BookingRequest {
  /** Epoch ms; undefined: as soon as possible. */
  readonly desiredTime: number | undefined;
  readonly alwaysCheckCapacity: boolean;
  /** Whether the request names a device to push to. */
  readonly hasPushTargets: boolean;
}

/** The queue's side of the judgement. */
export interface BookingRules {
  readonly settings: QueueSettings;
  readonly hours: CompiledHours;
  /** Compiled `immediateOfferHours`, if the queue has them. */
  readonly offerHours: CompiledHours | undefined;
  readonly capacity: Capacity;
}

export type Booking =
  | { readonly kind: 'immediate' }
  | {
      readonly kind: 'scheduled';
      /** As asked, also when it is off the grid: nobody is called before it. */
      readonly desiredTime: number;
      /** The slot that holds it, whose places are counted. */
      readonly slotStart: number;
      /** Whether it may only be booked while the slot has a place left. */
      readonly mustHaveRoom: boolean;
      /** Places of the slot. */
      readonly total: number;
    };

/**
 * SL8 and section 2 of the specification: whether a queue takes a request, and which slot it takes. Whether the slot still has room is for the
 * store to decide, in one step with taking the place.
 *
 * Under `enforce` hours are checked on every booking; an immediate one has to be inside business hours, offer hours and
 * before the blackout, or a page that was left open would book what is no longer offered. Under `trust-caller` hours
 * and room are not checked unless the request says `alwaysCheckCapacity`. A time in the past or too far ahead is a wrong
 * parameter under either.
 * @throws Refusal INVALID_PARAMETER or OUTSIDE_OFFICE_HOURS
 */
export function judgeBooking(rules: BookingRules, request: BookingRequest, now: number): Booking {
  const { settings } = rules;
  if (settings.callDirection === 'USERORIGINATED' && !request.hasPushTargets) {
    throw new Refusal(
      'INVALID_PARAMETER',
      'pushTargets is missing: on this queue you call us, and a push message tells you when. Register the device and send its token, or an empty list to follow the callback yourself.',
    );
  }
  const checked = settings.bookingPolicy === 'enforce' || request.alwaysCheckCapacity;
  return request.desiredTime === undefined
    ? judgeImmediate(rules, checked, now)
    : judgeScheduled(rules, { desiredTime: request.desiredTime, checked }, now);
}

/** A new time for a callback that is SCHEDULED: the same rules as for a new one at that time. */
export const judgeReschedule = (rules: BookingRules, desiredTime: number, now: number): Extract<Booking, { kind: 'scheduled' }> =>
  judgeScheduled(rules, { desiredTime, checked: rules.settings.bookingPolicy === 'enforce' }, now);

/** SL7: what the one who came too late is told. */
export function slotFull(alternatives: readonly SlotView[]): Refusal {
  const next =
    alternatives.length > 0 ? 'Choose one of the times proposed instead.' : 'No other time has room at present; try again later.';
  return new Refusal('TOO_MANY_REQUESTS', `Too many requests: this time is fully booked. ${next}`, { slots: asProposals(alternatives) });
}

function judgeImmediate({ settings, hours, offerHours }: BookingRules, checked: boolean, now: number): Booking {
  if (!settings.immediateEnabled) {
    throw new Refusal(
      'INVALID_PARAMETER',
      'desiredTime is missing: this queue calls back at a chosen time only. Choose one of the times offered.',
    );
  }
  if (!checked) return { kind: 'immediate' };
  const verdict = judgeOfferTime({ hours, offerHours, blackoutMinutes: settings.immediateBlackoutMinutes }, { now, callAt: now });
  switch (verdict) {
    case 'in-time':
      return { kind: 'immediate' };
    case 'closed':
      throw new Refusal('OUTSIDE_OFFICE_HOURS', `The office is closed now. ${opensNext(hours, now)}`);
    case 'outside-offer-hours':
      throw new Refusal('OUTSIDE_OFFICE_HOURS', `Calls as soon as possible are not offered at this time of day. ${offeredNext(settings)}`);
    case 'near-closing':
      throw new Refusal(
        'OUTSIDE_OFFICE_HOURS',
        `The office closes soon, so calls as soon as possible are no longer offered today. ${offeredNext(settings)}`,
      );
  }
}

function judgeScheduled(
  rules: BookingRules,
  { desiredTime, checked }: { desiredTime: number; checked: boolean },
  now: number,
): Extract<Booking, { kind: 'scheduled' }> {
  const { settings, hours, capacity } = rules;
  if (!settings.scheduledEnabled) {
    throw new Refusal(
      'INVALID_PARAMETER',
      'desiredTime is not possible on this queue: it calls back as soon as possible only. Leave the time out.',
    );
  }
  if (desiredTime < now) throw new Refusal('INVALID_PARAMETER', 'desiredTime is in the past. Choose a later time.');
  if (desiredTime > bookableUntil(now, settings.maxAdvanceDays)) {
    throw new Refusal(
      'INVALID_PARAMETER',
      `desiredTime is too far ahead: this queue can be booked ${settings.maxAdvanceDays} days in advance. Choose an earlier time.`,
    );
  }
  const slotStart = slotContaining(desiredTime, settings.slotDurationMinutes, hours.timeZone);
  if (checked && !hours.isOpen(slotStart)) {
    throw new Refusal('OUTSIDE_OFFICE_HOURS', `The office is closed at that time. ${firstSlotAfter(rules, desiredTime)}`);
  }
  return { kind: 'scheduled', desiredTime, slotStart, mustHaveRoom: checked, total: slotTotal(capacity, slotStart) };
}

const offeredNext = (settings: QueueSettings): string => (settings.scheduledEnabled ? 'Choose a time instead.' : 'Try again later.');

/** `2026-11-23 08:00 (America/New_York)`. */
const spoken = (at: number, timeZone: string): string => `${localTime(at, timeZone).slice(0, 16).replace('T', ' ')} (${timeZone})`;

function opensNext(hours: CompiledHours, now: number): string {
  const next = hours.nextOpening(now);
  return next === undefined ? 'No opening is planned; contact us another way.' : `It opens next at ${spoken(next, hours.timeZone)}.`;
}

/** Names a time that can be asked for, which is not the opening itself where the office opens between two slots. */
function firstSlotAfter({ settings, hours }: BookingRules, at: number): string {
  const from = hours.isOpen(at) ? at : hours.nextOpening(at);
  const first =
    from === undefined ? undefined : slotStarts({ hours, durationMinutes: settings.slotDurationMinutes, from, to: from + DAY })[0];
  return first === undefined ? opensNext(hours, at) : `It opens next for calls at ${spoken(first, hours.timeZone)}.`;
}
