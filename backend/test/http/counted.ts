import { partOf, nextPlaceAt, PARTS, roomIn, type Window } from '../../src/domain/sliding-window.js';
import type { RequestCounter } from '../../src/ports/request-counter.js';

/** Counts in memory, by the rule of the domain; says how often it was asked. */
export function countsInMemory(): Pick<RequestCounter, 'keyOf' | 'slide'> & { readonly asked: () => number } {
  const windows = new Map<string, Window>();
  let asked = 0;
  return {
    asked: () => asked,
    keyOf: (text) => new TextEncoder().encode(text),
    async slide({ key, most, lengthMs }, now) {
      asked += 1;
      const name = new TextDecoder().decode(key);
      const part = partOf(now, lengthMs);
      const before = windows.get(name) ?? { latest: part, counts: [0] };
      const at = { now, lengthMs };
      if (roomIn(before, most, at) === 0) return { granted: false, remaining: 0, nextAt: nextPlaceAt(before, most, at) };
      const aged = [...Array.from({ length: part - before.latest }, () => 0), ...before.counts].slice(0, PARTS + 1);
      const window = { latest: part, counts: [(aged[0] ?? 0) + 1, ...aged.slice(1)] };
      windows.set(name, window);
      return { granted: true, remaining: roomIn(window, most, at), nextAt: nextPlaceAt(window, most, at) };
    },
  };
}
