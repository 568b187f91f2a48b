import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_LEAD_MS, entersNow, entersUntil, type QueueAhead } from '../../src/domain/when-to-queue.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
const MINUTE = 60_000;

const waitingOf = (count: number, priority = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `w${index}`, priority, queuedAt: NOW - (count - index) * MINUTE }));
const queueOf = (count: number, secondsPerCallback: number | undefined, rest: Partial<QueueAhead> = {}): QueueAhead => ({
  waiting: waitingOf(count),
  agingPerMinute: 0,
  secondsPerCallback,
  ...rest,
});
const scheduled = (minutesAhead: number, priority = 0) => ({ id: 'self', priority, desiredTime: NOW + minutesAhead * MINUTE });

describe('[CB2] when a scheduled callback enters its queue', () => {
  it.each<[string, ReturnType<typeof scheduled>, QueueAhead, boolean]>([
    ['its time has come', scheduled(0), queueOf(0, undefined), true],
    ['its time was long ago', scheduled(-600), queueOf(0, undefined), true],
    ['a moment before, nobody waits', { ...scheduled(0), desiredTime: NOW + 1 }, queueOf(0, 60), false],
    ['ten wait a minute each, ten minutes ahead', scheduled(10), queueOf(10, 60), true],
    [
      'ten wait a minute each, ten minutes and a moment ahead',
      { ...scheduled(10), desiredTime: NOW + 10 * MINUTE + 1 },
      queueOf(10, 60),
      false,
    ],
    ['the wait is not known', scheduled(1), queueOf(10, undefined), false],
    ['higher priority goes ahead of all, so it comes at its time', scheduled(1, 5), queueOf(10, 60), false],
    ['lower priority comes behind all', scheduled(10, -5), queueOf(10, 60), true],
    ['ahead of some', scheduled(4, 1), queueOf(0, 60, { waiting: [...waitingOf(4, 2), ...waitingOf(6, 0)] }), true],
    ['ahead of some, too early for that', scheduled(5, 1), queueOf(0, 60, { waiting: [...waitingOf(4, 2), ...waitingOf(6, 0)] }), false],
    ['who aged past its priority is ahead', scheduled(10, 5), queueOf(10, 60, { agingPerMinute: 100 }), true],
    [
      'who may only be called after its time is not in its way',
      scheduled(10),
      queueOf(0, 60, { waiting: waitingOf(10).map((one) => ({ ...one, notBefore: NOW + 11 * MINUTE })) }),
      false,
    ],
    [
      'who may be called by its time is',
      scheduled(10),
      queueOf(0, 60, { waiting: waitingOf(10).map((one) => ({ ...one, notBefore: NOW + 10 * MINUTE })) }),
      true,
    ],
    ['two hours at most', scheduled(120), queueOf(1000, 60), true],
    ['not more than two hours', scheduled(121), queueOf(1000, 60), false],
  ])('%s', (_, callback, queue, enters) => expect(entersNow(callback, queue, NOW)).toBe(enters));

  it('[CB2] never looks further than two hours, and misses nobody who has to enter', () => {
    const queue = fc.record({
      waiting: fc.array(
        fc.record({ id: fc.string(), priority: fc.integer({ min: -5, max: 5 }), queuedAt: fc.integer({ min: NOW - 1e7, max: NOW }) }),
      ),
      agingPerMinute: fc.constantFrom(0, 1, 10),
      secondsPerCallback: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
    });
    const one = fc.record({
      id: fc.constant('self'),
      priority: fc.integer({ min: -5, max: 5 }),
      desiredTime: fc.integer({ min: NOW - 1e6, max: NOW + 1e7 }),
    });
    fc.assert(
      fc.property(queue, one, (ahead, callback) => {
        const until = entersUntil(ahead, NOW);
        expect(until).toBeLessThanOrEqual(NOW + LONGEST_LEAD_MS);
        if (entersNow(callback, ahead, NOW)) expect(callback.desiredTime).toBeLessThanOrEqual(until);
      }),
    );
  });
});
