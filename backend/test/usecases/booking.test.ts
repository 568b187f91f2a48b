import type { TimeZone } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import type { Context } from '../../src/context.js';
import {
  book,
  bookingOf,
  configOf,
  customer,
  HOUR,
  iso,
  MINUTE,
  MONDAY,
  newWorld,
  nextNumber,
  refusalOf,
  SIMULATOR,
  type World,
} from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const freeAt = async ({ ringback }: Context, start: number, serviceName = 'Always_VQ'): Promise<number> =>
  (await ringback.availability(serviceName, { startMS: start, endMS: start + 1, reportBusy: true })).slots[0]?.capacity ?? -1;
const SLOT = MONDAY + HOUR;

describe('createCallback', () => {
  it('[SL7] 300 simultaneous requests for a slot of 5: exactly 5 are granted, the others are offered free times', async () => {
    const context = await world.open(configOf());
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, (_, index) => book(context, { desiredTime: iso(SLOT), phoneNumber: `+1212556${String(1000 + index)}` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Refusal] : []));
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set(['TOO_MANY_REQUESTS']));
    for (const { slots } of refusals) {
      expect(slots?.size).toBe(10);
      expect(slots?.has(SLOT)).toBe(false);
      expect([...(slots?.values() ?? [])].every((free) => free > 0)).toBe(true);
    }
    expect(await freeAt(context, SLOT)).toBe(0);
  });

  it('[CB1] the same key gives the same id and the same token, also twice at once on two replicas', async () => {
    const [one, two] = await Promise.all([world.open(configOf()), world.open(configOf())]);
    const request = bookingOf({ desiredTime: iso(SLOT) });
    const [first, second] = await Promise.all([one, two].map(({ ringback }) => ringback.createCallback(request, { idempotencyKey: 'k' })));
    expect(second).toEqual(first);
    world.clock.pass(23 * HOUR);
    expect(await one.ringback.createCallback({ ...request, desiredTime: world.clock.now() + HOUR }, { idempotencyKey: 'k' })).toEqual(
      first,
    );
    expect(await freeAt(one, SLOT + 24 * HOUR)).toBe(5);
  });

  it('[CB1] a repeated request gets the first answer even when it would be refused by now', async () => {
    const { ringback } = await world.open(configOf());
    const request = bookingOf({ desiredTime: iso(SLOT) });
    const first = await ringback.createCallback(request, { idempotencyKey: 'lost answer' });
    world.clock.pass(2 * HOUR);
    expect(await ringback.createCallback(request, { idempotencyKey: 'lost answer' })).toEqual(first);
    expect(await refusalOf(ringback.createCallback(request, { idempotencyKey: 'another' }))).toBe('INVALID_PARAMETER');
    world.clock.pass(24 * HOUR);
    expect(await refusalOf(ringback.createCallback(request, { idempotencyKey: 'lost answer' }))).toBe('INVALID_PARAMETER');
  });

  it('[CB1] a token names its callback, and a forged or expired one nothing', async () => {
    const { ringback } = await world.open(configOf());
    const { id, visitorToken } = await ringback.createCallback(bookingOf(), { idempotencyKey: undefined });
    expect(await ringback.verifyVisitorToken(visitorToken)).toBe(id);
    expect(await refusalOf(ringback.verifyVisitorToken(`${visitorToken}x`))).toBe('NOT_AUTHENTICATED');
    expect(await refusalOf(ringback.verifyVisitorToken('garbage'))).toBe('NOT_AUTHENTICATED');
    world.clock.pass(60 * 24 * HOUR);
    expect(await refusalOf(ringback.verifyVisitorToken(visitorToken))).toBe('NOT_AUTHENTICATED');
  });

  it.each([
    ['[NV1] a number that is none', { phoneNumber: '12' }, 'INVALID_PHONE_NUMBER'],
    ['an unknown service', { serviceName: 'Nobody_VQ' }, 'UNKNOWN_SERVICE'],
    ['[SL8] a time in the past', { desiredTime: iso(MONDAY - MINUTE) }, 'INVALID_PARAMETER'],
    ['[SL8] a time too far ahead', { desiredTime: iso(MONDAY + 31 * 24 * HOUR) }, 'INVALID_PARAMETER'],
    ['[SL8] a time outside hours', { serviceName: 'Office_VQ', desiredTime: iso(MONDAY - HOUR + 24 * HOUR) }, 'OUTSIDE_OFFICE_HOURS'],
  ])('%s is refused and leaves nothing behind', async (_, wish, status) => {
    const context = await world.open(configOf());
    expect(await refusalOf(book(context, wish))).toBe(status);
    expect((await context.metrics()).queues.flatMap(({ byState }) => Object.values(byState)).reduce((sum, count) => sum + count)).toBe(0);
  });

  it('[SL8] a time off the grid takes the slot that holds it', async () => {
    const context = await world.open(configOf());
    const id = await book(context, { desiredTime: iso(SLOT + 7 * MINUTE) });
    expect(await freeAt(context, SLOT)).toBe(4);
    expect((await context.ringback.retrieveCallback(id)).desiredTime).toBe(iso(SLOT + 7 * MINUTE));
  });

  it('a second open request of a number is refused until the first is over', async () => {
    const context = await world.open(configOf());
    const phoneNumber = nextNumber();
    const first = await book(context, { phoneNumber });
    await expect(book(context, { phoneNumber })).rejects.toMatchObject({
      status: 'TOO_MANY_REQUESTS',
      reason: 'open-request',
      slots: undefined,
    });
    await context.ringback.cancelCallback(first, customer);
    expect(await refusalOf(book(context, { phoneNumber }))).toBe('granted');
  });

  it('beyond the watermark immediate requests are refused, scheduled ones are not', async () => {
    const context = await world.open(configOf({ queue: { watermark: 3 } }));
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => book(context)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(book(context)).rejects.toMatchObject({ status: 'TOO_MANY_REQUESTS', reason: undefined });
    expect(await refusalOf(book(context, { desiredTime: iso(SLOT) }))).toBe('granted');
  });

  it('whoever is being called counts towards the watermark, until the call is over', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR, queue: { watermark: 1 } }));
    const id = await book(context);
    await context.scheduler.runOnce();
    expect(await context.ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'ROUTING' });
    expect(await refusalOf(book(context))).toBe('TOO_MANY_REQUESTS');
    await context.ringback.cancelCallback(id, customer);
    expect(await refusalOf(book(context))).toBe('granted');
  });

  it('a trusted caller books a full slot, unless it asks for the check', async () => {
    const context = await world.open(configOf({ queue: { bookingPolicy: 'trust-caller', slotCapacity: 1 } }));
    expect(await refusalOf(book(context, { desiredTime: iso(SLOT) }))).toBe('granted');
    expect(await refusalOf(book(context, { desiredTime: iso(SLOT) }))).toBe('granted');
    expect(await refusalOf(book(context, { desiredTime: iso(SLOT), alwaysCheckCapacity: true }))).toBe('TOO_MANY_REQUESTS');
    expect(await freeAt(context, SLOT)).toBe(0);
  });

  it.each([
    ['scheduled', { desiredTime: iso(SLOT) }],
    ['immediate', {}],
  ])('a %s booking costs one statement', async (_, wish) => {
    const context = await world.open(configOf());
    // What the metrics cost themselves is taken off. Now and then a batch of news to the other replicas falls in between: the least counts.
    const costOf = async (act: () => Promise<unknown>): Promise<number> => {
      const costs: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        const { statements } = await context.metrics();
        await act();
        costs.push((await context.metrics()).statements - statements);
      }
      return Math.min(...costs);
    };
    const nothing = await costOf(() => Promise.resolve());
    expect((await costOf(() => book(context, wish))) - nothing).toBe(1);
  });
});

