import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byQueueOrder, effectivePriority, positionOf, type Waiting } from '../../src/domain/queue-order.js';
import { MINUTE } from './wall-clock-by-intl.js';

const T = Date.UTC(2026, 10, 23, 9);
const entry = (id: string, priority: number, minute: number): Waiting => ({ id, priority, queuedAt: T + minute * MINUTE });
const order = (entries: Waiting[], aging = 0): string =>
  [...entries]
    .sort(byQueueOrder(aging))
    .map(({ id }) => id)
    .join('');

describe('queue order', () => {
  it.each([
    ['time queued, whatever the ids', [entry('a', 0, 2), entry('b', 0, 1)], 0, 'ba'],
    ['priority before time', [entry('a', 0, 1), entry('b', 5, 9)], 0, 'ba'],
    ['negative priority comes last', [entry('a', -1, 1), entry('b', 0, 9)], 0, 'ba'],
    ['ageing: 10 minutes at 1 a minute beat a priority of 9', [entry('a', 0, 0), entry('b', 9, 10)], 1, 'ab'],
    ['ageing: but not of 11', [entry('a', 0, 0), entry('b', 11, 10)], 1, 'ba'],
    ['ageing: a draw goes to the earlier', [entry('a', 10, 10), entry('b', 0, 0)], 1, 'ba'],
    ['at the same millisecond: by id, so that all replicas agree', [entry('b', 0, 0), entry('a', 0, 0)], 0, 'ab'],
  ])('[CB3] %s', (_, entries, aging, expected) => {
    expect(order(entries, aging)).toBe(expected);
  });

  it('[CB3] effective priority rises by the minute', () => {
    expect(effectivePriority(entry('a', 3, 0), 2, T + 90_000)).toBe(6);
    expect(effectivePriority(entry('a', 3, 0), 0, T + 90_000)).toBe(3);
    expect(effectivePriority(entry('a', 3, 0), 2, T - 90_000)).toBe(3);
  });

  const entries = fc.uniqueArray(
    fc.record({ id: fc.uuid(), priority: fc.integer({ min: -50, max: 50 }), queuedAt: fc.integer({ min: T, max: T + 600 * MINUTE }) }),
    { maxLength: 40, selector: ({ id }) => id },
  );

  it('[CB3] agrees with effective priority at any time, so nobody is overtaken by waiting', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 20 }), fc.nat(1000 * MINUTE), (waiting, aging, later) => {
        const sorted = [...waiting].sort(byQueueOrder(aging));
        const now = T + 600 * MINUTE + later;
        sorted.slice(1).forEach((next, i) => {
          const before = sorted[i] as Waiting;
          expect(effectivePriority(before, aging, now)).toBeGreaterThanOrEqual(effectivePriority(next, aging, now) - 1e-6);
        });
      }),
    );
  });

  it('[CB3][QU3] the place is the index in the order, whatever order the entries come in', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(0, 0.5, 3), (waiting, aging) => {
        const sorted = [...waiting].sort(byQueueOrder(aging));
        expect(sorted.map(({ id }) => positionOf(id, waiting, aging))).toEqual(sorted.map((_, i) => i + 1));
        expect(waiting.toReversed().sort(byQueueOrder(aging))).toEqual(sorted);
      }),
    );
  });

  it('[QU3] a newcomer of no higher priority moves nobody back', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(0, 0.5, 3), (waiting, aging) => {
        const lowest = Math.min(50, ...waiting.map(({ priority }) => priority));
        const joined = [...waiting, { id: 'newcomer', priority: lowest, queuedAt: T + 601 * MINUTE }];
        for (const { id } of waiting) expect(positionOf(id, joined, aging)).toBe(positionOf(id, waiting, aging));
      }),
    );
  });

  it('[QU3] who is not waiting has no place', () => {
    expect(positionOf('x', [entry('a', 0, 0)], 0)).toBeUndefined();
  });
});
