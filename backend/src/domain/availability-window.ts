import { parseInstant, type AvailabilityQuery, type TimeZone } from '@ringback/contract';
import { Temporal } from 'temporal-polyfill';
import { Refusal } from './refusal.js';
import { DAY } from './zone-clock.js';

/**
 * What an availability request asks about. A span is `from <= t < to`; a moment is the one slot that holds it. `timeZone` is
 * the zone of the answer's `localTime`, undefined when none was asked for.
 */
export type AvailabilityWindow =
  | { readonly kind: 'span'; readonly from: number; readonly to: number; readonly timeZone: TimeZone | undefined }
  | { readonly kind: 'moment'; readonly at: number; readonly timeZone: TimeZone | undefined };

/** SL6. Longer questions are refused. */
const MAX_WINDOW_DAYS = 31;

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
/** Two months short of the year 10000, so that a window's end can still be said with four digits. */
const LATEST = Date.UTC(9999, 9, 31);
const EARLIEST = 0;

/**
 * Reads a moment of a query (`start`, `end`). With a zone, text without suffix is that zone's wall clock: where the clock
 * skips it, it is taken as much later as the skip is long; where the clock repeats it, it is the first. Text with an offset is an instant in any case.
 * @returns epoch milliseconds
 * @throws Refusal INVALID_PARAMETER, which names the parameter
 */
export function momentOf(text: string, timeZone: TimeZone | undefined, parameter: string): number {
  const read = readText(text);
  if (typeof read === 'number') return read;
  if (read) return toInstant(read, timeZone);
  const form = timeZone ? '2026-11-23T08:00:00.000 (local time in timezone)' : '2026-11-23T13:00:00.000Z (UTC)';
  throw invalid(parameter, `is not a date-time; expected a form like ${form}`);
}

/** An instant, a wall-clock time, or neither. */
function readText(text: string): number | Temporal.PlainDateTime | undefined {
  // A `+` that was not percent-encoded arrives as a space.
  const restored = text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1');
  const instant = parseInstant(restored);
  if (instant !== undefined || !LOCAL.test(restored)) return instant;
  try {
    return Temporal.PlainDateTime.from(restored, { overflow: 'reject' });
  } catch {
    // A date or time that does not exist (30 February, hour 25).
    return undefined;
  }
}

const toInstant = (wall: Temporal.PlainDateTime, timeZone: TimeZone | undefined): number =>
  wall.toZonedDateTime(timeZone ?? 'UTC', { disambiguation: 'compatible' }).epochMilliseconds;

/**
 * Reads the window of an availability query (rest-api facts, section 4). Without any bounds it is one day from now; a
 * lone `start` asks for the slot that holds it; `numberOfDays` counts calendar days of the zone; the end is exclusive.
 * @throws Refusal INVALID_PARAMETER, which names the parameter
 */
export function availabilityWindow(query: AvailabilityQuery, now: number): AvailabilityWindow {
  refuseTogether(query, ['start', 'startMS']);
  refuseTogether(query, ['numberOfDays', 'end', 'endMS']);
  const timeZone = query.timezone;
  const from = boundOf(query, 'start') ?? now;
  const end = endOf(query, from);
  if (end === undefined || end.at === from) return { kind: 'moment', at: from, timeZone };
  if (end.at < from) throw invalid(end.parameter, 'is before the start; expected a later time');
  if (end.at > daysLater(query, from, MAX_WINDOW_DAYS))
    throw invalid(end.parameter, `asks about more than ${MAX_WINDOW_DAYS} days; ask in several calls`);
  return { kind: 'span', from, to: end.at, timeZone };
}

type Parameter = keyof AvailabilityQuery;

function endOf(query: AvailabilityQuery, from: number): { at: number; parameter: Parameter } | undefined {
  const { numberOfDays } = query;
  if (numberOfDays !== undefined) {
    if (numberOfDays > MAX_WINDOW_DAYS) throw invalid('numberOfDays', `is more than ${MAX_WINDOW_DAYS}; ask in several calls`);
    return { at: daysLater(query, from, numberOfDays), parameter: 'numberOfDays' };
  }
  const at = boundOf(query, 'end');
  if (at !== undefined) return { at, parameter: query.end === undefined ? 'endMS' : 'end' };
  const boundless = query.start === undefined && query.startMS === undefined;
  return boundless ? { at: daysLater(query, from, 1), parameter: 'numberOfDays' } : undefined;
}

function boundOf(query: AvailabilityQuery, name: 'start' | 'end'): number | undefined {
  const text = query[name];
  const ms = text === undefined ? query[`${name}MS`] : momentOf(text, query.timezone, name);
  if (ms === undefined || (ms >= EARLIEST && ms <= LATEST)) return ms;
  throw invalid(text === undefined ? `${name}MS` : name, 'is out of range; expected a time from 1970 to 9999');
}

/** Calendar days after the start. Counted from the wall clock that was asked for, so that midnight to midnight stays a day where the first is skipped. Those of UTC all have 24 hours. */
function daysLater({ start, timezone }: AvailabilityQuery, from: number, days: number): number {
  if (timezone === undefined || timezone === 'UTC') return from + days * DAY;
  const asked = start === undefined ? undefined : readText(start);
  if (asked instanceof Temporal.PlainDateTime) return toInstant(asked.add({ days }), timezone);
  return Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timezone).add({ days }).epochMilliseconds;
}

function refuseTogether(query: AvailabilityQuery, names: readonly Parameter[]): void {
  const given = names.filter((name) => query[name] !== undefined);
  if (given.length > 1) throw new Refusal('INVALID_PARAMETER', `${given.join(' and ')} exclude each other; give only one of them.`);
}

const invalid = (parameter: string, problem: string): Refusal => new Refusal('INVALID_PARAMETER', `${parameter} ${problem}.`);
