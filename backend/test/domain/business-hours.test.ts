import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HORIZON_DAYS, OPEN_FOR_LIMIT_SECONDS, compileHours } from '../../src/domain/business-hours.js';
import { always, at, everyDay, hoursOf, office } from './sample-hours.js';
import { DAY, HOUR, MINUTE } from './wall-clock-by-intl.js';

describe('openFor', () => {
  const demo = { '2026-12-25': '', '2026-12-24': '08:00-12:00' };
  it.each([
    ['a Monday morning', '2026-11-23T13:00:00Z', 10 * 3600],
    ['the last second', '2026-11-23T22:59:59Z', 1],
    ['less than the last second', '2026-11-23T22:59:59.500Z', 0],
    ['closing time itself', '2026-11-23T23:00:00Z', 0],
    ['just before opening', '2026-11-23T12:59:59.999Z', 0],
    ['Friday before lunch', '2026-11-27T16:30:00Z', 1800],
    ['Friday lunch', '2026-11-27T17:30:00Z', 0],
    ['a Sunday', '2026-11-22T15:00:00Z', 0],
    ['Christmas Eve, shorter hours', '2026-12-24T16:00:00Z', 3600],
    ['Christmas Eve, where the usual hours would be open', '2026-12-24T18:00:00Z', 0],
    ['Christmas, a Friday, closed', '2026-12-25T15:00:00Z', 0],
  ])('[BH2] %s', (_, instant, seconds) => {
    expect(compileHours(office(demo)).openFor(at(instant))).toBe(seconds);
  });

  it.each([
    ['touching intervals of a day', { mon: '08:00-12:00 12:00-18:00' }, '2026-11-23T09:00Z', 9 * HOUR],
    ['midnight', { mon: '20:00-24:00', tue: '00:00-04:00' }, '2026-11-23T23:00Z', 5 * HOUR],
    ['two whole days and a bit', { mon: '00:00-24:00', tue: '00:00-24:00', wed: '00:00-00:01' }, '2026-11-23T00:00Z', 48 * HOUR + MINUTE],
    [
      'a week that has only one gap',
      {
        sun: '00:00-24:00',
        mon: '00:00-24:00',
        tue: '00:00-24:00',
        wed: '00:00-24:00',
        thu: '00:00-24:00',
        fri: '00:00-24:00',
        sat: '00:00-23:59',
      },
      '2026-11-22T00:00Z',
      7 * DAY - MINUTE,
    ],
  ] as const)('[BH2] merges across %s', (_, weekly, instant, length) => {
    const hours = compileHours(hoursOf('UTC', weekly));
    expect(hours.openFor(at(instant))).toBe(length / 1000);
    expect(hours.closesAt(at(instant))).toBe(at(instant) + length);
  });

  it('[BH2] merges whatever the order in which intervals are written', () => {
    expect(compileHours(hoursOf('UTC', { mon: '12:00-18:00 08:00-12:00' })).openFor(at('2026-11-23T08:00Z'))).toBe(10 * 3600);
  });

  it('[BH2] hours that never close answer the limit, at any time and however often asked', () => {
    const hours = compileHours(always());
    for (const instant of [
      at('2026-11-21T00:00Z'),
      at('2026-11-21T12:34:56.789Z'),
      at('2026-11-21T23:59Z'),
      at('2027-11-30T00:00Z'),
      at('2026-11-20T00:00Z'),
    ]) {
      expect(hours.openFor(instant)).toBe(OPEN_FOR_LIMIT_SECONDS);
      expect(hours.closesAt(instant)).toBeUndefined();
      expect(hours.nextOpening(instant)).toBeUndefined();
    }
  });

  it('[BH2] a holiday ends hours that otherwise never close, once it is in sight', () => {
    const hours = compileHours(everyDay('Asia/Kolkata', '00:00-24:00', { '2027-01-26': '' }));
    const holiday = at('2027-01-25T18:30Z');
    expect(hours.closesAt(holiday - 60 * DAY)).toBe(holiday);
    expect(hours.openFor(holiday - 1000)).toBe(1);
    expect(hours.nextOpening(holiday)).toBe(holiday + DAY);
    const before = holiday - HORIZON_DAYS * DAY;
    expect(hours.closesAt(before - 1)).toBeUndefined();
    expect(hours.closesAt(before)).toBe(holiday);
    // Asked long before, it is found all the same when the time comes.
    const asked = compileHours(everyDay('Asia/Kolkata', '00:00-24:00', { '2027-01-26': '' }));
    expect(asked.closesAt(before - 100 * DAY)).toBeUndefined();
    expect(asked.closesAt(holiday - DAY)).toBe(holiday);
  });

  it.each([
    ['spring: an hour less', '2026-03-08T00:00-05:00', 23],
    ['autumn: an hour more', '2026-11-01T00:00-04:00', 25],
  ])('[BH1] a day that is open throughout has its true length, %s', (_, midnight, lengthInHours) => {
    const hours = compileHours(hoursOf('America/New_York', { sun: '00:00-24:00' }));
    expect(hours.openFor(at(midnight))).toBe(lengthInHours * 3600);
  });
});

