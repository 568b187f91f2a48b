import { describe, expect, it } from 'vitest';
import { judgeBooking, judgeReschedule, slotFull, type BookingRequest, type BookingRules } from '../../src/domain/booking.js';
import { Refusal } from '../../src/domain/refusal.js';
import { always, at, everyDay, hoursOf, office } from './sample-hours.js';
import { rulesOf } from './sample-queue.js';
import { DAY } from './wall-clock-by-intl.js';

/** Monday, 09:00 in New York. */
const NOW = at('2026-11-23T14:00:00Z');
const asked = (desired?: string, change: Partial<BookingRequest> = {}): BookingRequest => ({
  desiredTime: desired === undefined ? undefined : at(desired),
  alwaysCheckCapacity: false,
  hasPushTargets: false,
  ...change,
});
function refusal(rules: BookingRules, request: BookingRequest, now = NOW): Refusal {
  try {
    judgeBooking(rules, request, now);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a scheduled booking', () => {
  it.each([
    ['on the grid', '2026-11-23T15:00:00Z', '2026-11-23T15:00:00Z'],
    ['off the grid', '2026-11-23T15:14:59.999Z', '2026-11-23T15:00:00Z'],
    ['in the last slot', '2026-11-23T22:59:00Z', '2026-11-23T22:45:00Z'],
    ['now', '2026-11-23T14:00:00Z', '2026-11-23T14:00:00Z'],
    ['later in the slot that has begun', '2026-11-23T14:10:00Z', '2026-11-23T14:00:00Z'],
  ])('[SL8] %s books the slot that contains it and keeps the time asked', (_, desired, slotStart) => {
    expect(judgeBooking(rulesOf(), asked(desired), NOW)).toEqual({
      kind: 'scheduled',
      desiredTime: at(desired),
      slotStart: at(slotStart),
      mustHaveRoom: true,
      total: 5,
    });
  });

  it.each([
    ['in the past', '2026-11-23T13:59:59.999Z', 'in the past'],
    ['long past', '1970-01-01T00:00:00Z', 'in the past'],
    ['before Christ', '0001-01-01T00:00:00Z', 'in the past'],
    ['beyond maxAdvanceDays', '2026-12-23T14:00:00.001Z', '30 days in advance'],
    ['in the year 9999', '9999-12-31T23:59:59Z', '30 days in advance'],
  ])('[SL8] %s is a wrong parameter, whatever the policy', (_, desired, words) => {
    for (const bookingPolicy of ['enforce', 'trust-caller'] as const) {
      const refused = refusal(rulesOf({ bookingPolicy }), asked(desired));
      expect(refused.status).toBe('INVALID_PARAMETER');
      expect(refused.message).toContain(words);
    }
  });

  it('[SL8] exactly maxAdvanceDays ahead can be booked', () => {
    expect(judgeBooking(rulesOf(), asked('2026-12-23T14:00:00Z'), NOW)).toMatchObject({ slotStart: NOW + 30 * DAY });
  });

  it.each([
    ['a Sunday', '2026-11-29T15:00:00Z', '2026-11-30 08:00 (America/New_York)'],
    ['at night', '2026-11-24T04:00:00Z', '2026-11-24 08:00 (America/New_York)'],
    ['at closing time', '2026-11-23T23:00:00Z', '2026-11-24 08:00 (America/New_York)'],
    ['at lunch on Friday', '2026-11-27T17:30:00Z', '2026-11-27 13:00 (America/New_York)'],
  ])('[SL8] %s is outside hours, and the answer says when it opens', (_, desired, opening) => {
    const refused = refusal(rulesOf(), asked(desired));
    expect(refused.status).toBe('OUTSIDE_OFFICE_HOURS');
    expect(refused.message).toContain(opening);
  });

  it('[SL1][SL8] open, but in a slot that began before opening: the first slot is named', () => {
    const early = rulesOf({}, { business: hoursOf('UTC', { tue: '07:50-18:00' }) });
    expect(refusal(early, asked('2026-11-24T07:55:00Z')).message).toContain('2026-11-24 08:00 (UTC)');
    expect(judgeBooking(early, asked('2026-11-24T08:00:00Z'), NOW)).toMatchObject({ slotStart: at('2026-11-24T08:00Z') });
  });

  it('[SL8] hours that never open are said so', () => {
    expect(refusal(rulesOf({}, { business: hoursOf('UTC', {}) }), asked('2026-11-24T07:55:00Z')).message).toContain(
      'No opening is planned',
    );
  });

  it("[SL2] the places are those of the slot's cell, also none", () => {
    const rule = { name: 'R', cellMinutes: 60 as const, cells: { mon: { '10:00': 9 } } };
    const rules = rulesOf({}, { capacity: { rule } });
    expect(judgeBooking(rules, asked('2026-11-23T15:20:00Z'), NOW)).toMatchObject({ total: 9 });
    expect(judgeBooking(rules, asked('2026-11-23T16:20:00Z'), NOW)).toMatchObject({ total: 0, mustHaveRoom: true });
  });

  it('[SL7] trust-caller books outside hours and without room, unless asked to check', () => {
    const rules = rulesOf({ bookingPolicy: 'trust-caller' });
    const sunday = '2026-11-29T15:00:00Z';
    expect(judgeBooking(rules, asked(sunday), NOW)).toMatchObject({ kind: 'scheduled', mustHaveRoom: false });
    expect(refusal(rules, asked(sunday, { alwaysCheckCapacity: true })).status).toBe('OUTSIDE_OFFICE_HOURS');
    expect(judgeBooking(rules, asked('2026-11-23T15:00:00Z', { alwaysCheckCapacity: true }), NOW)).toMatchObject({ mustHaveRoom: true });
  });

  it('[QU2] is refused where scheduling is switched off', () => {
    expect(refusal(rulesOf({ scheduledEnabled: false }), asked('2026-11-23T15:00:00Z'))).toMatchObject({ status: 'INVALID_PARAMETER' });
  });

  it('[CB6] another time is judged like a first one', () => {
    expect(judgeReschedule(rulesOf(), at('2026-11-24T15:07:00Z'), NOW)).toMatchObject({
      slotStart: at('2026-11-24T15:00Z'),
      mustHaveRoom: true,
    });
    expect(judgeReschedule(rulesOf({ bookingPolicy: 'trust-caller' }), at('2026-11-29T15:07:00Z'), NOW)).toMatchObject({
      mustHaveRoom: false,
    });
    expect(() => judgeReschedule(rulesOf(), at('2026-11-29T15:07:00Z'), NOW)).toThrow(Refusal);
  });
});

