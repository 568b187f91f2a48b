import { MINUTE } from './zone-clock.js';

/** What decides a place in the queue. */
export interface Waiting {
  readonly id: string;
  readonly priority: number;
  /** Epoch ms. */
  readonly queuedAt: number;
}

/** CB3: priority plus what waiting has added to it by `now`. */
export const effectivePriority = ({ priority, queuedAt }: Waiting, agingPerMinute: number, now: number): number =>
  priority + (agingPerMinute * Math.max(0, now - queuedAt)) / MINUTE;

/**
 * CB3: who is called first, for `sort`: higher effective priority, then earlier in the queue, then id. All entries of a queue age alike, so
 * the order doesn't depend on the time at which it is asked, and no place changes by mere waiting.
 */
export const byQueueOrder =
  (agingPerMinute: number) =>
  (a: Waiting, b: Waiting): number =>
    standing(b, agingPerMinute) - standing(a, agingPerMinute) || a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Effective priority as of 1970: differs from that of any other time by the same amount for all, and comes to one number for each entry. */
const standing = ({ priority, queuedAt }: Waiting, agingPerMinute: number): number => priority - (agingPerMinute * queuedAt) / MINUTE;

/** Place of a callback, 1 is next; undefined when it doesn't wait here. */
export function positionOf(id: string, entries: readonly Waiting[], agingPerMinute: number): number | undefined {
  const self = entries.find((entry) => entry.id === id);
  if (!self) return undefined;
  const compare = byQueueOrder(agingPerMinute);
  return 1 + entries.filter((entry) => compare(entry, self) < 0).length;
}
