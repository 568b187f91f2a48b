import type { BusinessHours, TimeZone, Weekday } from '@ringback/contract';

type Spans = [number, number][];
type Exceptions = BusinessHours['exceptions'];

/** Minutes of the day of a clock text, `24:00` included. */
const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
/** `'08:00-12:00 13:00-18:00'` as the contract parses it. */
const spans = (text: string): Spans =>
  text
    .split(' ')
    .filter(Boolean)
    .map((span) => [clock(span.slice(0, 5)), clock(span.slice(6))]);

/** Business hours from clock texts; a day that is not named is closed. */
export function hoursOf(
  timeZone: string,
  weekly: Partial<Record<Weekday, string>>,
  exceptions: Record<string, string> = {},
): BusinessHours {
  const dated: Exceptions = Object.entries(exceptions).map(([date, text]) =>
    text === '' ? { date, closed: true as const } : { date, intervals: spans(text) },
  );
  return {
    name: 'Sample',
    timeZone: timeZone as TimeZone,
    weekly: Object.fromEntries(Object.entries(weekly).map(([day, text]) => [day, spans(text)])),
    exceptions: dated,
  };
}

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
/** The same hours on all seven days. */
export const everyDay = (timeZone: string, text: string, exceptions?: Record<string, string>): BusinessHours =>
  hoursOf(timeZone, Object.fromEntries(WEEKDAYS.map((day) => [day, text])), exceptions);
/** The demo's office: Monday to Friday, a lunch break on Friday. */
export const office = (exceptions?: Record<string, string>): BusinessHours =>
  hoursOf(
    'America/New_York',
    { mon: '08:00-18:00', tue: '08:00-18:00', wed: '08:00-18:00', thu: '08:00-18:00', fri: '08:00-12:00 13:00-18:00' },
    exceptions,
  );
export const always = (timeZone = 'UTC'): BusinessHours => everyDay(timeZone, '00:00-24:00');

/** Epoch ms of an ISO text. */
export const at = (iso: string): number => {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) throw new Error(`not a date: ${iso}`);
  return ms;
};
