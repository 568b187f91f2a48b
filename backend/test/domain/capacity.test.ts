import type { CapacityRule, TimeZone } from '@ringback/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overwriteCells, slotTotal, switchCellLength } from '../../src/domain/capacity.js';
import { WEEKDAYS, at } from './sample-hours.js';

const hourly: CapacityRule = {
  name: 'March',
  cellMinutes: 60,
  cells: { mon: { '08:00': 10, '09:00': 0, '23:00': 3 }, sun: { '00:00': 7 } },
};
const halfHourly: CapacityRule = { name: 'Halves', cellMinutes: 30, cells: { mon: { '08:00': 10, '08:30': 4 } } };
const total = (rule: CapacityRule | undefined, instant: string, timeZone = 'UTC'): number =>
  slotTotal({ rule, slotCapacity: 5, timeZone: timeZone as TimeZone }, at(instant));

describe('slotTotal', () => {
  it.each([
    ['no rule', undefined, '2026-11-23T08:15Z', 'UTC', 5],
    ['the cell that holds the start', hourly, '2026-11-23T08:45Z', 'UTC', 10],
    ['a cell of 0', hourly, '2026-11-23T09:00Z', 'UTC', 0],
    ['an empty cell', hourly, '2026-11-23T10:00Z', 'UTC', 0],
    ['a day without cells', hourly, '2026-11-24T08:00Z', 'UTC', 0],
    ['the last cell of a day', hourly, '2026-11-23T23:59Z', 'UTC', 3],
    ['the first of the week', hourly, '2026-11-22T00:10Z', 'UTC', 7],
    ['half-hour cells, first', halfHourly, '2026-11-23T08:20Z', 'UTC', 10],
    ['half-hour cells, second', halfHourly, '2026-11-23T08:30Z', 'UTC', 4],
    ['in the zone of the hours', hourly, '2026-11-23T13:15Z', 'America/New_York', 10],
    ['in a 45-minute zone', hourly, '2026-11-23T02:15Z', 'Asia/Kathmandu', 10],
    ['where the local day is another', hourly, '2026-11-22T19:00Z', 'Asia/Tokyo', 0],
    ['where the local day is another, Monday there', hourly, '2026-11-22T23:00Z', 'Asia/Tokyo', 10],
  ] as const)('[SL2] %s', (...[, rule, instant, zone, expected]) => {
    expect(total(rule, instant, zone)).toBe(expected);
  });

  it('[SL2] the number is for each slot: four quarter-hour slots of a cell have it each', () => {
    expect(['08:00', '08:15', '08:30', '08:45'].map((time) => total(hourly, `2026-11-23T${time}Z`))).toEqual([10, 10, 10, 10]);
  });
});

const cellNames = (minutes: number): string[] =>
  Array.from({ length: 1440 / minutes }, (_, i) => new Date(i * minutes * 60_000).toISOString().slice(11, 16));
const someRule = (minutes: 30 | 60): fc.Arbitrary<CapacityRule> =>
  fc
    .array(fc.dictionary(fc.constantFrom(...cellNames(minutes)), fc.nat(50)), { minLength: 7, maxLength: 7 })
    .map((days) => ({ name: 'Some', cellMinutes: minutes, cells: Object.fromEntries(WEEKDAYS.map((day, i) => [day, { ...days[i] }])) }));

describe('changing a rule', () => {
  it('[SL4] half-hours to hours keep the value of the top of the hour', () => {
    expect(switchCellLength(halfHourly, 60)).toEqual({ name: 'Halves', cellMinutes: 60, cells: { mon: { '08:00': 10 } } });
  });
  it('[SL4] hours to half-hours copy it', () => {
    expect(switchCellLength({ ...hourly, cells: { mon: { '08:00': 10 } } }, 30)).toEqual({
      name: 'March',
      cellMinutes: 30,
      cells: { mon: { '08:00': 10, '08:30': 10 } },
    });
  });
  it('[SL4] hours to half-hours change no slot, and back gives the rule again', () => {
    fc.assert(
      fc.property(someRule(60), fc.integer({ min: 0, max: 7 * 24 * 12 }), (rule, step) => {
        const instant = new Date(at('2026-11-22T00:00Z') + step * 300_000).toISOString();
        expect(total(switchCellLength(rule, 30), instant)).toBe(total(rule, instant));
        expect(switchCellLength(switchCellLength(rule, 30), 60)).toEqual(rule);
      }),
    );
  });
  it('[SL4] to the length it has changes nothing', () => {
    expect(switchCellLength(hourly, 60)).toBe(hourly);
  });
  it('[SL5] a statement replaces the whole rule: what it omits is 0', () => {
    const rule = overwriteCells(hourly, { cellMinutes: 60, cells: { tue: { '10:00': 2 } } });
    expect([total(rule, '2026-11-24T10:00Z'), total(rule, '2026-11-23T08:00Z'), rule.name]).toEqual([2, 0, 'March']);
  });
});
