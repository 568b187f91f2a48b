import { mainFields } from './option-fields.js';
import { bool, group, number, readFields, type Field } from './read-fields.js';
import type { CalendarOptions } from './widget-options.js';

const clock: Field<number | undefined> = {
  read: (value) => {
    const [, hour, minute] = (typeof value === 'string' && /^(\d{1,2}):(\d{2})$/.exec(value)) || [];
    const minutes = Number(hour) * 60 + Number(minute);
    return minutes >= 0 && minutes <= 24 * 60 ? minutes : undefined;
  },
  expected: 'a time like "08:00"',
  fallback: undefined,
};
const dayPart = group({ enable: bool(true), openTime: clock, closeTime: clock });
export const calendarFields = {
  showAvailability: bool(true),
  numberOfDays: number(5, 1, 366),
  hideUnavailableTimeSlots: bool(false),
  timeFormat: mainFields.timeFormat,
  calendarHours: group({ interval: number(15, 1, 1440), allDay: dayPart, morning: dayPart, afternoon: dayPart, evening: dayPart }),
};

/** Reads the `calendar` section; day parts become windows in order, the whole day when none is given. */
export function readCalendarOptions(section: unknown): CalendarOptions {
  const { calendarHours, ...plain } = readFields(section, calendarFields, '', () => {});
  const { interval, allDay, morning, afternoon, evening } = calendarHours;
  const windows = [allDay, morning, afternoon, evening]
    .filter(({ enable, openTime, closeTime }) => enable && openTime !== undefined && closeTime !== undefined && openTime < closeTime)
    .map(({ openTime = 0, closeTime = 0 }) => ({ open: openTime, close: closeTime }))
    .sort((a, b) => a.open - b.open);
  return { ...plain, calendarHours: { interval, windows: windows.length > 0 ? windows : [{ open: 0, close: 24 * 60 }] } };
}
