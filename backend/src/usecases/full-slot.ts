import { nearestFreeSlots } from '../domain/availability.js';
import { slotFull } from '../domain/booking.js';
import type { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import type { QueueRules } from './site-rules.js';
import { bookableSpan, readSlotBook } from './slot-book.js';

/** SL7: up to 10 other times. `wanted`: epoch ms. */
export async function fullSlotRefusal(deps: Dependencies, rules: QueueRules, wanted: number): Promise<Refusal> {
  const now = deps.clock.now();
  const slots = await readSlotBook(deps, rules, bookableSpan(rules, now));
  return slotFull(nearestFreeSlots(slots, now, { wanted }));
}
