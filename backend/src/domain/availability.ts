import type { CompiledHours } from './business-hours.js';
import { slotTotal, type Capacity } from './capacity.js';
import type { SlotProposals } from './refusal.js';
import { slotContaining, slotStarts } from './slots.js';
import { DAY } from './zone-clock.js';
import type { AvailabilityWindow } from './availability-window.js';

/** One start time that can be asked for. */
export interface SlotView {
  /** Epoch ms. */
  readonly start: number;
  /** Places left, never below 0 (SL3). */
  readonly free: number;
  readonly total: number;
}

/** A queue's bookable future: its rules, and how many places of each slot are taken (a slot that is not named has none). */
export interface SlotBook {
  readonly hours: CompiledHours;
  readonly durationMinutes: number;
  readonly capacity: Capacity;
  readonly maxAdvanceDays: number;
  /** Slot start in epoch ms -> callbacks that hold a place. */
  readonly taken: ReadonlyMap<number, number>;
}

/** The last instant that can be booked: whole days of 24 hours from now. */
export const bookableUntil = (now: number, maxAdvanceDays: number): number => now + maxAdvanceDays * DAY;

/** SL6: slots of a window that have not begun, are within `maxAdvanceDays`, and have places (with `reportBusy` also the full ones). */
export function listSlots(
  book: SlotBook,
  now: number,
  asked: { window: AvailabilityWindow; maxTimeSlots?: number; reportBusy?: boolean },
): SlotView[] {
  const { from, to } = spanOf(asked.window, book);
  const most = asked.maxTimeSlots ?? Number.POSITIVE_INFINITY;
  const slots: SlotView[] = [];
  let free = 0;
  for (const slot of slotsBetween(book, now, { from, to })) {
    // The cap counts slots with room; a busy one after the last of them is of no use to anybody.
    if (free >= most) break;
    if (slot.free > 0) free += 1;
    if (slot.free > 0 || asked.reportBusy) slots.push(slot);
  }
  return slots;
}

/** SL7: the slots with room that are nearest to `wanted`, in order of time. */
export function nearestFreeSlots(book: SlotBook, now: number, asked: { wanted: number; limit?: number }): SlotView[] {
  const bookable = slotsBetween(book, now, { from: now, to: Number.POSITIVE_INFINITY }).filter((slot) => slot.free > 0);
  const distance = (slot: SlotView): number => Math.abs(slot.start - asked.wanted);
  return bookable
    .sort((a, b) => distance(a) - distance(b) || a.start - b.start)
    .slice(0, asked.limit ?? 10)
    .sort((a, b) => a.start - b.start);
}

/** The first slot with room; undefined when every bookable one is full. */
export const firstFreeSlot = (book: SlotBook, now: number): SlotView | undefined =>
  listSlots(book, now, {
    window: { kind: 'span', from: now, to: bookableUntil(now, book.maxAdvanceDays) + 1, timeZone: undefined },
    maxTimeSlots: 1,
  })[0];

/** Slots as a refusal carries them. */
export const asProposals = (slots: readonly SlotView[]): SlotProposals => new Map(slots.map((slot) => [slot.start, slot.free]));

function spanOf(window: AvailabilityWindow, book: SlotBook): { from: number; to: number } {
  if (window.kind === 'span') return window;
  const start = slotContaining(window.at, book.durationMinutes, book.hours.timeZone);
  return { from: start, to: start + 1 };
}

function slotsBetween(book: SlotBook, now: number, span: { from: number; to: number }): SlotView[] {
  const from = Math.max(span.from, now);
  const to = Math.min(span.to, bookableUntil(now, book.maxAdvanceDays) + 1);
  return slotStarts({ hours: book.hours, durationMinutes: book.durationMinutes, from, to }).map((start) => viewOf(book, start));
}

function viewOf(book: SlotBook, start: number): SlotView {
  const total = slotTotal(book.capacity, start);
  return { start, free: Math.max(0, total - (book.taken.get(start) ?? 0)), total };
}
