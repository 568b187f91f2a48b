/* Wire `v1`: the Callback Service API of GMS 8.5, as sites speak it whose `dataURL` still points there. */
import type { Availabilities } from '@ringback/contract';
import type { ServiceOptions } from '../../options/widget-options.js';
import type { AvailabilityOptions, ScheduleOptions } from './protocol.js';
import { givenOf, isGiven, isoInstant } from './schedule-body.js';
import { localError } from './service-error.js';

/**
 * Body of `POST <dataURL>`: what begins with `_` is an option of the service, everything else user data.
 * Throws a CallbackServiceError without a number.
 */
export function gmsBody(given: ScheduleOptions, { userData: always, callDirection }: ServiceOptions): Record<string, unknown> {
  const {
    phonenumber,
    desiredTime,
    firstname,
    lastname,
    userData,
    form,
    serviceName: _service,
    idempotencyKey: _key,
    captchaToken: _captcha,
    pushTargets: _targets,
    ...inputs
  } = given;
  if (!isGiven(phonenumber)) throw localError(7030, 'A phone number is required');
  const names = { first_name: firstname, last_name: lastname };
  return {
    ...(callDirection && { _call_direction: callDirection }),
    ...always,
    ...form?.userData,
    ...userData,
    ...givenOf({ ...names, ...inputs }),
    _customer_number: String(phonenumber),
    ...(isGiven(desiredTime) && desiredTime !== 'now' && { _desired_time: isoInstant(desiredTime as string | Date) }),
  };
}

/** Query of `GET <dataURL>/availability`, without the question mark. `now` is epoch milliseconds. */
export function gmsQuery({ startDate, endDate, numberOfDays, maxTimeSlots }: AvailabilityOptions, now: number): string {
  const query = {
    start: isoInstant(startDate || now),
    'number-of-days': numberOfDays,
    end: endDate === undefined || endDate === '' ? undefined : isoInstant(endDate),
    'max-time-slots': maxTimeSlots,
  };
  return new URLSearchParams(Object.entries(givenOf(query)).map(([name, value]) => [name, String(value)])).toString();
}

/** The answer, UTC instant -> free places, as the rest of the widget knows it. `undefined` when it is none. */
export function gmsAvailabilities(answer: unknown): Availabilities | undefined {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined;
  const slots = Object.entries(answer)
    .map(([utcTime, capacity]) => ({ time: Date.parse(utcTime), capacity: Number(capacity) }))
    .filter(({ time, capacity }) => !Number.isNaN(time) && capacity >= 0)
    .sort((a, b) => a.time - b.time)
    .map(({ time, capacity }) => ({ utcTime: new Date(time).toISOString(), capacity, total: capacity }));
  return { slots, durationMin: stepOf(slots), timezone: 'UTC' };
}

/** Minutes between the two closest slots; GMS does not say how long one is. */
function stepOf(slots: readonly { readonly utcTime: string }[]): number {
  const steps = slots.slice(1).map(({ utcTime }, at) => (Date.parse(utcTime) - Date.parse(slots[at]?.utcTime ?? utcTime)) / 60_000);
  return steps.length > 0 ? Math.min(...steps) : 5;
}