describe('an immediate booking', () => {
  const friday = (text: string) => at(`2026-11-27T${text}:00-05:00`);
  it('[CB2] while open', () => {
    expect(judgeBooking(rulesOf(), asked(), NOW)).toEqual({ kind: 'immediate' });
  });
  it.each([
    ['closed at night', {}, undefined, at('2026-11-24T04:00Z'), 'opens next at 2026-11-24 08:00 (America/New_York)'],
    ['in the blackout', { immediateBlackoutMinutes: 30 }, undefined, friday('17:30'), 'closes soon'],
    ['in the blackout before lunch', { immediateBlackoutMinutes: 30 }, undefined, friday('11:31'), 'closes soon'],
    ['outside the offer hours', {}, everyDay('America/New_York', '09:00-16:00'), friday('08:30'), 'not offered at this time of day'],
  ])('[SL8] %s is outside hours', (...[, settings, offer, now, words]) => {
    const refused = refusal(rulesOf(settings, { business: office(), offer }), asked(), now);
    expect(refused.status).toBe('OUTSIDE_OFFICE_HOURS');
    expect(refused.message).toContain(words);
  });
  it('[SL8] a minute before the blackout, and with hours that never close, it is taken', () => {
    expect(judgeBooking(rulesOf({ immediateBlackoutMinutes: 30 }), asked(), friday('17:29'))).toEqual({ kind: 'immediate' });
    expect(judgeBooking(rulesOf({ immediateBlackoutMinutes: 1440 }, { business: always() }), asked(), NOW)).toEqual({ kind: 'immediate' });
  });
  it('[SL8] trust-caller takes it when closed, unless asked to check', () => {
    const rules = rulesOf({ bookingPolicy: 'trust-caller' });
    const night = at('2026-11-24T04:00Z');
    expect(judgeBooking(rules, asked(), night)).toEqual({ kind: 'immediate' });
    expect(refusal(rules, asked(undefined, { alwaysCheckCapacity: true }), night).status).toBe('OUTSIDE_OFFICE_HOURS');
  });
  it('[QU2] is refused where it is switched off, as a wrong parameter', () => {
    expect(refusal(rulesOf({ immediateEnabled: false }), asked())).toMatchObject({ status: 'INVALID_PARAMETER' });
  });
});

describe('a queue that is called by its customers', () => {
  const callIn = () => rulesOf({ callDirection: 'USERORIGINATED' }, { business: always() });
  it('[CI3] needs a push target, and says so', () => {
    for (const request of [asked(), asked('2026-11-23T15:00:00Z')]) {
      expect(refusal(callIn(), request)).toMatchObject({ status: 'INVALID_PARAMETER', message: expect.stringContaining('pushTargets') });
    }
    expect(judgeBooking(callIn(), asked(undefined, { hasPushTargets: true }), NOW)).toEqual({ kind: 'immediate' });
  });
});

describe('a full slot', () => {
  it('[SL7] is refused with the alternatives', () => {
    const refused = slotFull([{ start: NOW, free: 3, total: 5 }]);
    expect(refused.status).toBe('TOO_MANY_REQUESTS');
    expect([...(refused.slots ?? [])]).toEqual([[NOW, 3]]);
    expect(refused.message).toContain('Choose one of the times');
    expect(slotFull([]).message).toContain('No other time has room');
  });
});
