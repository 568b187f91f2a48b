import { describe, expect, it } from 'vitest';
import { compileHours } from '../../src/domain/business-hours.js';
import type { Wait } from '../../src/domain/estimated-wait.js';
import { isWithinImmediateOfferTime, judgeOffers, offerHoursOpenFor } from '../../src/domain/offers.js';
import { always, at, everyDay, office } from './sample-hours.js';
import { queueOf } from './sample-queue.js';

const known = (seconds: number): Wait => ({ seconds, resultCode: 0, message: '' });
const noInteraction: Wait = { seconds: -1, resultCode: -1, message: '' };
const noAgent: Wait = { seconds: -1, resultCode: -2, message: '' };
const hours = compileHours(office());
const offer = compileHours(everyDay('America/New_York', '09:00-16:00'));
const monday = (text: string) => at(`2026-11-23T${text}-05:00`);

describe('judgeOffers', () => {
  it.each([
    ['open, short wait', {}, undefined, '10:00:00', known(60), true],
    ['closed', {}, undefined, '07:59:59', known(0), false],
    ['made in the last second', {}, undefined, '17:00:00', known(3599), true],
    ['made only at closing time', {}, undefined, '17:00:00', known(3600), false],
    ['no interaction yet', {}, undefined, '10:00:00', noInteraction, true],
    ['no interaction yet, closed', {}, undefined, '20:00:00', noInteraction, false],
    ['no agent', {}, undefined, '10:00:00', noAgent, false],
    ['switched off', { immediateEnabled: false }, undefined, '10:00:00', known(0), false],
    ['before the offer hours', {}, offer, '08:30:00', known(0), false],
    ['in the offer hours', {}, offer, '09:00:00', known(0), true],
    ['offer hours end before the call', {}, offer, '15:30:00', known(1800), false],
    ['before the blackout', { immediateBlackoutMinutes: 30 }, undefined, '17:29:59', known(0), true],
    ['in the blackout', { immediateBlackoutMinutes: 30 }, undefined, '17:30:00', known(0), false],
  ] as const)('[QU2] %s', (...[, change, offerHours, time, wait, immediate]) => {
    expect(judgeOffers(queueOf(change), { hours, offerHours }, { wait, now: monday(time) }).immediate).toBe(immediate);
  });

  it('[QU2] not across a lunch break: that is no call as soon as possible', () => {
    const friday = at('2026-11-27T11:30:00-05:00');
    expect(judgeOffers(queueOf(), { hours, offerHours: undefined }, { wait: known(2 * 3600), now: friday }).immediate).toBe(false);
  });

  it('[QU2] hours that never close are never too short', () => {
    expect(
      judgeOffers(
        queueOf({ immediateBlackoutMinutes: 1440 }),
        { hours: compileHours(always()), offerHours: undefined },
        { wait: known(86_400), now: monday('10:00:00') },
      ).immediate,
    ).toBe(true);
  });

  it('[QU2] scheduled is offered when enabled, closed or not', () => {
    const decide = (scheduledEnabled: boolean) =>
      judgeOffers(queueOf({ scheduledEnabled }), { hours, offerHours: undefined }, { wait: noAgent, now: monday('03:00:00') }).scheduled;
    expect([decide(true), decide(false)]).toEqual([true, false]);
  });
});

describe('the extra questions of openFor', () => {
  it.each([
    ['offer hours, in time', offer, 0, '15:00:00', known(3599), true],
    ['offer hours, too late', offer, 0, '15:00:00', known(3600), false],
    ['offer hours, unknown wait', offer, 0, '15:59:59', noInteraction, true],
    ['outside offer hours', offer, 0, '16:00:00', known(0), false],
    ['business hours', undefined, 0, '17:59:00', known(59), true],
    ['business hours less the blackout', undefined, 30, '17:00:00', known(1799), true],
    ['business hours, call in the blackout', undefined, 30, '17:00:00', known(1800), false],
    ['closed', undefined, 0, '18:00:00', known(0), false],
  ] as const)('[BH2] isWithinImmediateOfferTime: %s', (...[, offerHours, blackoutMinutes, time, wait, within]) => {
    expect(isWithinImmediateOfferTime({ hours, offerHours, blackoutMinutes }, { wait, now: monday(time) })).toBe(within);
  });
  it('[BH2] immediateOfferHoursOpenFor: seconds, -1 not configured, 0 outside', () => {
    expect([
      offerHoursOpenFor(offer, monday('15:00:00')),
      offerHoursOpenFor(undefined, monday('15:00:00')),
      offerHoursOpenFor(offer, monday('17:00:00')),
    ]).toEqual([3600, -1, 0]);
  });
});
