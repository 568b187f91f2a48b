import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codesOf, drawAccessCode, drawFreeCode } from '../../src/domain/access-code.js';

describe('access codes', () => {
  it('[CI2] a million drawn: six digits, none begins with 0, and all as likely as each other', () => {
    const drawn = 1_000_000;
    const buckets = 1000;
    const counts = new Uint32Array(buckets);
    for (let count = 0; count < drawn; count += 1) {
      const code = drawAccessCode(6, randomInt);
      if (!/^[1-9]\d{5}$/.test(code)) throw new Error(`not a code: ${code}`);
      counts[Math.floor(((Number(code) - 100_000) / 900_000) * buckets)]! += 1;
    }
    const expected = drawn / buckets;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 999 degrees of freedom: mean 999, deviation 44.7; beyond six deviations once in a billion runs.
    expect(chiSquare).toBeGreaterThan(999 - 6 * 44.7);
    expect(chiSquare).toBeLessThan(999 + 6 * 44.7);
  });

  it('[CI2] every last digit and every first one is as likely as the others', () => {
    const [first, last] = [new Uint32Array(10), new Uint32Array(10)];
    for (let count = 0; count < 100_000; count += 1) {
      const code = drawAccessCode(4, randomInt);
      first[Number(code[0])]! += 1;
      last[Number(code.at(-1))]! += 1;
    }
    expect(first[0]).toBe(0);
    for (const count of first.slice(1)) expect(Math.abs(count - 100_000 / 9)).toBeLessThan(700);
    for (const count of last) expect(Math.abs(count - 10_000)).toBeLessThan(700);
  });

  it.each([4, 6, 9, 12])('[CI1] of %i digits', (length) => {
    expect(drawAccessCode(length, (min) => min)).toBe(`1${'0'.repeat(length - 1)}`);
    expect(drawAccessCode(length, (_, max) => max - 1)).toBe('9'.repeat(length));
  });

  it('[CI2] unique among those that live, down to the last one', () => {
    const taken = new Set<string>();
    for (let left = codesOf(4); left > 0; left -= 1) {
      const code = drawFreeCode(4, taken, randomInt);
      if (code === undefined || taken.has(code)) throw new Error('a code was drawn twice, or none though one was left');
      taken.add(code);
    }
    expect(taken.size).toBe(9000);
    expect(drawFreeCode(4, taken, randomInt)).toBeUndefined();
  });
});
