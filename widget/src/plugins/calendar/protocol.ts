/* Commands and events of `Calendar`. Types only. */
import type { PickerModel } from '../../panel/picker/picker-model.js';

/** A date as callers spell it: ISO text, `03/22/17`, a Date, or epoch milliseconds. */
export type DateLike = string | number | Date;

/** `Calendar.generated`: a picker to put anywhere in the page. */
export interface GeneratedCalendar {
  /** One element, in a jQuery set on pages with jQuery, else in one like it. */
  ndCalendar: readonly HTMLElement[];
}

/** `Calendar.selectedDateTime`. */
export interface SelectedDateTime {
  date: Date;
  /** ISO instant. */
  utcTime: string;
  /** Free places when it was chosen. */
  capacity: number;
}

export interface PickerOptions {
  /** Days after today that may be asked for, or what tells so once it is known. */
  maxDays?: number | (() => number | undefined);
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Partial; pickers made later follow it. */
    'Calendar.configure': { options: Record<string, unknown>; result: void };
    /** Builds a picker as an element. */
    'Calendar.generate': { options: { date?: DateLike } | undefined; result: GeneratedCalendar };
    /** A picker without looks, for a plugin that draws it itself. Loads at once. */
    'Calendar.picker': { options: PickerOptions | undefined; result: PickerModel };
    /** Asks for free times anew, and shows the day of `date`. */
    'Calendar.showAvailability': { options: { date?: DateLike } | undefined; result: void };
    /** Forgets what is chosen. */
    'Calendar.reset': { options: undefined; result: void };
  }
  interface EventMap {
    'Calendar.ready': undefined;
    'Calendar.generated': GeneratedCalendar;
    'Calendar.selectedDateTime': SelectedDateTime;
  }
}
