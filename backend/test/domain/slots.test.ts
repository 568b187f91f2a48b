import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileHours } from '../../src/domain/business-hours.js';
import { slotContaining, slotStarts } from '../../src/domain/slots.js';
import { always, at, hoursOf } from './sample-hours.js';
import { DAY, HOUR, wallOf } from './wall-clock-by-intl.js';

const monday = (text: string, durationMinutes: number, timeZone = 'UTC'): string[] => {
  const hours = compileHours(hoursOf(timeZone, { mon: text }));
  return slotStarts({ hours, durationMinutes, from: at('2026-11-22T00:00Z'), to: at('2026-11-25T00:00Z') }).map((start) =>
    new Date(start).toISOString().slice(11, 16),
  );
};

describe('slotStarts', () => {
  it.each([
    ['opening off the grid waits for it', '07:50-08:31', 15, ['08:00', '08:15', '08:30']],
    ['only the start has to be open', '08:00-08:01', 60, ['08:00']],
    ['closing at a start excludes it', '08:00-09:00', 30, ['08:00', '08:30']],
    ['no start inside', '08:01-08:14', 15, []],
    ['to the end of the day', '23:30-24:00', 10, ['23:30', '23:40', '23:50']],
    ['intervals that touch give no slot twice', '08:00-08:15 08:15-08:30', 15, ['08:00', '08:15']],
    ['from midnight', '00:00-00:21', 20, ['00:00', '00:20']],
  ])('[SL1] %s', (_, open, duration, expected) => {
    expect(monday(open, duration)).toEqual(expected);
  });

  it.each([
    ['Asia/Kathmandu', ['02:15', '03:15']],
    ['Asia/Kolkata', ['02:30', '03:30']],
    ['America/St_Johns', ['11:30', '12:30']],
    ['Pacific/Chatham', ['18:15', '19:15']],
  ])('[SL1] the grid is that of the local hour in %s', (timeZone, expected) => {
    expect(monday('08:00-10:00', 60, timeZone)).toEqual(expected);
  });

  it('[SL1] takes `from` and leaves `to`', () => {
    const hours = compileHours(always());
    const span = { hours, durationMinutes: 30, from: at('2026-11-23T08:00Z'), to: at('2026-11-23T09:00Z') };
    expect(slotStarts(span)).toEqual([at('2026-11-23T08:00Z'), at('2026-11-23T08:30Z')]);
    expect(slotStarts({ ...span, from: span.from + 1, to: span.to + 1 })).toEqual([at('2026-11-23T08:30Z'), at('2026-11-23T09:00Z')]);
    expect(slotStarts({ ...span, to: span.from })).toEqual([]);
    expect(slotStarts({ ...span, to: span.from - DAY })).toEqual([]);
  });
});

describe('slotContaining', () => {
  it.each([
    ['on the grid', '2026-11-23T08:00:00Z', 15, 'UTC', '2026-11-23T08:00:00Z'],
    ['off the grid', '2026-11-23T08:14:59.999Z', 15, 'UTC', '2026-11-23T08:00:00Z'],
    ['a 45-minute zone', '2026-11-23T08:14Z', 60, 'Asia/Kathmandu', '2026-11-23T07:15Z'],
    ['after a skip of 30 minutes: the slot before it is longer', '2026-10-03T15:45Z', 60, 'Australia/Lord_Howe', '2026-10-03T14:30Z'],
    ['after a repeat of 30 minutes: so is that', '2026-04-04T15:10Z', 60, 'Australia/Lord_Howe', '2026-04-04T14:00Z'],
  ])('[SL8] %s', (...[, instant, duration, timeZone, expected]) => {
    expect(slotContaining(at(instant), duration, timeZone)).toBe(at(expected));
  });

  const zones = fc.constantFrom(
    'Australia/Lord_Howe',
    'America/New_York',
    'Pacific/Chatham',
    'Asia/Kathmandu',
    'America/Havana',
    'Antarctica/Troll',
    'UTC',
  );
  const durations = fc.constantFrom(5, 10, 15, 20, 30, 60);
  // Half of the instants near a change of some zone.
  const instants = fc.oneof(
    fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2030-01-01T00:00Z') }),
    fc
      .tuple(
        fc.constantFrom('2026-10-03T15:30Z', '2026-04-04T15:00Z', '2026-11-01T06:00Z', '2026-03-08T07:00Z', '2026-04-04T14:00Z'),
        fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      )
      .map(([change, off]) => at(change) + off),
  );

  it('[SL8] is on the grid, not after the instant, not long before it, and its own slot', () => {
    fc.assert(
      fc.property(instants, durations, zones, (instant, duration, zone) => {
        const start = slotContaining(instant, duration, zone);
        expect(start).toBeLessThanOrEqual(instant);
        expect(instant - start).toBeLessThan(2 * HOUR);
        expect(wallOf(start, zone).minutes % duration).toBe(0);
        expect(slotContaining(start, duration, zone)).toBe(start);
      }),
    );
  });

  it('[SL1][SL8] a business that never closes has exactly the slots that some instant falls into', () => {
    fc.assert(
      fc.property(instants, durations, zones, (instant, durationMinutes, zone) => {
        const start = slotContaining(instant, durationMinutes, zone);
        expect(slotStarts({ hours: compileHours(always(zone)), durationMinutes, from: start, to: instant + 1 })).toEqual([start]);
      }),
    );
  });
});