describe('cancel and reschedule', () => {
  it('[CB6] cancel frees the place, and twice is the same as once', async () => {
    const context = await world.open(configOf());
    const id = await book(context, { desiredTime: iso(SLOT) });
    expect(await freeAt(context, SLOT)).toBe(4);
    await Promise.all([context.ringback.cancelCallback(id, customer), context.ringback.cancelCallback(id, customer)]);
    await context.ringback.cancelCallback(id, customer);
    expect(await freeAt(context, SLOT)).toBe(5);
    expect(await context.ringback.retrieveCallback(id)).toMatchObject({
      callbackState: 'COMPLETED',
      callbackReason: 'CANCELLED_BY_CUSTOMER',
    });
  });

  it('[CB6] a conversation can not be cancelled, an unknown callback neither', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const id = await book(context);
    await context.scheduler.runOnce();
    world.clock.pass(2_000);
    await context.scheduler.runOnce();
    expect(await refusalOf(context.ringback.cancelCallback(id, customer))).toBe('WRONG_STATE');
    expect(await refusalOf(context.ringback.cancelCallback('01920000-0000-7000-8000-000000000000' as typeof id, customer))).toBe(
      'NOT_FOUND',
    );
  });

  it('[CB6] a callback moves only while SCHEDULED, to a slot with room, and gives its old place back', async () => {
    const context = await world.open(configOf({ queue: { slotCapacity: 1 } }));
    const [id] = await Promise.all([book(context, { desiredTime: iso(SLOT) }), book(context, { desiredTime: iso(SLOT + HOUR) })]);
    expect(await refusalOf(context.ringback.rescheduleCallback(id, SLOT + HOUR, customer))).toBe('TOO_MANY_REQUESTS');
    await context.ringback.rescheduleCallback(id, SLOT + 2 * HOUR, customer);
    expect([await freeAt(context, SLOT), await freeAt(context, SLOT + 2 * HOUR)]).toEqual([1, 0]);
    // Within its own slot it needs no second place.
    await context.ringback.rescheduleCallback(id, SLOT + 2 * HOUR + 5 * MINUTE, customer);
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ desiredTime: iso(SLOT + 2 * HOUR + 5 * MINUTE), version: 3 });
    const now = await book(context);
    expect(await refusalOf(context.ringback.rescheduleCallback(now, SLOT, customer))).toBe('WRONG_STATE');
  });
});

