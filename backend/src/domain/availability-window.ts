import { parseInstant, type AvailabilityQuery, type TimeZone } from '@ringback/contract';
import { Temporal } from 'temporal-polyfill';
import { Refusal } from './refusal.js';

/**
 * What an availability request asks about. A span is `from <= t < to`; a moment is the one slot that holds it. `timeZone` is
 * the zone of the answer's `localTime`, undefined when none was asked for.
 */
export type AvailabilityWindow =
  | { readonly kind: 'span'; readonly from: number; readonly to: number; readonly timeZone: TimeZone | undefined }
  | { readonly kind: 'moment'; readonly at: number; readonly timeZone: TimeZone | undefined };

/** SL6. Longer questions are refused. */
export const MAX_WINDOW_DAYS = 31;

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
/** The last instant of the year 9999: what ISO text can say with four digits. */
const LATEST = 253_402_300_799_999;

/**
 * Reads a moment of a query (`start`, `end`). With a zone, text without suffix is that zone's wall clock: where the clock
 * skips it, it is taken as much later as the skip is long; where the clock repeats it, it is the first. Text with an offset is an instant in any case.
 * @returns epoch milliseconds
 * @throws Refusal INVALID_PARAMETER, which names the parameter
 */
export function momentOf(text: string, timeZone: TimeZone | undefined, parameter: string): number {
  // A `+` that was not percent-encoded arrives as a space.
  const restored = text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1');
  const instant = parseInstant(restored);
  if (instant !== undefined) return instant;
  if (LOCAL.test(restored)) {
    try {
      return Temporal.PlainDateTime.from(restored, { overflow: 'reject' }).toZonedDateTime(timeZone ?? 'UTC', {
        disambiguation: 'compatible',
      }).epochMilliseconds;
    } catch {
      // A date or time that does not exist (30 February, hour 25): the same answer as for any other text.
    }
  }
  const form = timeZone ? '2026-11-23T08:00:00.000 (local time in timezone)' : '2026-11-23T13:00:00.000Z (UTC)';
  throw invalid(parameter, `is not a date-time; expected a form like ${form}`);
}

/**
 * Reads the window of an availability query (rest-api facts, section 4). Without any bounds it is one day from now; a
 * lone `start` asks for the slot that holds it; `numberOfDays` counts calendar days of the zone; the end is exclusive.
 * @throws Refusal INVALID_PARAMETER, which names the parameter
 */
export function availabilityWindow(query: AvailabilityQuery, now: number): AvailabilityWindow {
  refuseTogether(query, ['start', 'startMS']);
  refuseTogether(query, ['numberOfDays', 'end', 'endMS']);
  const timeZone = query.timezone;
  const start = boundOf(query, 'start');
  const from = start ?? now;
  const end = endOf(query, from, start === undefined);
  if (end === undefined || end.at === from) return { kind: 'moment', at: from, timeZone };
  if (end.at < from) throw invalid(end.parameter, 'is before the start; expected a later time');
  const longest = daysLater(from, MAX_WINDOW_DAYS, timeZone);
  if (end.at > longest) throw invalid(end.parameter, `asks about more than ${MAX_WINDOW_DAYS} days; ask in several calls`);
  return { kind: 'span', from, to: end.at, timeZone };
}

type Parameter = keyof AvailabilityQuery;

function endOf(query: AvailabilityQuery, from: number, boundless: boolean): { at: number; parameter: Parameter } | undefined {
  const { numberOfDays } = query;
  if (numberOfDays !== undefined) {
    if (numberOfDays > MAX_WINDOW_DAYS) throw invalid('numberOfDays', `is more than ${MAX_WINDOW_DAYS}; ask in several calls`);
    return { at: daysLater(from, numberOfDays, query.timezone), parameter: 'numberOfDays' };
  }
  const at = boundOf(query, 'end');
  if (at !== undefined) return { at, parameter: query.end === undefined ? 'endMS' : 'end' };
  return boundless ? { at: daysLater(from, 1, query.timezone), parameter: 'numberOfDays' } : undefined;
}

function boundOf(query: AvailabilityQuery, name: 'start' | 'end'): number | undefined {
  const text = query[name];
  if (text !== undefined) return momentOf(text, query.timezone, name);
  const ms = query[`${name}MS`];
  if (ms !== undefined && (ms < 0 || ms > LATEST)) throw invalid(`${name}MS`, 'is out of range; expected milliseconds since 1970');
  return ms;
}

function refuseTogether(query: AvailabilityQuery, names: readonly Parameter[]): void {
  const given = names.filter((name) => query[name] !== undefined);
  if (given.length > 1) throw new Refusal('INVALID_PARAMETER', `${given.join(' and ')} exclude each other; give only one of them.`);
}

const daysLater = (from: number, days: number, timeZone: TimeZone | undefined): number =>
  Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(timeZone ?? 'UTC')
    .add({ days }).epochMilliseconds;

const invalid = (parameter: string, problem: string): Refusal => new Refusal('INVALID_PARAMETER', `${parameter} ${problem}.`);
