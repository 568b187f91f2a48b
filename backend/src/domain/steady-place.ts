import type { Waiting } from './queue-order.js';
import type { Place } from './visitor-view.js';

/** A place with what it takes to tell why it moved. */
export interface WatchedPlace extends Place {
  /** How many ahead have a higher priority of their own, waiting apart. */
  readonly preferred: number;
}

/**
 * QU3: what somebody is told who was told `told` before. A place only falls, except by as many as have come in with a higher priority;
 * whoever returns after a failed attempt stood further ahead already and doesn't push anybody back. A wait that was
 * told doesn't grow either unless the place does.
 */
export function steadyPlace(place: WatchedPlace, told: WatchedPlace | undefined): WatchedPlace {
  if (!told) return place;
  const pushedBy = Math.max(0, place.preferred - told.preferred);
  const position = Math.min(place.position, told.position + pushedBy);
  if (position > told.position || told.estimatedWaitTime < 0 || place.estimatedWaitTime < 0) return { ...place, position };
  return { ...place, position, estimatedWaitTime: Math.min(place.estimatedWaitTime, told.estimatedWaitTime) };
}

/** {@link WatchedPlace.preferred} of each of a queue, which is in order. */
export function preferredAhead(waiting: readonly Waiting[]): number[] {
  /** Priorities seen so far, lowest first. */
  const seen: number[] = [];
  return waiting.map(({ priority }) => {
    let [low, high] = [0, seen.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((seen[middle] ?? 0) <= priority) low = middle + 1;
      else high = middle;
    }
    seen.splice(low, 0, priority);
    return seen.length - 1 - low;
  });
}
