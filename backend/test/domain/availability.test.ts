import type { TimeZone } from '@ringback/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asProposals, firstFreeSlot, listSlots, nearestFreeSlots, type SlotBook } from '../../src/domain/availability.js';
import { compileHours } from '../../src/domain/business-hours.js';
import { always, at, hoursOf } from './sample-hours.js';
import { DAY, MINUTE } from './wall-clock-by-intl.js';

const NOW = at('2026-11-23T08:05:00Z');
const bookOf = (change: Partial<SlotBook> = {}): SlotBook => ({
  hours: compileHours(hoursOf('UTC', { mon: '08:00-10:00', tue: '08:00-10:00' })),
  durationMinutes: 30,
  capacity: { rule: undefined, slotCapacity: 2, timeZone: 'UTC' as TimeZone },
  maxAdvanceDays: 30,
  taken: new Map(),
  ...change,
});
const span = (from: string, to: string) => ({ kind: 'span' as const, from: at(from), to: at(to), timeZone: undefined });
const today = span('2026-11-23T00:00Z', '2026-11-24T00:00Z');
const taken = (counts: Record<string, number>): Map<number, number> =>
  new Map(Object.entries(counts).map(([time, count]) => [at(`2026-11-23T${time}Z`), count]));
const brief = (slots: { start: number; free: number; total: number }[]): string[] =>
  slots.map(({ start, free, total }) => `${new Date(start).toISOString().slice(11, 16)} ${free}/${total}`);

describe('listSlots', () => {
  it('[SL6] lists the slots that have not begun, with free and total places', () => {
    expect(brief(listSlots(bookOf({ taken: taken({ '09:00': 1 }) }), NOW, { window: today }))).toEqual([
      '08:30 2/2',
      '09:00 1/2',
      '09:30 2/2',
    ]);
  });
  it('[SL6] a slot that begins now is not in the past', () => {
    expect(brief(listSlots(bookOf(), at('2026-11-23T09:30Z'), { window: today }))).toEqual(['09:30 2/2']);
  });
  it('[SL6] leaves full slots out, unless busy ones are asked for', () => {
    const book = bookOf({ taken: taken({ '08:30': 2 }) });
    expect(brief(listSlots(book, NOW, { window: today }))).toEqual(['09:00 2/2', '09:30 2/2']);
    expect(brief(listSlots(book, NOW, { window: today, reportBusy: true }))).toEqual(['08:30 0/2', '09:00 2/2', '09:30 2/2']);
  });
  it('[SL3] a slot over its capacity shows 0 free', () => {
    expect(brief(listSlots(bookOf({ taken: taken({ '08:30': 7 }) }), NOW, { window: today, reportBusy: true }))[0]).toBe('08:30 0/2');
  });
  it('[SL3] a slot of a cell with no places is busy, not free', () => {
    const closed = bookOf({
      capacity: { rule: { name: 'None', cellMinutes: 60, cells: {} }, slotCapacity: 2, timeZone: 'UTC' as TimeZone },
    });
    expect(listSlots(closed, NOW, { window: today })).toEqual([]);
    expect(brief(listSlots(closed, NOW, { window: today, reportBusy: true }))).toEqual(['08:30 0/0', '09:00 0/0', '09:30 0/0']);
  });
  it('[SL6] maxTimeSlots counts the free ones', () => {
    const book = bookOf({ taken: taken({ '08:30': 2 }) });
    expect(brief(listSlots(book, NOW, { window: today, maxTimeSlots: 1 }))).toEqual(['09:00 2/2']);
    expect(brief(listSlots(book, NOW, { window: today, maxTimeSlots: 1, reportBusy: true }))).toEqual(['08:30 0/2', '09:00 2/2']);
  });
  it('[SL6] the end is exclusive, the start not', () => {
    expect(brief(listSlots(bookOf(), NOW, { window: span('2026-11-23T08:30Z', '2026-11-23T09:30Z') }))).toEqual(['08:30 2/2', '09:00 2/2']);
  });
  it('[SL6][SL8] nothing beyond maxAdvanceDays, to the millisecond', () => {
    const book = bookOf({ hours: compileHours(always()), maxAdvanceDays: 1 });
    const window = span('2026-11-23T00:00Z', '2026-12-20T00:00Z');
    expect(listSlots(book, at('2026-11-23T08:00Z'), { window }).at(-1)?.start).toBe(at('2026-11-24T08:00Z'));
    expect(listSlots(book, at('2026-11-23T08:00Z') - 1, { window }).at(-1)?.start).toBe(at('2026-11-24T07:30Z'));
  });
  it('[SL6] a moment is the one slot that holds it', () => {
    const moment = (time: string) =>
      listSlots(bookOf(), NOW, { window: { kind: 'moment', at: at(`2026-11-23T${time}Z`), timeZone: undefined } });
    expect(brief(moment('09:00'))).toEqual(['09:00 2/2']);
    expect(brief(moment('09:29'))).toEqual(['09:00 2/2']);
    expect(moment('10:00')).toEqual([]);
    expect(moment('08:10')).toEqual([]);
  });
});

