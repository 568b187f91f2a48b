import { wallClock, type LocalDate } from '../../ui/local-time.js';

/** A start time that may be chosen. */
export interface PickableSlot {
  /** Epoch milliseconds. */
  readonly time: number;
  /** Free places; 0 = full. */
  readonly capacity: number;
}

export const PARTS_OF_DAY = ['night', 'morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof PARTS_OF_DAY)[number];

export interface PickableDay {
  readonly date: LocalDate;
  /** In order of time; empty = nothing on this day. */
  readonly slots: readonly PickableSlot[];
  readonly free: number;
}

/** Instants to the days that a clock in `zone` shows: one entry per date that has slots, in order. */
export function groupByDay(slots: readonly PickableSlot[], zone: string): PickableDay[] {
  const byDate = new Map<LocalDate, PickableSlot[]>();
  for (const slot of [...slots].sort((a, b) => a.time - b.time)) {
    const { date } = wallClock(slot.time, zone);
    const day = byDate.get(date);
    if (day) day.push(slot);
    else byDate.set(date, [slot]);
  }
  return [...byDate].map(([date, ofDay]) => ({ date, slots: ofDay, free: ofDay.filter(({ capacity }) => capacity > 0).length }));
}

const partAt = (minute: number): PartOfDay => (minute < 360 ? 'night' : minute < 720 ? 'morning' : minute < 1020 ? 'afternoon' : 'evening');

/** One day's slots under Night (before 6), Morning, Afternoon (from 12) and Evening (from 17); empty parts are left out. */
export function groupByPart(slots: readonly PickableSlot[], zone: string): Array<{ part: PartOfDay; slots: PickableSlot[] }> {
  return PARTS_OF_DAY.map((part) => ({ part, slots: slots.filter(({ time }) => partAt(wallClock(time, zone).minute) === part) })).filter(
    ({ slots: ofPart }) => ofPart.length > 0,
  );
}

/** Times that a day's clocks show twice, because they are set back: their labels need the zone's name. */
export function ambiguousTimes(slots: readonly PickableSlot[], zone: string): ReadonlySet<number> {
  const seen = new Map<number, number>();
  const ambiguous = new Set<number>();
  for (const { time } of slots) {
    const { minute } = wallClock(time, zone);
    const twin = seen.get(minute);
    if (twin !== undefined) ambiguous.add(twin).add(time);
    seen.set(minute, time);
  }
  return ambiguous;
}
