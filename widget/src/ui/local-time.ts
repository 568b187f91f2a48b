/*
 * Wall-clock questions about instants, answered by Intl alone. The server made the slots; here they are only told.
 */

/** Calendar date in some zone, `2026-11-23`. Dates compare as text. */
export type LocalDate = string;

const formatters = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** The date and the minute of the day that a clock in `zone` shows at an instant (epoch milliseconds). */
export function wallClock(epochMs: number, zone: string): { date: LocalDate; minute: number } {
  const part: Record<string, string> = {};
  for (const { type, value } of partsIn(zone).formatToParts(epochMs)) part[type] = value;
  return { date: `${part['year']}-${part['month']}-${part['day']}`, minute: Number(part['hour']) * 60 + Number(part['minute']) };
}

/** The date `days` later on the calendar, whatever clocks do. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Noon UTC of a date: to be formatted in UTC, where it can't slip into a neighbour. */
export const noonOf = (date: LocalDate): number => Date.parse(`${date}T12:00:00Z`);

/** Minutes east of UTC of a zone at an instant. */
export function offsetMinutes(epochMs: number, zone: string): number {
  const { date, minute } = wallClock(epochMs, zone);
  return Math.round((Date.parse(`${date}T00:00:00Z`) - epochMs) / 60_000) + minute;
}

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

/** Whether clocks in two zones agree at an instant. */
export const sameClock = (epochMs: number, zone: string, other: string): boolean =>
  offsetMinutes(epochMs, zone) === offsetMinutes(epochMs, other);

/** `America/New_York` as people say it: New York. */
export const cityOf = (zone: string): string => (zone.split('/').pop() ?? zone).replace(/_/g, ' ');

/** How many days lie between two dates. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Today, tomorrow, or another day, seen from an instant. */
export function nearness(date: LocalDate, now: number, zone: string): 'today' | 'tomorrow' | 'later' {
  const today = wallClock(now, zone).date;
  if (date === today) return 'today';
  return date === addDays(today, 1) ? 'tomorrow' : 'later';
}
