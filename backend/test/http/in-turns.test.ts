import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTurns } from '../../src/http/in-turns.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Work of half a millisecond each. */
const working = (done: number[], count: number, line: (work: () => void) => void): void => {
  for (let index = 0; index < count; index += 1)
    line(() => {
      vi.advanceTimersByTime(0.5);
      done.push(index);
    });
};

describe('[SE1] work in turns', () => {
  it('[SE1] takes a millisecond of a turn, in the order in which it came, and lets others work in between', async () => {
    const done: number[] = [];
    working(done, 7, inTurns());
    expect(done).toEqual([]);
    const seen: number[] = [];
    while (done.length < 7) {
      await nextTurn();
      seen.push(done.length);
    }
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen).toEqual([2, 4, 6, 7]);
  });

  it('[SE1] goes on with what comes while it works, and begins again after a rest', async () => {
    const done: string[] = [];
    const line = inTurns();
    line(() => {
      done.push('first');
      line(() => void done.push('second'));
    });
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    expect(done).toEqual(['first', 'second']);
    line(() => void done.push('third'));
    await nextTurn();
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('[SE1] keeps no more than 2,000 waiting', async () => {
    const done: number[] = [];
    working(done, 2_003, inTurns());
    expect(done).toEqual([2_000, 2_001, 2_002]);
    while (done.length < 2_003) await nextTurn();
  });
});
