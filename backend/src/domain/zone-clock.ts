import { Temporal } from 'temporal-polyfill';

/** A stretch of time over which a zone keeps one offset: `[start, end)` in epoch ms, unbounded where the zone never changes again. */
interface OffsetStretch {
  readonly start: number;
  readonly end: number;
  /** Milliseconds to add to UTC for the wall clock. */
  readonly offset: number;
}

/**
 * What a zone's wall clock does, as stretches of constant offset. Everything that has to be right on days of 23 or 25
 * hours, on skipped dates and in odd zones is arithmetic inside one stretch, so no wall time is ever ambiguous here.
 */
export interface ZoneClock {
  stretchAt(at: number): OffsetStretch;
  /** Wall clock of an instant, as the epoch ms at which UTC shows the same. */
  wallAt(at: number): number;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;

const STRETCHES_KEPT = 64;
const ZONES_KEPT = 1000;
const clocks = new Map<string, ZoneClock>();

/** The clock of an IANA zone. Shared: what one caller has looked up, the next one gets for nothing. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  if (clocks.size >= ZONES_KEPT) clocks.clear();
  const made = makeClock(timeZone);
  clocks.set(timeZone, made);
  return made;
}

function makeClock(timeZone: string): ZoneClock {
  const stretches: OffsetStretch[] = [];
  const stretchAt = (at: number): OffsetStretch => {
    const index = stretches.findIndex((stretch) => stretch.start <= at && at < stretch.end);
    const found = stretches[index] ?? lookUpStretch(timeZone, at);
    if (index > 0) stretches.splice(index, 1);
    // Last used first: a queue asks about this month and the next, again and again.
    if (index !== 0) stretches.unshift(found);
    if (stretches.length > STRETCHES_KEPT) stretches.pop();
    return found;
  };
  return { stretchAt, wallAt: (at) => at + stretchAt(at).offset };
}

function lookUpStretch(timeZone: string, at: number): OffsetStretch {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  // "previous" is strictly before: one step on, so that a change at this very instant counts.
  const previous = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  return {
    start: previous ? previous.epochMilliseconds : Number.NEGATIVE_INFINITY,
    end: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
}

/** Days since 1970-01-01 of a wall clock ({@link ZoneClock.wallAt}). */
export const dayOf = (wall: number): number => Math.floor(wall / DAY);
/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
/** `yyyy-MM-ddTHH:mm:ss.SSS` of an instant on a zone's wall clock, without a suffix (SL6's `localTime`). */
export const localTime = (at: number, timeZone: string): string => new Date(zoneClock(timeZone).wallAt(at)).toISOString().slice(0, -1);
