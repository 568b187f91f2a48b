import type { BusPlugin } from '../../bus/bus-types.js';
import type { CalendarOptions } from '../../options/widget-options.js';
import { createPickerModel, type PickerModel } from '../../panel/picker/picker-model.js';
import { slotWindowOf } from './slot-window.js';

export interface MakePickerDeps {
  readonly plugin: BusPlugin<'Calendar'>;
  /** IANA zone that days are counted in. */
  readonly zone: string;
  now(): number;
  readonly options: CalendarOptions;
  /** Days after today that may be asked for. */
  maxDays(): number;
}

/** At least a week a question, so that a weekend is never the whole answer. */
const MIN_WINDOW_DAYS = 7;
/** SL6: the server answers for so many days at a time. */
const MAX_WINDOW_DAYS = 31;

/** A picker over the server's availability, which tells the bus what is chosen. */
export const makePicker = ({ plugin, zone, now, options, maxDays }: MakePickerDeps): PickerModel =>
  createPickerModel({
    zone,
    now,
    windowDays: Math.min(MAX_WINDOW_DAYS, Math.max(MIN_WINDOW_DAYS, options.numberOfDays)),
    maxDays,
    fetchWindow: async (start, end) => {
      const startDate = new Date(start).toISOString();
      const endDate = new Date(end).toISOString();
      return slotWindowOf(await plugin.command('CallbackService.availability', { startDate, endDate, reportBusy: true }), options, zone);
    },
    onTime: ({ time, capacity }) => {
      const date = new Date(time);
      plugin.publish('selectedDateTime', { date, utcTime: date.toISOString(), capacity });
    },
  });
