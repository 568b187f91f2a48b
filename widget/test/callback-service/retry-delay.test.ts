import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TRIES, retryDelay } from '../../src/plugins/callback-service/retry-delay.js';

describe('retryDelay', () => {
  it.each([
    ['no answer', { httpStatus: 0 }, 1, 1000],
    ['bad gateway', { httpStatus: 502 }, 1, 1000],
    ['unavailable', { httpStatus: 503 }, 2, 2000],
    ['gateway timeout', { httpStatus: 504 }, 3, 4000],
    ['the server asks for more', { httpStatus: 503, retryAfter: 7 }, 1, 7000],
    ['the server asks for less', { httpStatus: 503, retryAfter: 0 }, 1, 1000],
    ['the server asks for more than a visitor waits', { httpStatus: 503, retryAfter: 60 }, 1, undefined],
    ['offline', { httpStatus: 0, offline: true }, 1, undefined],
    ['enough tries', { httpStatus: 502 }, MAX_TRIES, undefined],
    ['bad input', { httpStatus: 400 }, 1, undefined],
    ['refused', { httpStatus: 401 }, 1, undefined],
    ['slot full', { httpStatus: 429 }, 1, undefined],
    ['broken server', { httpStatus: 500 }, 1, undefined],
    ['a 200 that makes no sense', { httpStatus: 200 }, 1, undefined],
  ])('[WI5] %s', (_, failure, tries, expected) => {
    expect(retryDelay(failure, tries, 0.5)).toBe(expected);
  });
  it('[WI5] grows with the tries whatever the chance, and stays below 15 seconds', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, fc.integer({ min: 1, max: MAX_TRIES - 2 }), (one, other, tries) => {
        const earlier = retryDelay({ httpStatus: 502 }, tries, one)!;
        const later = retryDelay({ httpStatus: 502 }, tries + 1, other)!;
        expect(earlier).toBeGreaterThan(0);
        expect(later).toBeGreaterThan(earlier);
        expect(later).toBeLessThan(15_000);
      }),
    );
  });
});
