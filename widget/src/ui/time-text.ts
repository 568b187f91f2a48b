import type { Translator } from '../i18n/translate.js';
import { daysBetween, nearness, noonOf, wallClock, type LocalDate } from './local-time.js';

/** Instants (epoch milliseconds) as this visitor reads them. */
export interface TimeText {
  /** The visitor's IANA zone. */
  readonly zone: string;
  /** `2:30 PM`; `named` adds the zone's short name. */
  time(at: number, options?: { zone?: string; named?: boolean }): string;
  /** `today 3:30 PM`, `tomorrow 9:00 AM`, `Mon 8:00 AM`, `Dec 4 8:00 AM`. */
  near(at: number, now: number): string;
  /** `2:15 PM` on the date of `reference`, else `Tue 9:30 AM`. */
  beside(at: number, reference: number): string;
  /** `Mon, 2:30 PM`: short enough for a button. */
  button(at: number, now: number): string;
  /** `Monday, November 23 at 2:30 PM EST`. */
  full(at: number, zone?: string): string;
  /** `Mon`, `23`, `Nov` and the whole date in words. */
  day(date: LocalDate): { weekday: string; number: string; month: string; full: string };
}

export interface TimeTextOptions {
  translator: Translator;
  zone: string;
  /** 12, 24, or `undefined` for what the language has. */
  timeFormat: 12 | 24 | undefined;
}

/** Formatters are made once each: making one costs a hundred times its use. */
export function createTimeText({ translator, zone, timeFormat }: TimeTextOptions): TimeText {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  const format = (at: number, options: Intl.DateTimeFormatOptions): string => {
    const key = JSON.stringify([translator.lang, options]);
    let formatter = formatters.get(key);
    if (!formatter) formatters.set(key, (formatter = new Intl.DateTimeFormat(translator.lang, options)));
    // Some ICU versions put a narrow space before PM, some a plain one: one width everywhere.
    return formatter.format(at).replace(/[\u202f\u2009]/g, ' ');
  };
  const clock: Intl.DateTimeFormatOptions = {
    hour: 'numeric',
    minute: '2-digit',
    ...(timeFormat && { hourCycle: timeFormat === 12 ? 'h12' : 'h23' }),
  };

  const time: TimeText['time'] = (at, options = {}) =>
    format(at, { ...clock, timeZone: options.zone ?? zone, ...(options.named && { timeZoneName: 'short' }) });
  const weekday = (at: number): string => format(at, { weekday: 'short', timeZone: zone });
  const shortDate = (at: number): string => format(at, { month: 'short', day: 'numeric', timeZone: zone });
  const isFar = (at: number, now: number): boolean => daysBetween(wallClock(now, zone).date, wallClock(at, zone).date) > 6;

  return {
    zone,
    time,
    near(at, now) {
      const values = { Time: time(at) };
      const when = nearness(wallClock(at, zone).date, now, zone);
      if (when === 'today') return translator.text('ringback.TodayAt', values);
      if (when === 'tomorrow') return translator.text('ringback.TomorrowAt', values);
      return translator.text('ringback.DayAt', { ...values, Day: isFar(at, now) ? shortDate(at) : weekday(at) });
    },
    beside: (at, reference) =>
      wallClock(at, zone).date === wallClock(reference, zone).date
        ? time(at)
        : translator.text('ringback.DayAt', { Time: time(at), Day: isFar(at, reference) ? shortDate(at) : weekday(at) }),
    button: (at, now) => translator.text('ringback.DayCommaTime', { Day: isFar(at, now) ? shortDate(at) : weekday(at), Time: time(at) }),
    full: (at, fullZone = zone) =>
      format(at, { ...clock, weekday: 'long', month: 'long', day: 'numeric', timeZone: fullZone, timeZoneName: 'short' }),
    day(date) {
      const noon = noonOf(date);
      const part = (options: Intl.DateTimeFormatOptions): string => format(noon, { ...options, timeZone: 'UTC' });
      return {
        weekday: part({ weekday: 'short' }),
        number: part({ day: 'numeric' }),
        month: part({ month: 'short' }),
        full: part({ weekday: 'long', month: 'long', day: 'numeric' }),
      };
    },
  };
}