describe('nextOpening', () => {
  it.each([
    ['before opening', '2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'],
    ['at lunch', '2026-11-27T17:30:00Z', '2026-11-27T18:00:00Z'],
    ['Friday evening', '2026-11-27T23:00:00Z', '2026-11-30T13:00:00Z'],
    ['while open: after the next break', '2026-11-27T16:00:00Z', '2026-11-27T18:00:00Z'],
    ['over a holiday', '2026-12-24T23:30:00Z', '2026-12-28T13:00:00Z'],
  ])('[BH1] %s', (_, instant, expected) => {
    const hours = compileHours(office({ '2026-12-25': '' }));
    expect(hours.nextOpening(at(instant))).toBe(at(expected));
  });

  it('[BH1] is absent when the business never opens, and is found almost a year ahead', () => {
    expect(compileHours(hoursOf('UTC', {})).nextOpening(at('2026-11-21T00:00Z'))).toBeUndefined();
    const yearly = compileHours(hoursOf('UTC', {}, { '2027-11-20': '10:00-11:00' }));
    expect(yearly.nextOpening(at('2026-11-21T00:00Z'))).toBe(at('2027-11-20T10:00Z'));
  });

  it('[BH1] an exception can open a day that is otherwise closed', () => {
    const hours = compileHours(office({ '2026-11-22': '10:00-12:00' }));
    expect(hours.isOpen(at('2026-11-22T16:59Z'))).toBe(true);
    expect(hours.nextOpening(at('2026-11-21T15:00Z'))).toBe(at('2026-11-22T15:00Z'));
  });

  it('[BH1] an opening that the clock skips happens at the first instant after the skip', () => {
    const hours = compileHours(hoursOf('America/New_York', { sun: '02:30-05:00' }));
    expect(hours.nextOpening(at('2026-03-08T05:00Z'))).toBe(at('2026-03-08T07:00Z'));
  });

  it('[BH1] an interval inside the repeated hour comes twice', () => {
    const hours = compileHours(hoursOf('America/New_York', { sun: '01:10-01:20' }));
    expect(hours.intervals(at('2026-11-01T04:00Z'), at('2026-11-01T09:00Z'))).toEqual([
      { start: at('2026-11-01T05:10Z'), end: at('2026-11-01T05:20Z') },
      { start: at('2026-11-01T06:10Z'), end: at('2026-11-01T06:20Z') },
    ]);
  });
});

const instants = fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2030-01-01T00:00Z') });
const day = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
  .map((times) => times.sort((a, b) => a - b))
  .map((times) =>
    times.flatMap((open, i) => (i % 2 === 0 && times[i + 1] !== undefined ? [[open, times[i + 1]] as [number, number]] : [])),
  );
const someHours = fc
  .record({
    timeZone: fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/Havana', 'Asia/Kathmandu', 'UTC'),
    days: fc.array(day, { minLength: 7, maxLength: 7 }),
  })
  .map(({ timeZone, days }) => ({
    ...hoursOf(timeZone, {}),
    weekly: { sun: days[0], mon: days[1], tue: days[2], wed: days[3], thu: days[4], fri: days[5], sat: days[6] },
  }));

describe('answers agree with each other', () => {
  it('[BH1][BH2] open exactly while there are seconds left, closed from the closing to the next opening', () => {
    fc.assert(
      fc.property(someHours, instants, (definition, instant) => {
        const hours = compileHours(definition);
        const whole = Math.floor(instant / 1000) * 1000;
        expect(hours.openFor(whole) > 0).toBe(hours.isOpen(whole));
        const closes = hours.closesAt(whole);
        if (closes !== undefined) {
          expect(hours.isOpen(closes - 1)).toBe(true);
          expect(hours.isOpen(closes)).toBe(false);
        }
        const opens = hours.nextOpening(whole);
        if (opens !== undefined) {
          expect(hours.isOpen(opens)).toBe(true);
          expect(hours.isOpen(opens - 1)).toBe(false);
          expect(hours.intervals(closes ?? whole, opens)).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[BH1] intervals are ordered, apart, clipped, and the same asked at once or in pieces', () => {
    fc.assert(
      fc.property(
        someHours,
        instants,
        fc.integer({ min: 1, max: 20 * DAY }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (definition, from, length, cut) => {
          const hours = compileHours(definition);
          const middle = from + Math.floor(length * cut);
          const whole = hours.intervals(from, from + length);
          const pieces = [...compileHours(definition).intervals(from, middle), ...hours.intervals(middle, from + length)];
          expect(sum(pieces)).toBe(sum(whole));
          whole.forEach((interval, i) => {
            expect(interval.start).toBeLessThan(interval.end);
            expect(interval.start).toBeGreaterThanOrEqual(i === 0 ? from : (whole[i - 1]?.end ?? 0) + 1);
            expect(interval.end).toBeLessThanOrEqual(from + length);
            expect(hours.isOpen(interval.start)).toBe(true);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('[BH1] remembers nothing that changes an answer: the order of questions does not matter', () => {
    fc.assert(
      fc.property(someHours, fc.array(instants, { minLength: 2, maxLength: 12 }), (definition, asked) => {
        const used = compileHours(definition);
        const answers = asked.map((instant) => [used.openFor(instant), used.closesAt(instant), used.nextOpening(instant)]);
        const fresh = asked.map((instant) => [
          compileHours(definition).openFor(instant),
          compileHours(definition).closesAt(instant),
          compileHours(definition).nextOpening(instant),
        ]);
        expect(answers).toEqual(fresh);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['0001-06-01T00:00:00Z', '1883-11-18T17:00:00Z', '9999-06-01T00:00:00Z'])('[BH1] also answers for %s', (instant) => {
    const hours = compileHours(everyDay('America/New_York', '08:00-18:00'));
    expect(hours.openFor(at(instant))).toBeGreaterThanOrEqual(0);
    expect(hours.nextOpening(at(instant))).toBeGreaterThan(at(instant));
  });
});

const sum = (intervals: { start: number; end: number }[]): number => intervals.reduce((total, { start, end }) => total + end - start, 0);
