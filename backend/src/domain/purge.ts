import type { CompiledHours, Interval } from './business-hours.js';
import { MINUTE, dayOf, zoneClock } from './zone-clock.js';

/** When a queued callback is removed unless it has been called by then, and why. */
export interface Purge {
  /** Epoch ms. */
  readonly at: number;
  readonly reason: 'PURGED_TIMEOUT' | 'PURGED_END_OF_DAY';
}

/**
 * CB7: `purgeTimeMinutes` after queueing, or the end of the business day, whichever is first.
 *
 * The business day is the local date at which the callback was queued (or for a retry planned later: of that time) or, if that was after hours, of the next opening. It ends with the
 * last opening that begins on that date, so a lunch break doesn't end it, and one that runs on past midnight ends when it closes.
 * Hours that never close have no end of day, and hours that never open neither.
 */
export function purgeOf({
  queuedAt,
  notBefore,
  purgeTimeMinutes,
  hours,
}: {
  queuedAt: number;
  /** CB5 may move a retry to the next business day; it must live to see it. */
  notBefore?: number | undefined;
  purgeTimeMinutes: number | undefined;
  hours: CompiledHours;
}): Purge | undefined {
  const timeout = purgeTimeMinutes === undefined ? undefined : queuedAt + purgeTimeMinutes * MINUTE;
  const endOfDay = endOfBusinessDay(hours, Math.max(queuedAt, notBefore ?? queuedAt));
  if (timeout !== undefined && (endOfDay === undefined || timeout <= endOfDay)) return { at: timeout, reason: 'PURGED_TIMEOUT' };
  return endOfDay === undefined ? undefined : { at: endOfDay, reason: 'PURGED_END_OF_DAY' };
}

/** The end of the business day that an instant belongs to, as {@link purgeOf} reads it. */
export function endOfBusinessDay(hours: CompiledHours, at: number): number | undefined {
  const clock = zoneClock(hours.timeZone);
  const dateOf = (instant: number): number => dayOf(clock.wallAt(instant));
  const begins = hours.isOpen(at) ? at : hours.nextOpening(at);
  let opening = begins === undefined ? undefined : openingFrom(hours, begins);
  const date = opening && dateOf(opening.start);
  while (opening) {
    const next = hours.nextOpening(opening.end);
    if (next === undefined || dateOf(next) !== date) break;
    opening = openingFrom(hours, next);
  }
  return opening?.end;
}

function openingFrom(hours: CompiledHours, start: number): Interval | undefined {
  const end = hours.closesAt(start);
  return end === undefined ? undefined : { start, end };
}
