import type { Availabilities } from '@ringback/contract';
import type { CalendarOptions } from '../../options/widget-options.js';
import type { SlotWindow } from '../../panel/picker/picker-model.js';
import { wallClock } from '../../ui/local-time.js';

type Settings = Pick<CalendarOptions, 'hideUnavailableTimeSlots' | 'calendarHours' | 'showAvailability'>;

/** The server's answer as a picker wants it, less what the site's settings leave out. */
export function slotWindowOf(answer: Availabilities, settings: Settings, zone: string): SlotWindow {
  const { windows } = settings.calendarHours;
  const isShown = (time: number): boolean => {
    const { minute } = wallClock(time, zone);
    // A closing time like 11:59 still shows what starts in its minute.
    return windows.some(({ open, close }) => minute >= open && minute <= close);
  };
  const slots = answer.slots
    // Without `showAvailability` the vendor lets every time be chosen; the server judges it when it is booked.
    .map(({ utcTime, capacity }) => ({ time: Date.parse(utcTime), capacity: settings.showAvailability ? capacity : Math.max(1, capacity) }))
    .filter(({ time, capacity }) => isShown(time) && (capacity > 0 || !settings.hideUnavailableTimeSlots));
  return { slots, zone: answer.timezone };
}
