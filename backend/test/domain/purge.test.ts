import { describe, expect, it } from 'vitest';
import { compileHours } from '../../src/domain/business-hours.js';
import { endOfBusinessDay, purgeOf } from '../../src/domain/purge.js';
import { always, at, everyDay, hoursOf, office } from './sample-hours.js';

const night = hoursOf('UTC', { fri: '09:00-12:00 20:00-24:00', sat: '00:00-04:00 18:00-19:00' });

describe('endOfBusinessDay', () => {
  it.each([
    ['an ordinary day', office(), '2026-11-23T15:00Z', '2026-11-23T23:00Z'],
    ['a lunch break does not end it', office(), '2026-11-27T15:00Z', '2026-11-27T23:00Z'],
    ['queued at lunch', office(), '2026-11-27T17:30Z', '2026-11-27T23:00Z'],
    ['queued before opening', office(), '2026-11-23T05:00Z', '2026-11-23T23:00Z'],
    ['queued after closing: the next business day', office(), '2026-11-27T23:00Z', '2026-11-30T23:00Z'],
    ['a shorter exception', office({ '2026-12-24': '08:00-12:00' }), '2026-12-24T14:00Z', '2026-12-24T17:00Z'],
    ['past midnight: when it closes', hoursOf('UTC', { fri: '20:00-24:00', sat: '00:00-04:00' }), '2026-11-27T21:00Z', '2026-11-28T04:00Z'],
    ['a morning whose evening runs past midnight', night, '2026-11-27T10:00Z', '2026-11-28T04:00Z'],
    ['queued after that midnight: Saturday is the day', night, '2026-11-28T01:00Z', '2026-11-28T19:00Z'],
    [
      'a week of whole days ends with the week',
      hoursOf('UTC', { mon: '00:00-24:00', tue: '00:00-24:00', wed: '00:00-24:00' }),
      '2026-11-23T10:00Z',
      '2026-11-26T00:00Z',
    ],
    ['on a day of 25 hours', everyDay('America/New_York', '00:30-23:30'), '2026-11-01T12:00Z', '2026-11-02T04:30Z'],
  ])('[CB7] %s', (_, hours, queued, end) => {
    expect(endOfBusinessDay(compileHours(hours), at(queued))).toBe(at(end));
  });
  it.each([
    ['never close', always()],
    ['never open', hoursOf('UTC', {})],
  ])('[CB7] hours that %s have no end of day', (_, hours) => {
    expect(endOfBusinessDay(compileHours(hours), at('2026-11-23T15:00Z'))).toBeUndefined();
  });
});

describe('purgeOf', () => {
  const purge = (purgeTimeMinutes: number | undefined, hours = office()) =>
    purgeOf({ queuedAt: at('2026-11-23T22:00Z'), purgeTimeMinutes, hours: compileHours(hours) });
  it.each([
    ['the time, when first', 30, office(), { at: at('2026-11-23T22:30Z'), reason: 'PURGED_TIMEOUT' }],
    ['the end of day, when first', 90, office(), { at: at('2026-11-23T23:00Z'), reason: 'PURGED_END_OF_DAY' }],
    ['both at once', 60, office(), { at: at('2026-11-23T23:00Z'), reason: 'PURGED_TIMEOUT' }],
    ['no time configured', undefined, office(), { at: at('2026-11-23T23:00Z'), reason: 'PURGED_END_OF_DAY' }],
    ['never closed', 90, always(), { at: at('2026-11-23T23:30Z'), reason: 'PURGED_TIMEOUT' }],
    ['never closed, no time configured', undefined, always(), undefined],
  ] as const)('[CB7] %s', (_, minutes, hours, expected) => {
    expect(purge(minutes, hours)).toEqual(expected);
  });

  it('[CB7] a retry that was planned for the next business day lives until its end', () => {
    const waiting = { queuedAt: at('2026-11-23T22:00Z'), hours: compileHours(office()) };
    expect(purgeOf({ ...waiting, notBefore: at('2026-11-24T13:00Z'), purgeTimeMinutes: undefined })).toEqual({
      at: at('2026-11-24T23:00Z'),
      reason: 'PURGED_END_OF_DAY',
    });
    expect(purgeOf({ ...waiting, notBefore: at('2026-11-24T13:00Z'), purgeTimeMinutes: 30 })?.reason).toBe('PURGED_TIMEOUT');
  });
});
