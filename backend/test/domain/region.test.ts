import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEAD_AFTER_MS,
  isGone,
  livingRegions,
  lives,
  NO_REGION,
  regionFor,
  sight,
  type Beat,
  type Sightings,
} from '../../src/domain/region.js';

const NOW = Date.parse('2026-11-23T13:00:00Z');
const RULE = { name: 'West first', preferred: ['n-california', 's-california'], fallback: ['oregon', 'ohio'], ignored: ['frankfurt'] };

describe('the region that dials', () => {
  it.each([
    ['the first preferred one', ['oregon', 's-california', 'n-california'], 'n-california'],
    ['the second preferred one when the first is gone', ['oregon', 's-california'], 's-california'],
    ['the first fallback one when no preferred one lives', ['ohio', 'oregon'], 'oregon'],
    ['the last one', ['ohio', 'frankfurt'], 'ohio'],
    ['nobody, rather than an ignored one', ['frankfurt'], undefined],
    ['nobody, rather than one that the rule does not name', ['tokyo'], undefined],
    ['whoever does not say where they are, when nobody else can', [NO_REGION, 'frankfurt'], NO_REGION],
    ['a fallback one before those who do not say', [NO_REGION, 'ohio'], 'ohio'],
    ['nobody when nobody lives', [], undefined],
  ])('[SC3] %s', (_name, living, expected) => {
    expect(regionFor(RULE, new Set(living))).toBe(expected);
  });

  it('[SC3] is never an ignored one, wherever else the rule names it', () => {
    const rule = { ...RULE, ignored: ['n-california', 'oregon'] };
    expect(regionFor(rule, new Set(['n-california', 'oregon', 'ohio']))).toBe('ohio');
    expect(regionFor(rule, new Set(['n-california', 'oregon']))).toBeUndefined();
  });

  it('[SC3] is always a living one that is not ignored, and no living one comes before it', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
    fc.assert(
      fc.property(names, fc.nat(6), fc.nat(6), fc.subarray(['a', 'b', 'c', 'd', 'e', 'f', NO_REGION]), (order, first, second, up) => {
        const [from, to] = [Math.min(first, second), Math.max(first, second)];
        const rule = { name: 'r', preferred: order.slice(0, from), fallback: order.slice(from, to), ignored: order.slice(to) };
        const region = regionFor(rule, new Set(up));
        const allowed = [...rule.preferred, ...rule.fallback, NO_REGION];
        expect(region).toBe(allowed.filter((name) => up.includes(name))[0]);
      }),
    );
  });
});

describe('who lives', () => {
  const beat = (at: number, replica = 'r', region = 'eu'): Beat => ({ replica, region, at });
  const seen = (looks: readonly (readonly [number, ...Beat[]])[]): Sightings =>
    looks.reduce<Sightings>((known, [now, ...beats]) => sight(known, beats, now), new Map());
  const alive = (looks: readonly (readonly [number, ...Beat[]])[], now: number): boolean => livingRegions(seen(looks), now).has('eu');

  it.each([
    [
      'beats go on',
      [
        [NOW, beat(NOW)],
        [NOW + 5_000, beat(NOW + 5_000)],
      ],
      NOW + 5_000 + DEAD_AFTER_MS - 1,
      true,
    ],
    [
      'no news for 15 seconds',
      [
        [NOW, beat(NOW)],
        [NOW + 5_000, beat(NOW + 5_000)],
      ],
      NOW + 5_000 + DEAD_AFTER_MS,
      false,
    ],
    [
      'its clock is a day behind, and it beats',
      [
        [NOW, beat(NOW - 86_400_000)],
        [NOW + 5_000, beat(NOW - 86_395_000)],
      ],
      NOW + 6_000,
      true,
    ],
    [
      'its clock is a day ahead, and it is dead',
      [
        [NOW, beat(NOW + 86_400_000)],
        [NOW + 5_000, beat(NOW + 86_400_000)],
      ],
      NOW + DEAD_AFTER_MS,
      false,
    ],
    [
      'its clock was set back',
      [
        [NOW, beat(NOW)],
        [NOW + 5_000, beat(NOW - 3_600_000)],
      ],
      NOW + 6_000,
      true,
    ],
    [
      'our clock was set back, and it is dead',
      [
        [NOW, beat(NOW)],
        [NOW - 3_600_000, beat(NOW)],
      ],
      NOW - 3_600_000 + DEAD_AFTER_MS,
      false,
    ],
    ['it said that it stops', [[NOW, beat(NOW)], [NOW + 5_000]], NOW + 5_000, false],
    ['never seen before, and its beat is old: its clock may be wrong', [[NOW, beat(NOW - DEAD_AFTER_MS)]], NOW, true],
    ['it never beat again', [[NOW, beat(NOW - DEAD_AFTER_MS)]], NOW + DEAD_AFTER_MS, false],
    ['never seen before, and its beat is fresh', [[NOW, beat(NOW - 1_000)]], NOW, true],
    ['another one of the region lives', [[NOW, beat(NOW - 60_000), beat(NOW, 'other')]], NOW, true],
  ] as const)('[SC3] %s', (_name, looks, now, expected) => {
    expect(alive(looks, now)).toBe(expected);
  });

  it.each([
    ['a replica that was killed before we came: at once', [[NOW, beat(NOW - DEAD_AFTER_MS)]], NOW, true],
    ['one that beat a moment ago: not', [[NOW, beat(NOW - 1_000)]], NOW, false],
    [
      'one whose clock is slow, once it has beaten again: not',
      [
        [NOW, beat(NOW - 60_000)],
        [NOW + 5_000, beat(NOW - 55_000)],
      ],
      NOW + 5_000,
      false,
    ],
    ['one whose clock is fast, once it is missing: yes', [[NOW, beat(NOW + 60_000)]], NOW + DEAD_AFTER_MS, true],
  ] as const)('[SC1] calls are taken over from %s', (_name, looks, now, expected) => {
    const [sighting] = seen(looks).values();
    expect(sighting && isGone(sighting, now)).toBe(expected);
  });

  it('[SC3] no clock of another machine, however wrong, makes the living dead or the dead live', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), fc.integer({ min: 4, max: 20 }), (skew, dies, looks) => {
        const history = Array.from({ length: looks }, (_, index) => {
          const now = NOW + index * 5_000;
          return [now, beat((dies ? Math.min(now, NOW + 5_000) : now) + skew)] as const;
        });
        const last = history.at(-1)?.[0] ?? NOW;
        const [sighting] = seen(history).values();
        expect(sighting && lives(sighting, last)).toBe(!dies || looks < 5);
      }),
    );
  });
});
