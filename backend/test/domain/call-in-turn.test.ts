import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whoseTurn, type CallerInLine, type TurnScene } from '../../src/domain/call-in-turn.js';

const NOW = 1_000_000;
type Caller = CallerInLine & { readonly name: string };
const caller = (name: string, change: Partial<CallerInLine> = {}): Caller => ({
  name,
  notBefore: undefined,
  readyAt: undefined,
  callInUntil: undefined,
  ...change,
});
const turns = (waiting: Caller[], change: Partial<TurnScene<Caller>> = {}): string[] =>
  whoseTurn({ waiting, onTheLine: 0, serving: 1, freeFor: () => 1, pacing: 1, now: NOW, ...change }).map(({ name }) => name);

describe('whose turn it is to call', () => {
  it.each([
    ['one free agent: the first', [caller('a'), caller('b')], {}, ['a']],
    ['two: the first two', [caller('a'), caller('b'), caller('c')], { freeFor: () => 2 }, ['a', 'b']],
    ['pacing tells more', [caller('a'), caller('b'), caller('c')], { pacing: 2.5 }, ['a', 'b']],
    ['nobody free: nobody', [caller('a')], { freeFor: () => 0 }, []],
    ['nobody known to serve: one at a time', [caller('a'), caller('b')], { serving: 0, freeFor: () => 0 }, ['a']],
    ['one on the line counts', [caller('a')], { onTheLine: 1 }, []],
    ['one told lately counts', [caller('a', { readyAt: NOW - 59_999 }), caller('b')], {}, []],
    ['one who does not react does not', [caller('a', { readyAt: NOW - 60_000 }), caller('b')], {}, ['b']],
    ['one with a number counts', [caller('a', { readyAt: NOW - 90_000, callInUntil: NOW + 1 }), caller('b')], {}, []],
    ['nobody before their time', [caller('a', { notBefore: NOW + 1 }), caller('b')], {}, ['b']],
    [
      'who finds no agent holds nobody up',
      [caller('rare'), caller('b')],
      { freeFor: ({ name }: Caller) => (name === 'rare' ? 0 : 1) },
      ['b'],
    ],
  ] as [string, Caller[], Partial<TurnScene<Caller>>, string[]][])('[CI3] %s', (_, waiting, change, expected) => {
    expect(turns(waiting, change)).toEqual(expected);
  });

  it('[CI3] never more on their way than there is room, nobody twice, in the order of the queue', () => {
    const line = fc.array(fc.record({ told: fc.boolean(), later: fc.boolean() }), { maxLength: 20 });
    fc.assert(
      fc.property(line, fc.nat(5), fc.nat(3), (people, free, onTheLine) => {
        const waiting = people.map(({ told, later }, index) =>
          caller(String(index), { readyAt: told ? NOW : undefined, notBefore: later ? NOW + 1 : undefined }),
        );
        const now = turns(waiting, { freeFor: () => free, onTheLine });
        const already = onTheLine + people.filter(({ told }) => told).length;
        expect(now.length).toBeLessThanOrEqual(Math.max(0, free - already));
        expect(now.map(Number)).toEqual(now.map(Number).toSorted((a, b) => a - b));
        for (const name of now) expect(waiting[Number(name)]).toMatchObject({ readyAt: undefined, notBefore: undefined });
      }),
    );
  });
});
