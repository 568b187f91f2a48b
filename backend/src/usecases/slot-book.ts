import { bookableUntil, type SlotBook } from '../domain/availability.js';
import type { QueueReader } from '../ports/queue-reader.js';
import type { Dependencies } from './dependencies.js';
import { nextFlight } from './next-flight.js';
import type { QueueRules } from './site-rules.js';

const HOUR_MS = 3_600_000;

export type ReadSlotsTaken = QueueReader['slotsTaken'];

/** Reads places taken by whole hours, so that many who ask about the same days at once share one query. */
export function sharedSlotsTaken(read: ReadSlotsTaken): ReadSlotsTaken {
  const flights = new Map<string, { fly: () => ReturnType<ReadSlotsTaken>; aboard: number }>();
  return async (queue, from, to) => {
    const [start, end] = [Math.floor(from / HOUR_MS) * HOUR_MS, Math.ceil(to / HOUR_MS) * HOUR_MS];
    const key = `${start} ${end} ${queue}`;
    const flight = flights.get(key) ?? { fly: nextFlight(() => read(queue, start, end)), aboard: 0 };
    flights.set(key, flight);
    flight.aboard += 1;
    try {
      return await flight.fly();
    } finally {
      flight.aboard -= 1;
      if (flight.aboard === 0) flights.delete(key);
    }
  };
}

/** A queue's bookable future between two instants (epoch ms); 1 statement, shared. */
export async function readSlotBook(deps: Dependencies, rules: QueueRules, span: { from: number; to: number }): Promise<SlotBook> {
  const { settings, hours, capacity } = rules;
  return {
    hours,
    capacity,
    durationMinutes: settings.slotDurationMinutes,
    maxAdvanceDays: settings.maxAdvanceDays,
    taken: await deps.reader.slotsTaken(settings.name, span.from, span.to),
  };
}

/** All that can still be booked. */
export const bookableSpan = (rules: QueueRules, now: number): { from: number; to: number } => ({
  from: now,
  to: bookableUntil(now, rules.settings.maxAdvanceDays) + 1,
});
