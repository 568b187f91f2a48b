import { wallClock } from './local-time.js';

/** Minutes east of UTC of a zone at an instant. */
export function offsetMinutes(epochMs: number, zone: string): number {
  const { date, minute } = wallClock(epochMs, zone);
  return Math.round((Date.parse(`${date}T00:00:00Z`) - epochMs) / 60_000) + minute;
}

/** Whether clocks in two zones agree at an instant. */
export const sameClock = (epochMs: number, zone: string, other: string): boolean =>
  offsetMinutes(epochMs, zone) === offsetMinutes(epochMs, other);

/** `America/New_York` as people say it: New York. */
export const cityOf = (zone: string): string => (zone.split('/').pop() ?? zone).replace(/_/g, ' ');

/** The zone to name beside the visitor's own, when their clocks differ at that instant (WI4). */
export const otherZone = (at: number, zone: string, business: string | undefined): string | undefined =>
  business === undefined || sameClock(at, zone, business) ? undefined : business;
