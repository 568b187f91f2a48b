import type { BusinessHours, Weekday } from '@ringback/contract';
import { DAY, MINUTE, dayOf, weekdayOf, zoneClock, type ZoneClock } from './zone-clock.js';

/** Half-open `[start, end)` in epoch ms. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** How far ahead closing times and openings are looked for. */
export const HORIZON_DAYS = 370;
/** What `openFor` answers when there is no closing within {@link HORIZON_DAYS}: hours that never close. */
export const OPEN_FOR_LIMIT_SECONDS = (HORIZON_DAYS * DAY) / 1000;

/**
 * Opening hours ready to be asked. The business is open at an instant exactly when the zone's wall clock then shows a
 * time inside an interval of the date it shows. So an hour that the clock repeats is open twice, one that it skips
 * not at all, and a date that a zone left out has no hours.
 */
export interface CompiledHours {
  readonly name: string;
  readonly timeZone: string;
  isOpen(at: number): boolean;
  /** Whole seconds until closing, 0 when closed, {@link OPEN_FOR_LIMIT_SECONDS} when there is no closing in sight. Intervals that touch are one, also across midnight. */
  openFor(at: number): number;
  /** When the present opening ends; undefined when closed, or when it does not end within {@link HORIZON_DAYS}. */
  closesAt(at: number): number | undefined;
  /** The first instant after `at` at which a closed business opens; undefined when there is none within {@link HORIZON_DAYS}. */
  nextOpening(at: number): number | undefined;
  /** Open intervals between `from` and `to`, clipped to them, merged, in order of time. */
  intervals(from: number, to: number): Interval[];
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies readonly Weekday[];
/** Two years of UTC days; a day is a few numbers. */
const DAYS_KEPT = 800;

type Minutes = readonly (readonly [number, number])[];

/** Compiles a business-hours object of the configuration. Dated exceptions win over the weekly hours. */
export function compileHours(hours: BusinessHours): CompiledHours {
  const openOn = utcDays(wallIntervals(hours), zoneClock(hours.timeZone));
  let run: Interval | undefined;

  const runAt = (at: number): Interval | undefined => {
    const still = run && run.start <= at && at < run.end && (run.end < Infinity || at < run.start + DAY);
    if (!still) run = findRun(openOn, at);
    return run;
  };
  const closesAt = (at: number): number | undefined => {
    const end = runAt(at)?.end;
    return end === undefined || end - at > HORIZON_DAYS * DAY ? undefined : end;
  };

  return {
    name: hours.name,
    timeZone: hours.timeZone,
    isOpen: (at) => intervalAt(openOn, at) !== undefined,
    openFor: (at) => {
      const present = runAt(at);
      return present ? Math.min(OPEN_FOR_LIMIT_SECONDS, Math.floor((present.end - at) / 1000)) : 0;
    },
    closesAt,
    nextOpening: (at) => {
      const from = intervalAt(openOn, at) ? closesAt(at) : at;
      return from === undefined ? undefined : firstOpening(openOn, from, at + HORIZON_DAYS * DAY);
    },
    intervals: (from, to) => merged(openOn, from, to),
  };
}

/** Intervals of a local date, given as days since 1970, in order and without seams. */
function wallIntervals(hours: BusinessHours): (day: number) => Minutes {
  const weekly = WEEKDAYS.map((weekday) => joined(hours.weekly[weekday] ?? []));
  const dated = new Map(
    hours.exceptions.map((exception) => [
      Date.parse(`${exception.date}T00:00:00Z`) / DAY,
      'closed' in exception ? [] : joined(exception.intervals),
    ]),
  );
  return (day) => dated.get(day) ?? weekly[weekdayOf(day)] ?? [];
}

function joined(intervals: Minutes): Minutes {
  const result: [number, number][] = [];
  for (const [open, close] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && open <= last[1]) last[1] = Math.max(last[1], close);
    else result.push([open, close]);
  }
  return result;
}

type OpenOn = (utcDay: number) => readonly Interval[];

/** Open intervals of each UTC day, remembered. UTC days, because they all have 24 hours. */
function utcDays(onDate: (day: number) => Minutes, clock: ZoneClock): OpenOn {
  const kept = new Map<number, readonly Interval[]>();
  return (utcDay) => {
    const known = kept.get(utcDay);
    if (known) return known;
    if (kept.size >= DAYS_KEPT) kept.clear();
    const computed = openIntervals(onDate, clock, { start: utcDay * DAY, end: (utcDay + 1) * DAY });
    kept.set(utcDay, computed);
    return computed;
  };
}

function openIntervals(onDate: (day: number) => Minutes, clock: ZoneClock, span: Interval): Interval[] {
  const result: Interval[] = [];
  for (let at = span.start; at < span.end;) {
    const stretch = clock.stretchAt(at);
    const end = Math.min(stretch.end, span.end);
    for (let day = dayOf(at + stretch.offset); day * DAY < end + stretch.offset; day += 1) {
      for (const [open, close] of onDate(day)) {
        const midnight = day * DAY - stretch.offset;
        append(result, { start: Math.max(at, midnight + open * MINUTE), end: Math.min(end, midnight + close * MINUTE) });
      }
    }
    at = end;
  }
  return result;
}

function append(list: Interval[], next: Interval): void {
  if (next.start >= next.end) return;
  const last = list.at(-1);
  if (last && last.end === next.start) list[list.length - 1] = { start: last.start, end: next.end };
  else list.push(next);
}

const intervalAt = (openOn: OpenOn, at: number): Interval | undefined =>
  openOn(Math.floor(at / DAY)).find((interval) => interval.start <= at && at < interval.end);

/** From `at` to the end of the opening that holds it; `Infinity` when that is beyond the horizon. */
function findRun(openOn: OpenOn, at: number): Interval | undefined {
  const present = intervalAt(openOn, at);
  if (!present) return undefined;
  let { end } = present;
  // A day more than the horizon, because the answer is kept for a day.
  const horizon = at + (HORIZON_DAYS + 1) * DAY;
  while (end % DAY === 0 && end < horizon) {
    const first = openOn(end / DAY)[0];
    if (first?.start !== end) break;
    end = first.end;
  }
  return { start: at, end: end < horizon ? end : Infinity };
}

/** First start of an interval at or after `from`, which is a closed instant. */
function firstOpening(openOn: OpenOn, from: number, until: number): number | undefined {
  for (let utcDay = Math.floor(from / DAY); utcDay * DAY <= until; utcDay += 1) {
    const next = openOn(utcDay).find((interval) => interval.start >= from);
    if (next) return next.start;
  }
  return undefined;
}

function merged(openOn: OpenOn, from: number, to: number): Interval[] {
  const result: Interval[] = [];
  for (let utcDay = Math.floor(from / DAY); utcDay * DAY < to; utcDay += 1) {
    for (const interval of openOn(utcDay)) append(result, { start: Math.max(from, interval.start), end: Math.min(to, interval.end) });
  }
  return result;
}
