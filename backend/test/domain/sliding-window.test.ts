import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgottenAt, nextPlaceAt, PARTS, partOf, roomIn, type Window } from '../../src/domain/sliding-window.js';

const LENGTH = 60_000;
const PART = LENGTH / PARTS;
const full = (latest: number, ...counts: number[]): Window => ({
  latest,
  counts: [...counts, ...Array.from({ length: PARTS + 1 - counts.length }, () => 0)],
});
const at = (now: number) => ({ now, lengthMs: LENGTH });

describe('[SE1] a stretch that slides', () => {
  it.each([
    ['nothing yet', full(0), 0, 3],
    ['two in this part', full(0, 2), 0, 1],
    ['one part later', full(0, 2), PART, 1],
    ['a whole stretch later they still count', full(0, 2), LENGTH, 1],
    ['and one part more they do not', full(0, 2), LENGTH + PART, 3],
    ['only the old ones go', full(5, 1, 0, 0, 0, 0, 2), LENGTH + PART, 2],
    ['more than fit', full(0, 9), 0, 0],
    ['long ago', full(0, 9), 100 * LENGTH, 3],
    ['a clock that is behind', full(7, 2), 0, 1],
  ])('%s', (_, window, now, room) => expect(roomIn(window, 3, at(now))).toBe(room));

  it.each([
    ['nothing counted: now', full(0), 7, 7],
    ['room left: when the earliest goes', full(2, 1, 0, 1), 2 * PART, LENGTH + PART],
    ['full: when the first place is free', full(2, 1, 0, 2), 2 * PART, LENGTH + PART],
    ['overfull by a limit made smaller: when enough are gone', full(2, 3, 1, 1), 2 * PART, LENGTH + 3 * PART],
  ])('the next place. %s', (_, window, now, expected) => expect(nextPlaceAt(window, 3, at(now))).toBe(expected));

  it('a refused one has room exactly from the time it was told', () => {
    const counts = fc.array(fc.nat(3), { minLength: PARTS + 1, maxLength: PARTS + 1 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 6 }), fc.nat(10), (given, most, later) => {
        const window = { latest: 1000, counts: given };
        const now = 1000 * PART + later * PART;
        fc.pre(roomIn(window, most, at(now)) === 0);
        const next = nextPlaceAt(window, most, at(now));
        expect(roomIn(window, most, at(next))).toBeGreaterThan(0);
        expect(roomIn(window, most, at(next - 1))).toBe(0);
      }),
    );
  });

  it('a day that no PARTS-th of a millisecond divides is as long as any', () => {
    for (const lengthMs of [1000, 7, 86_400_000, 59_999]) {
      const now = Date.UTC(2026, 10, 23, 13);
      const part = partOf(now, lengthMs);
      expect(forgottenAt(part, lengthMs)).toBeGreaterThanOrEqual(now + lengthMs);
      expect(forgottenAt(part, lengthMs)).toBeLessThanOrEqual(now + lengthMs + Math.ceil(lengthMs / PARTS) + 1);
    }
  });
});
