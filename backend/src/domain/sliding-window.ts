/*
 * SE1: counts for limits "so many in any stretch of a length". The stretch is cut into parts, and a request is counted in the part that
 * it falls into. What counts is the present part and PARTS whole ones before it: never less than the asked stretch, at most one part more.
 * So no stretch of the length ever holds more than the limit, and whoever is at the limit waits at most a PARTS-th of it too long.
 */

/** Whole parts of a stretch. */
export const PARTS = 12;

/** What is counted in the newest part, the one before it, and so on: PARTS + 1 of them. */
export interface Window {
  /** Number of the newest part since the epoch. */
  readonly latest: number;
  readonly counts: readonly number[];
}

/** Number of the part that an instant (epoch ms) falls into. */
export const partOf = (now: number, lengthMs: number): number => Math.floor((now * PARTS) / lengthMs);

const startOf = (part: number, lengthMs: number): number => Math.ceil((part * lengthMs) / PARTS);

/** Epoch ms at which nothing of a window counts any more. */
export const forgottenAt = (latest: number, lengthMs: number): number => startOf(latest + PARTS + 1, lengthMs);

/** What of a window still counts in a later part. */
function stillCounted({ latest, counts }: Window, part: number): number[] {
  const age = Math.max(0, part - latest);
  return counts.slice(0, Math.max(0, counts.length - age));
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** How many more fit in at `now`. */
export const roomIn = (window: Window, most: number, at: { now: number; lengthMs: number }): number =>
  Math.max(0, most - sum(stillCounted(window, partOf(at.now, at.lengthMs))));

/** Epoch ms at which the next place is free: a full window's next one, else when the earliest request that counts is forgotten. */
export function nextPlaceAt(window: Window, most: number, { now, lengthMs }: { now: number; lengthMs: number }): number {
  const part = Math.max(partOf(now, lengthMs), window.latest);
  const counts = stillCounted(window, part);
  const total = sum(counts);
  let left = total;
  for (let age = counts.length - 1; age >= 0; age -= 1) {
    left -= counts[age] ?? 0;
    if (left < Math.min(total, most)) return startOf(window.latest - age + PARTS + 1, lengthMs);
  }
  return now;
}
