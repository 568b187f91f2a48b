import { availabilityQuery, type AvailabilityQuery, type TimeZone } from '@ringback/contract';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { availabilityWindow, momentOf } from '../../src/domain/availability-window.js';
import { Refusal } from '../../src/domain/refusal.js';
import { localTime } from '../../src/domain/zone-clock.js';
import { at } from './sample-hours.js';

const NOW = at('2026-11-21T10:00:00Z');
const read = (query: Record<string, unknown>) => availabilityWindow(v.parse(availabilityQuery, query), NOW);
const refusalOf = (act: () => unknown): Refusal => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('availabilityWindow', () => {
  it.each([
    ['nothing: one day from now', {}, '2026-11-21T10:00Z', '2026-11-22T10:00Z'],
    ['days from now', { numberOfDays: '5' }, '2026-11-21T10:00Z', '2026-11-26T10:00Z'],
    ['only an end', { end: '2026-11-22T00:00:00.000Z' }, '2026-11-21T10:00Z', '2026-11-22T00:00Z'],
    [
      'start and end in UTC',
      { start: '2026-11-23T00:00:00.000Z', end: '2026-11-24T00:00:00.000Z' },
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
    ],
    [
      'milliseconds',
      { startMS: String(at('2026-11-23T00:00Z')), endMS: at('2026-11-24T00:00Z') },
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
    ],
    [
      'text and milliseconds mixed',
      { start: '2026-11-23T00:00:00Z', endMS: at('2026-11-24T00:00Z') },
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
    ],
    [
      'local text with a zone',
      { start: '2026-11-23T00:00:00.000', end: '2026-11-24T00:00:00.000', timezone: 'America/New_York' },
      '2026-11-23T05:00Z',
      '2026-11-24T05:00Z',
    ],
    [
      'an instant though a zone is given',
      { start: '2026-11-23T00:00:00.000Z', numberOfDays: 1, timezone: 'America/New_York' },
      '2026-11-23T00:00Z',
      '2026-11-24T00:00Z',
    ],
    ['local text without a zone is UTC', { start: '2026-11-23T00:00:00.000', numberOfDays: 1 }, '2026-11-23T00:00Z', '2026-11-24T00:00Z'],
    ['an offset', { start: '2026-11-23T00:00:00.000+0200', numberOfDays: 1 }, '2026-11-22T22:00Z', '2026-11-23T22:00Z'],
    ['a plus that became a space', { start: '2026-11-23T00:00:00.000 0000', numberOfDays: 1 }, '2026-11-23T00:00Z', '2026-11-24T00:00Z'],
    [
      'a plus that became a space, with colon',
      { start: '2026-11-23T00:00:00 01:00', numberOfDays: 1 },
      '2026-11-22T23:00Z',
      '2026-11-23T23:00Z',
    ],
    [
      'a calendar day of 25 hours',
      { start: '2026-11-01T00:00:00.000', numberOfDays: 1, timezone: 'America/New_York' },
      '2026-11-01T04:00Z',
      '2026-11-02T05:00Z',
    ],
    [
      'a calendar day of 23 hours',
      { start: '2026-03-08T00:00:00.000', numberOfDays: 1, timezone: 'America/New_York' },
      '2026-03-08T05:00Z',
      '2026-03-09T04:00Z',
    ],
    [
      'midnight that is skipped',
      { start: '2026-04-24T00:00:00.000', numberOfDays: 1, timezone: 'Africa/Cairo' },
      '2026-04-23T22:00Z',
      '2026-04-24T21:00Z',
    ],
    [
      '31 days with an hour more',
      { start: '2026-10-15T00:00:00.000', end: '2026-11-15T00:00:00.000', timezone: 'America/New_York' },
      '2026-10-15T04:00Z',
      '2026-11-15T05:00Z',
    ],
    ['31 days', { numberOfDays: 31 }, '2026-11-21T10:00Z', '2026-12-22T10:00Z'],
    ['blank parameters count as absent', { start: '', end: '', numberOfDays: '', timezone: '' }, '2026-11-21T10:00Z', '2026-11-22T10:00Z'],
  ])('[SL6] %s', (_, query, from, to) => {
    expect(read(query)).toMatchObject({ kind: 'span', from: at(from), to: at(to) });
  });

  it.each([
    ['a lone start', { start: '2026-11-23T09:00:00.000Z' }],
    ['a lone startMS', { startMS: at('2026-11-23T09:00Z') }],
    ['an end that is the start', { start: '2026-11-23T09:00:00.000Z', end: '2026-11-23T09:00:00.000Z' }],
    ['a lone local start', { start: '2026-11-23T04:00:00.000', timezone: 'America/New_York' }],
  ])('[SL6] %s asks for one slot', (_, query) => {
    expect(read(query)).toMatchObject({ kind: 'moment', at: at('2026-11-23T09:00Z') });
  });

  it('[SL6] carries the zone of the answer, and none when none was asked', () => {
    expect(read({ timezone: 'Asia/Kathmandu' }).timeZone).toBe('Asia/Kathmandu');
    expect(read({}).timeZone).toBeUndefined();
  });

  it.each([
    ['start and startMS', { start: '2026-11-23T00:00:00Z', startMS: 1 }, 'start and startMS'],
    ['end and numberOfDays', { end: '2026-11-23T00:00:00Z', numberOfDays: 1 }, 'numberOfDays and end'],
    ['end and endMS', { end: '2026-11-23T00:00:00Z', endMS: 1 }, 'end and endMS'],
    ['all three ends', { end: '2026-11-23T00:00:00Z', endMS: 1, numberOfDays: 1 }, 'numberOfDays and end and endMS'],
    ['a start that is no date', { start: 'tomorrow' }, 'start is not'],
    ['30 February', { start: '2026-02-30T00:00:00.000Z' }, 'start is not'],
    ['30 February, local', { start: '2026-02-30T00:00:00.000', timezone: 'Europe/Lisbon' }, 'start is not'],
    ['hour 25', { end: '2026-11-23T25:00:00.000' }, 'end is not'],
    ['end before start', { start: '2026-11-23T00:00:00Z', end: '2026-11-22T00:00:00Z' }, 'end is before'],
    ['endMS before now', { endMS: 5 }, 'endMS is before'],
    ['32 days', { numberOfDays: 32 }, 'numberOfDays is more than 31'],
    ['an absurd number of days', { numberOfDays: 1e15 }, 'numberOfDays is more than 31'],
    [
      'an end 31 days and a minute away',
      { start: '2026-11-01T00:00:00Z', end: '2026-12-02T00:01:00Z' },
      'end asks about more than 31 days',
    ],
    ['an endMS too far', { startMS: 0, endMS: at('2026-12-02T00:01:00Z') }, 'endMS asks about more than 31 days'],
    ['an absurd startMS', { startMS: 1e17, numberOfDays: 1 }, 'startMS is out of range'],
    ['a startMS before 1970', { startMS: -1 }, 'startMS is out of range'],
  ])('[SL6] refuses %s and names the parameter', (_, query, message) => {
    const refusal = refusalOf(() => read(query));
    expect(refusal.status).toBe('INVALID_PARAMETER');
    expect(refusal.message).toContain(message);
  });

  it('[SL6] any text either makes a window of at most 31 days, longer by no more than its clock changes, or is refused', () => {
    const moment = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom('2026-03-08T02:30:00.000', '9999-12-31T23:59:59.999', '0000-01-01T00:00'),
    );
    const query = fc.record(
      {
        start: moment,
        end: moment,
        startMS: fc.double(),
        endMS: fc.integer(),
        numberOfDays: fc.integer(),
        timezone: fc.constantFrom('America/New_York', 'Pacific/Apia', 'Nowhere/None'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(query, (raw) => {
        const parsed = v.safeParse(availabilityQuery, raw);
        if (!parsed.success) return;
        const outcome = windowOrRefusal(parsed.output);
        if (outcome instanceof Refusal) expect(outcome.status).toBe('INVALID_PARAMETER');
        else if (outcome.kind === 'span') expect(outcome.to - outcome.from).toBeLessThanOrEqual((31 * 24 + 24) * 3_600_000);
        else expect(Number.isFinite(outcome.at)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function windowOrRefusal(query: AvailabilityQuery) {
  try {
    return availabilityWindow(query, NOW);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('momentOf', () => {
  it.each([
    ['a time that is skipped moves on by the skip', '2026-03-08T02:30:00.000', 'America/New_York', '2026-03-08T07:30Z'],
    ['a time that comes twice is the first', '2026-11-01T01:30:00.000', 'America/New_York', '2026-11-01T05:30Z'],
    ['half an hour skipped', '2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45Z'],
    ['a date that is skipped', '2011-12-30T09:00', 'Pacific/Apia', '2011-12-30T19:00Z'],
    ['without seconds', '2026-11-23T08:00', 'Asia/Kathmandu', '2026-11-23T02:15Z'],
  ])('[BH1] %s', (_, text, timeZone, expected) => {
    expect(momentOf(text, timeZone as TimeZone, 'start')).toBe(at(expected));
  });
});

describe('localTime', () => {
  it.each([
    ['2026-11-23T13:00:00.000Z', 'America/New_York', '2026-11-23T08:00:00.000'],
    ['2026-11-23T13:00:00.007Z', 'Asia/Kathmandu', '2026-11-23T18:45:00.007'],
    ['2026-11-01T06:30:00.000Z', 'America/New_York', '2026-11-01T01:30:00.000'],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31T00:00:00.000'],
  ])('[SL6] %s in %s is %s, without a suffix', (instant, zone, expected) => {
    expect(localTime(at(instant), zone)).toBe(expected);
  });
});
