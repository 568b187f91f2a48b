import * as v from 'valibot';
import type { BusinessHours, Config, Weekday } from './config-file.js';

const clock = v.string();
const intervals = v.array(v.tuple([clock, clock]));
const weekday = v.optional(intervals);

/** A business-hours object as the file has it, with clock times as text. For answers; `businessHours` is what checks. */
export const businessHoursText = v.object({
  timeZone: v.string(),
  weekly: v.object({ sun: weekday, mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: weekday }),
  exceptions: v.array(v.union([v.object({ date: v.string(), closed: v.literal(true) }), v.object({ date: v.string(), intervals })])),
});
export type BusinessHoursText = v.InferOutput<typeof businessHoursText>;

/** A configuration as a file would have it, every default written out. */
export interface ConfigText extends Omit<Config, 'businessHours'> {
  readonly businessHours: readonly (BusinessHoursText & { readonly name: string })[];
}

/** The way back of `parseConfigFile`: reading what this writes gives the same configuration. */
export const configText = (config: Config): ConfigText => ({
  ...config,
  businessHours: config.businessHours.map((hours) => ({ name: hours.name, ...hoursText(hours) })),
});

/** Clock times as text again. */
export function hoursText({ timeZone, weekly, exceptions }: Omit<BusinessHours, 'name'>): BusinessHoursText {
  const days = Object.entries(weekly) as [Weekday, Intervals | undefined][];
  return {
    timeZone,
    weekly: Object.fromEntries(days.flatMap(([day, list]) => (list ? [[day, intervalsText(list)]] : []))),
    exceptions: exceptions.map((exception) =>
      'closed' in exception ? exception : { date: exception.date, intervals: intervalsText(exception.intervals) },
    ),
  };
}

type Intervals = readonly (readonly [open: number, close: number])[];

const intervalsText = (list: Intervals): [string, string][] => list.map(([open, close]) => [clockText(open), clockText(close)]);

const two = (value: number): string => String(value).padStart(2, '0');
const clockText = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
