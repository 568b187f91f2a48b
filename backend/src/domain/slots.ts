import type { CompiledHours } from './business-hours.js';
import { MINUTE, zoneClock } from './zone-clock.js';

/** Which slots: those that start at `from <= t < to` (epoch ms) while the business is open. */
export interface SlotSpan {
  readonly hours: CompiledHours;
  /** Divides an hour. */
  readonly durationMinutes: number;
  readonly from: number;
  readonly to: number;
}

/** SL1: starts of the slots, in order of time. The grid counts from the top of the wall-clock hour; only the start has to be open. */
export function slotStarts({ hours, durationMinutes, from, to }: SlotSpan): number[] {
  const clock = zoneClock(hours.timeZone);
  const step = durationMinutes * MINUTE;
  const starts: number[] = [];
  for (const open of hours.intervals(from, to)) {
    for (let at = open.start; at < open.end;) {
      const stretch = clock.stretchAt(at);
      const end = Math.min(open.end, stretch.end);
      for (let start = Math.ceil((at + stretch.offset) / step) * step - stretch.offset; start < end; start += step) starts.push(start);
      at = end;
    }
  }
  return starts;
}

/**
 * SL8: the latest instant of the grid at or before `at`. Where the clock jumps by less than the duration (Lord Howe: 30
 * minutes) it may lie before the jump, so that every instant has exactly one slot.
 */
export function slotContaining(at: number, durationMinutes: number, timeZone: string): number {
  const clock = zoneClock(timeZone);
  const step = durationMinutes * MINUTE;
  let latest = at;
  for (;;) {
    const stretch = clock.stretchAt(latest);
    const start = Math.floor((latest + stretch.offset) / step) * step - stretch.offset;
    if (start >= stretch.start) return start;
    latest = stretch.start - 1;
  }
}