describe('what can be offered', () => {
  it('[WI11] offers say at once whether, when and how long', async () => {
    const { ringback } = await world.open(configOf({ dialer: SIMULATOR }));
    expect(await ringback.offers('Office_VQ')).toMatchObject({
      timeZone: 'America/New_York',
      open: true,
      openFor: 36_000,
      immediate: { offered: true, waiting: 0 },
      scheduled: { offered: true, firstFree: iso(MONDAY), slotDurationMinutes: 15 },
    });
    world.clock.pass(11 * HOUR);
    expect(await ringback.offers('Office_VQ')).toMatchObject({
      open: false,
      openFor: 0,
      nextOpening: iso(MONDAY + 24 * HOUR),
      immediate: { offered: false },
      scheduled: { firstFree: iso(MONDAY + 24 * HOUR) },
    });
    expect(await refusalOf(ringback.offers('Nobody_VQ'))).toBe('UNKNOWN_SERVICE');
  });

  it('[SL6] availability shows what is taken, in the zone that was asked', async () => {
    const context = await world.open(configOf());
    await book(context, { desiredTime: iso(SLOT) });
    const { slots, timezone, durationMin } = await context.ringback.availability('Always_VQ', {
      startMS: SLOT,
      endMS: SLOT + HOUR,
      timezone: 'Asia/Kathmandu' as TimeZone,
    });
    expect({ timezone, durationMin, first: slots[0], count: slots.length }).toEqual({
      timezone: 'Asia/Kathmandu',
      durationMin: 15,
      first: { utcTime: iso(SLOT), localTime: '2026-11-23T19:45:00.000', capacity: 4, total: 5 },
      count: 4,
    });
  });

  it('many who ask for the same days at once share a query, and nobody is told less than what was booked before', async () => {
    const context = await world.open(configOf());
    const { statements } = await context.metrics();
    await Promise.all(Array.from({ length: 50 }, () => freeAt(context, SLOT)));
    // Two flights, the metrics' three, and who is ready, which is read anew once the change feed listens.
    expect((await context.metrics()).statements - statements).toBeLessThanOrEqual(6);
    for (let left = 4; left >= 0; left -= 1) {
      const early = freeAt(context, SLOT);
      await book(context, { desiredTime: iso(SLOT) });
      expect(await freeAt(context, SLOT)).toBe(left);
      await early;
    }
  });

  it('[BH2] openFor knows queues and business hours by name', async () => {
    const { ringback } = await world.open(configOf());
    expect(await ringback.openFor('Office_VQ', { checkImmediateEnabled: true, queryImmediateOfferHours: true })).toEqual({
      openFor: 36_000,
      immediateOfferHoursOpenFor: -1,
      isImmediateEnabled: true,
    });
    expect(await ringback.openFor('Office', { start: iso(MONDAY + 10 * HOUR) })).toEqual({ openFor: 0 });
    expect(await refusalOf(ringback.openFor('Nowhere', {}))).toBe('UNKNOWN_SERVICE');
  });

  it('[QU1] the wait is unknown without agents, without history, and for a queue that does not exist', async () => {
    const simulated = await world.open(configOf({ dialer: SIMULATOR }));
    const desks = await world.open(configOf());
    expect(await simulated.ringback.estimatedWaitTime(['Always_VQ', 'Nobody_VQ'], 'mode2')).toMatchObject([
      { virtualQueue: 'Always_VQ', estimatedWaitTime: -1, resultCode: -1 },
      { virtualQueue: 'Nobody_VQ', estimatedWaitTime: -1, resultCode: -1 },
    ]);
    expect(await desks.ringback.estimatedWaitTime(['Always_VQ'], 'mode2')).toMatchObject([{ estimatedWaitTime: -1, resultCode: -2 }]);
    expect(await desks.ringback.queueStatus('Always_VQ')).toEqual({ ewt: -1, offerImmediateCallback: false, offerScheduledCallback: true });
  });
});
