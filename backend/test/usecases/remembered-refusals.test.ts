import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rememberedRefusals } from '../../src/usecases/remembered-refusals.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const addressOf = (index: number): string => `address 10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
const MINUTE = 60_000;

describe('[SE1] remembered refusals', () => {
  it('[SE1] of a million addresses fifty thousand are kept: the newest, and the one that comes again and again', () => {
    const refusals = rememberedRefusals();
    const before = heap();
    let forgotten = 0;
    for (let index = 0; index < 1_000_000; index += 1) {
      refusals.add(addressOf(index), 2, MINUTE);
      if (index % 1_000 === 0 && refusals.until(addressOf(0), 2, 0) === undefined) forgotten += 1;
    }
    expect(refusals.size).toBeLessThanOrEqual(50_000);
    expect(heap() - before).toBeLessThan(20 * 2 ** 20);
    for (let index = 975_001; index < 1_000_000; index += 1) if (refusals.until(addressOf(index), 2, 0) !== MINUTE) forgotten += 1;
    expect(forgotten).toBe(0);
    // Nobody is refused who is not known: the counts decide.
    expect(refusals.until(addressOf(500_000), 2, 0)).toBeUndefined();
  });

  it('[SE1] end at their time, and with the limit that they were made by', () => {
    const refusals = rememberedRefusals();
    refusals.add('a', 2, MINUTE);
    expect(refusals.until('a', 2, MINUTE - 1)).toBe(MINUTE);
    expect(refusals.until('a', 2, MINUTE)).toBeUndefined();
    expect([refusals.size, refusals.repeats('a'), refusals.takeRepeat('a')]).toEqual([0, 0, false]);
    refusals.add('a', 2, MINUTE);
    expect(refusals.until('a', 3, 0)).toBeUndefined();
  });

  it('[SE1] whatever comes, say what the last one said, or nothing; and never more than there is room for', () => {
    const steps = fc.array(
      fc.record({ name: fc.nat(12).map(String), until: fc.integer({ min: 1, max: 50 }), pass: fc.nat(3), adds: fc.boolean() }),
    );
    fc.assert(
      fc.property(steps, (all) => {
        const refusals = rememberedRefusals(6);
        const last = new Map<string, number>();
        let now = 0;
        for (const { name, until, pass, adds } of all) {
          now += pass;
          if (adds) {
            refusals.add(name, 1, now + until);
            last.set(name, now + until);
            expect(refusals.until(name, 1, now)).toBe(now + until);
          }
          const said = refusals.until(name, 1, now);
          if (said !== undefined) expect([said, said > now]).toEqual([last.get(name), true]);
          expect(refusals.size).toBeLessThanOrEqual(6);
        }
      }),
    );
  });
});
