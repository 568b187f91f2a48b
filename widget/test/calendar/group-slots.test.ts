import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ambiguousTimes, groupByDay, groupByPart } from '../../src/panel/picker/group-slots.js';
import { startOfDay } from '../../src/panel/picker/start-of-day.js';
import { addDays, daysBetween, nearness, wallClock } from '../../src/ui/local-time.js';
import { offsetMinutes, sameClock } from '../../src/ui/other-zone.js';

const HOUR = 3_600_000;
const quarterHours = (from: string, to: string) => {
  const slots = [];
  for (let time = Date.parse(from); time < Date.parse(to); time += HOUR / 4) slots.push({ time, capacity: 1 });
  return slots;
};
/** Days of 23, 24 and 25 hours, half-hour shifts, shifts at midnight, and a date that does not exist. */
const DAYS = [
  ['America/New_York', '2026-03-08', 92],
  ['America/New_York', '2026-11-01', 100],
  ['America/New_York', '2026-11-23', 96],
  ['Europe/Lisbon', '2026-03-29', 92],
  ['Europe/Lisbon', '2026-10-25', 100],
  ['Australia/Lord_Howe', '2026-10-04', 94],
  ['Australia/Lord_Howe', '2026-04-05', 98],
  ['America/Santiago', '2026-09-06', 92],
  ['America/Santiago', '2026-04-04', 100],
  ['Africa/Cairo', '2026-04-24', 92],
  ['Asia/Kathmandu', '2026-06-01', 96],
  ['Asia/Kolkata', '2026-06-01', 96],
  ['Pacific/Chatham', '2026-09-27', 92],
  ['Pacific/Apia', '2011-12-30', 0],
  ['Pacific/Kiritimati', '2026-01-01', 96],
] as const;

describe('group-slots', () => {
  it.each(DAYS)('[BH1] %s on %s has %i quarter hours', (zone, date, count) => {
    const middle = Date.parse(`${date}T12:00:00Z`);
    const around = quarterHours(new Date(middle - 48 * HOUR).toISOString(), new Date(middle + 48 * HOUR).toISOString());
    const day = groupByDay(around, zone).find((found) => found.date === date);
    expect(day?.slots.length ?? 0).toBe(count);
  });

  it.each(DAYS.filter(([, , count]) => count > 0))('[BH1] %s: %s starts where the date before ends', (zone, date) => {
    const start = startOfDay(date, zone);
    expect(wallClock(start, zone).date).toBe(date);
    expect(wallClock(start - 60_000, zone).date < date).toBe(true);
  });

  it('[pain 12] [WI4] loses and doubles no slot, in any zone', () => {
    const zones = fc.constantFrom(...DAYS.map(([zone]) => zone));
    const slots = fc.uniqueArray(fc.integer({ min: 0, max: 40_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(zones, slots, (zone, quarters) => {
        const given = quarters.map((quarter) => ({ time: Date.UTC(2026, 0, 1) + quarter * (HOUR / 4), capacity: quarter % 3 }));
        const days = groupByDay(given, zone);
        expect(days.flatMap((day) => day.slots).map(({ time }) => time)).toEqual(given.map(({ time }) => time).sort((a, b) => a - b));
        for (const day of days) {
          expect(day.free).toBe(day.slots.filter(({ capacity }) => capacity > 0).length);
          expect(groupByPart(day.slots, zone).flatMap((part) => part.slots)).toHaveLength(day.slots.length);
        }
      }),
    );
  });

  it('[WI3] puts times under the part of the day that the clock shows', () => {
    const slots = ['05:45', '06:00', '11:45', '12:00', '16:45', '17:00', '23:45'].map((clock) => ({
      time: Date.parse(`2026-11-23T${clock}:00Z`),
      capacity: 1,
    }));
    expect(groupByPart(slots, 'UTC').map(({ part, slots: { length } }) => `${part} ${length}`)).toEqual([
      'night 1',
      'morning 2',
      'afternoon 2',
      'evening 2',
    ]);
    expect(groupByPart([], 'UTC')).toEqual([]);
  });

  it('[BH1] names the zone only where a clock shows a time twice', () => {
    const night = quarterHours('2026-11-01T04:00:00Z', '2026-11-01T10:00:00Z');
    const twice = [...ambiguousTimes(night, 'America/New_York')].sort();
    expect(twice.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      '05:00',
      '05:15',
      '05:30',
      '05:45',
      '06:00',
      '06:15',
      '06:30',
      '06:45',
    ]);
    expect(ambiguousTimes(quarterHours('2026-11-23T04:00:00Z', '2026-11-24T04:00:00Z'), 'America/New_York').size).toBe(0);
  });
});

describe('local-time', () => {
  it('counts days on the calendar', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(daysBetween('2026-03-28', '2026-04-01')).toBe(4);
  });

  it('[WI4] knows today and tomorrow by the zone, not by hours', () => {
    const now = Date.parse('2026-11-23T23:30:00Z');
    expect(nearness('2026-11-24', now, 'UTC')).toBe('tomorrow');
    expect(nearness('2026-11-24', now, 'Asia/Tokyo')).toBe('today');
    expect(nearness('2026-11-25', now, 'UTC')).toBe('later');
  });

  it('[WI4] tells whether two zones show the same time', () => {
    const winter = Date.parse('2026-11-23T12:00:00Z');
    expect(sameClock(winter, 'Europe/London', 'Europe/Lisbon')).toBe(true);
    expect(sameClock(winter, 'Europe/London', 'America/New_York')).toBe(false);
    expect(offsetMinutes(winter, 'Asia/Kathmandu')).toBe(345);
    expect(offsetMinutes(winter, 'America/St_Johns')).toBe(-210);
  });
});
