import { wallClock, type LocalDate } from '../../ui/local-time.js';

/** The first instant of a date in a zone: midnight, or the end of the gap where midnight is skipped. */
export function startOfDay(date: LocalDate, zone: string): number {
  // Within 36 hours around UTC midnight lies the local one; the date changes once there.
  let before = Date.parse(`${date}T00:00:00Z`) - 16 * 3_600_000;
  let after = before + 32 * 3_600_000;
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (wallClock(middle, zone).date < date) before = middle;
    else after = middle;
  }
  return after;
}
