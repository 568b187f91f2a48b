import { byQueueOrder, type Waiting } from './queue-order.js';
import { MINUTE } from './zone-clock.js';

/**
 * CB2: no callback enters its queue earlier than this before its time, however long the wait. It bounds what is looked at
 * every second, and a forecast further ahead than that is a guess.
 */
export const LONGEST_LEAD_MS = 120 * MINUTE;

/** A queue as the rule sees it: who waits, best first, and how fast it goes. */
export interface QueueAhead {
  readonly waiting: readonly (Waiting & { readonly notBefore?: number | undefined })[];
  readonly agingPerMinute: number;
  /** Seconds from one callback to the next (`mode2`); undefined: unknown, or nobody serves the queue. */
  readonly secondsPerCallback: number | undefined;
}

interface Scheduled {
  readonly id: string;
  readonly priority: number;
  /** Epoch ms. */
  readonly desiredTime: number;
}

/** The latest desired time that may have to enter the queue now; everything up to `now` has to. Epoch ms. */
export const entersUntil = ({ waiting, secondsPerCallback }: QueueAhead, now: number): number =>
  now + leadOf(waiting.length, secondsPerCallback);

/**
 * CB2: whether a scheduled callback enters its queue now: at its time, or earlier by the wait it would have at the place
 * that its priority gives it, so that it reaches the top at its time; whoever may only be called later is not in its way. Who
 * calls before that time is not decided here: nobody does. A wait that is not known is none.
 */
export function entersNow({ id, priority, desiredTime }: Scheduled, queue: QueueAhead, now: number): boolean {
  if (desiredTime <= now) return true;
  const compare = byQueueOrder(queue.agingPerMinute);
  const self = { id, priority, queuedAt: now };
  const isAhead = (other: QueueAhead['waiting'][number]): boolean => (other.notBefore ?? now) <= desiredTime && compare(other, self) < 0;
  const ahead = queue.waiting.filter(isAhead).length;
  return desiredTime <= now + leadOf(ahead, queue.secondsPerCallback);
}

const leadOf = (ahead: number, secondsPerCallback: number | undefined): number =>
  Math.min(LONGEST_LEAD_MS, ahead * (secondsPerCallback ?? 0) * 1000);
