import type { CallbackId } from '@ringback/contract';
import { judgeAgentBooking, requireUnlocked } from '../domain/agent-callback.js';
import { judgeReschedule } from '../domain/booking.js';
import { canReschedule } from '../domain/callback-state.js';
import type { Actor } from '../domain/callback.js';
import { deletionDay, placesFor } from './create-callback.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';
import { fullSlotRefusal } from './full-slot.js';
import { queueRules } from './site-rules.js';

/** See `Ringback.rescheduleCallback`. 2 statements; 3 when it takes another slot's place. */
export async function rescheduleCallback(deps: Dependencies, id: CallbackId, desiredTime: number, actor: Actor): Promise<void> {
  let queue = '';
  const result = await editCallback(deps, id, (callback, now) => {
    queue = callback.queue;
    const common = { actor, cause: 'rescheduled' };
    // The state is judged first: a time that is no longer possible matters to nobody whose call has begun.
    if (!canReschedule(callback.state)) return { ...common, event: { kind: 'reschedule', desiredTime, slotStart: undefined } };
    requireUnlocked(callback, now);
    const rules = queueRules(deps.site, queue);
    const booking =
      callback.scheduledBy === undefined ? judgeReschedule(rules, desiredTime, now) : judgeAgentBooking(rules, desiredTime, now);
    return {
      ...common,
      event: { kind: 'reschedule', desiredTime, slotStart: booking.slotStart },
      move: { slotCapacity: placesFor(booking), deleteAfter: deletionDay(desiredTime, rules) },
    };
  });
  if (result.kind === 'slot-full') throw await fullSlotRefusal(deps, queueRules(deps.site, queue), desiredTime);
}
