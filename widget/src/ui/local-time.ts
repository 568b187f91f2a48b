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

/** How many days lie between two dates. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Today, tomorrow, or another day, seen from an instant. */
export function nearness(date: LocalDate, now: number, zone: string): 'today' | 'tomorrow' | 'later' {
  const today = wallClock(now, zone).date;
  if (date === today) return 'today';
  return date === addDays(today, 1) ? 'tomorrow' : 'later';
}