describe('nearestFreeSlots', () => {
  it('[SL7] nearest on both sides, at most ten, in order of time, none full, none begun', () => {
    const book = bookOf({ hours: compileHours(always()), durationMinutes: 15, taken: taken({ '12:00': 2, '11:45': 2, '12:15': 1 }) });
    expect(brief(nearestFreeSlots(book, NOW, { wanted: at('2026-11-23T12:00Z') }))).toEqual([
      '10:30 2/2',
      '10:45 2/2',
      '11:00 2/2',
      '11:15 2/2',
      '11:30 2/2',
      '12:15 1/2',
      '12:30 2/2',
      '12:45 2/2',
      '13:00 2/2',
      '13:15 2/2',
    ]);
    expect(brief(nearestFreeSlots(book, NOW, { wanted: at('2026-11-23T08:15Z'), limit: 2 }))).toEqual(['08:15 2/2', '08:30 2/2']);
  });
  it('[SL7] fewer when fewer are left, none when all is full', () => {
    const book = bookOf({ maxAdvanceDays: 1, taken: taken({ '08:30': 2, '09:00': 2 }) });
    expect(brief(nearestFreeSlots(book, NOW, { wanted: at('2026-11-23T08:30Z') }))).toEqual(['09:30 2/2', '08:00 2/2']);
    expect(
      nearestFreeSlots(bookOf({ capacity: { rule: undefined, slotCapacity: 0, timeZone: 'UTC' as TimeZone } }), NOW, { wanted: NOW }),
    ).toEqual([]);
  });
  it('[SL7] as proposals: free places by start, in order of time', () => {
    const slots = nearestFreeSlots(bookOf(), NOW, { wanted: at('2026-11-23T09:00Z'), limit: 2 });
    expect([...asProposals(slots)]).toEqual(slots.map(({ start, free }) => [start, free]));
  });
  it('[SL7] no free bookable slot is nearer than those proposed', () => {
    const wantedOffset = fc.integer({ min: -DAY, max: 40 * DAY });
    const counts = fc.array(fc.tuple(fc.nat(200), fc.nat(3)), { maxLength: 100 });
    fc.assert(
      fc.property(wantedOffset, counts, (offset, holders) => {
        const first = Math.ceil(NOW / (30 * MINUTE)) * 30 * MINUTE;
        const book = bookOf({
          hours: compileHours(always()),
          maxAdvanceDays: 4,
          taken: new Map(holders.map(([i, count]) => [first + i * 30 * MINUTE, count])),
        });
        const wanted = NOW + offset;
        const proposed = nearestFreeSlots(book, NOW, { wanted });
        const all = listSlots(book, NOW, { window: { kind: 'span', from: NOW, to: NOW + 31 * DAY, timeZone: undefined } });
        const farthest = Math.max(...proposed.map(({ start }) => Math.abs(start - wanted)));
        expect(proposed).toHaveLength(Math.min(10, all.length));
        expect(
          all
            .filter(({ start }) => Math.abs(start - wanted) < farthest)
            .every((slot) => proposed.some(({ start }) => start === slot.start)),
        ).toBe(true);
        expect(proposed.map(({ start }) => start)).toEqual(proposed.map(({ start }) => start).sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });
});

describe('firstFreeSlot', () => {
  it('[QU2] is the first with room, also the very last bookable one', () => {
    expect(firstFreeSlot(bookOf({ taken: taken({ '08:30': 2 }) }), NOW)?.start).toBe(at('2026-11-23T09:00Z'));
    const week = bookOf({ hours: compileHours(hoursOf('UTC', { mon: '08:00-08:01' })), maxAdvanceDays: 7 });
    expect(firstFreeSlot({ ...week, taken: new Map([[at('2026-11-23T08:00Z'), 2]]) }, at('2026-11-23T08:00Z') - 1)).toBeUndefined();
    expect(firstFreeSlot({ ...week, taken: new Map([[at('2026-11-23T08:00Z'), 2]]) }, at('2026-11-23T08:00Z'))?.start).toBe(
      at('2026-11-30T08:00Z'),
    );
  });
});

describe('cost', () => {
  it('[SL6] a month of slots looks at each slot once and computes no day again', () => {
    let lookups = 0;
    const counted = new Map<number, number>();
    counted.get = () => {
      lookups += 1;
      return undefined;
    };
    const slots = listSlots(
      bookOf({ hours: compileHours(always('America/New_York')), durationMinutes: 5, taken: counted, maxAdvanceDays: 31 }),
      NOW,
      {
        window: { kind: 'span', from: NOW, to: NOW + 31 * DAY, timeZone: undefined },
        reportBusy: true,
      },
    );
    expect(slots).toHaveLength(31 * 288);
    expect(lookups).toBe(31 * 288);
  });
});
