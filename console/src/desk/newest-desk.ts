import type { Desk } from '@ringback/contract';

/** How a state of the desk got here. `feed-start` is the first one of a new connection. */
export type DeskOrigin = 'answer' | 'feed' | 'feed-start';

/**
 * Of the desk shown and one that has just arrived, the newer. Answers and feed travel on different connections and may
 * overtake each other, so versions decide where both have one. A new connection may reach a server that counts anew: it wins.
 */
export function newestDesk(shown: Desk | undefined, arrived: Desk, origin: DeskOrigin): Desk {
  if (shown?.version === undefined || arrived.version === undefined || origin === 'feed-start') return arrived;
  return arrived.version < shown.version ? shown : arrived;
}
