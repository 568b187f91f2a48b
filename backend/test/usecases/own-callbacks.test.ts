import type { CallbackId, OwnCallback } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import {
  agent,
  AGENTS,
  book,
  configOf,
  customer,
  HOUR,
  iso,
  MINUTE,
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

const anna = agent('anna');
const ben = agent('ben');
const DAY = 24 * HOUR;
type Patch = Parameters<typeof configOf>[0];
const OWNED = { ownership: { hours: 2, onExpiry: 'assign-to-queue' } };
const staffed = ({ queue = OWNED, ...rest }: Patch = {}) => configOf({ users: AGENTS, queue, ...rest });

async function ready({ ringback }: Context, ...users: (typeof anna)[]): Promise<void> {
  for (const user of users) {
    await ringback.login(user.username, 'correct horse');
    await ringback.setDeskState(user, 'ready');
  }
}
async function run({ scheduler }: Context, ms = 0): Promise<void> {
  world.clock.pass(ms);
  await scheduler.runOnce();
}
/** An idle session ends after 20 minutes; these tests move hours. */
async function later(context: Context, ms: number, ...present: (typeof anna)[]): Promise<void> {
  world.clock.pass(ms);
  await ready(context, ...present);
  await run(context);
}
const schedule = (context: Context, wish: Record<string, unknown> = {}, user = anna): Promise<OwnCallback> =>
  context.ringback.scheduleOwn(user, {
    phoneNumber: nextNumber(),
    queue: 'Always_VQ',
    desiredTime: world.clock.now() + HOUR,
    ownership: 'own',
    ...wish,
  });
const offers = async ({ ringback }: Context): Promise<(CallbackId | undefined)[]> => [
  (await ringback.desk(anna)).offer?.id,
  (await ringback.desk(ben)).offer?.id,
];

describe('an agent’s own callback', () => {
  it('[CB9] is listed, soonest first, shown on the desk, and for nobody else to see or change', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    const late = await schedule(context, { desiredTime: world.clock.now() + 2 * HOUR, ownership: 'prefer-me' });
    const soon = await schedule(context, { firstname: 'Ada', lastname: 'Byron', notes: 'Engine' });
    expect(await ringback.ownCallbacks(anna)).toEqual([soon, late]);
    expect(soon).toMatchObject({
      name: 'Ada Byron',
      notes: 'Engine',
      state: 'SCHEDULED',
      ownership: 'own',
      ownedUntil: iso(world.clock.now() + 3 * HOUR),
      canReschedule: true,
      canCancel: true,
    });
    expect(late).toMatchObject({ ownership: 'prefer-me' });
    expect(late).not.toHaveProperty('ownedUntil');
    expect((await ringback.desk(anna)).own).toEqual({ count: 2, next: soon });
    expect((await ringback.desk(ben)).own).toEqual({ count: 0, next: null });
    expect(await refusalOf(ringback.cancelOwn(ben, soon.id))).toBe('NOT_FOUND');
    expect(await refusalOf(ringback.rescheduleOwn(ben, soon.id, world.clock.now() + 3 * HOUR))).toBe('NOT_FOUND');
    await ringback.cancelOwn(anna, soon.id);
    expect((await ringback.ownCallbacks(anna)).map(({ id }) => id)).toEqual([late.id]);
    expect(await ringback.retrieveCallback(soon.id)).toMatchObject({ callbackReason: 'CANCELLED_BY_AGENT' });
  });

  it.each([
    ['another’s queue', { queue: 'Office_VQ' }, 'UNKNOWN_SERVICE'],
    ['no such queue', { queue: 'Nowhere' }, 'UNKNOWN_SERVICE'],
    ['a number that is none', { phoneNumber: '12' }, 'INVALID_PHONE_NUMBER'],
    ['31 days ahead', { desiredTime: 'far' }, 'INVALID_PARAMETER'],
  ])('[CB9] refuses %s', async (_name, wish, status) => {
    const context = await world.open(staffed());
    const limited = agent('anna', ['Always_VQ']);
    const desiredTime = 'desiredTime' in wish ? world.clock.now() + 31 * DAY : world.clock.now() + HOUR;
    expect(await refusalOf(schedule(context, { ...wish, desiredTime }, limited))).toBe(status);
  });

  it('[CB9] can’t be owned on a queue without ownership', async () => {
    const context = await world.open(staffed({ queue: {} }));
    expect(await refusalOf(schedule(context))).toBe('INVALID_PARAMETER');
    expect(await refusalOf(schedule(context, { ownership: 'prefer-me' }))).toBe('granted');
  });

  it('[CB9] may be agreed on during a call to the same number, and into a full slot', async () => {
    const context = await world.open(staffed({ queue: { ...OWNED, slotCapacity: 0 } }));
    const phoneNumber = nextNumber();
    await book(context, { phoneNumber });
    expect(await refusalOf(schedule(context, { phoneNumber }))).toBe('granted');
  });

  it('[CB6] an owned one can’t be moved within 15 minutes of its time, by nobody, but cancelled', async () => {
    const context = await world.open(staffed());
    const { ringback } = context;
    const { id } = await schedule(context);
    const to = world.clock.now() + 5 * HOUR;
    world.clock.pass(45 * MINUTE);
    const moved = await ringback.rescheduleOwn(anna, id, to);
    expect(moved).toMatchObject({ desiredTime: iso(to), ownedUntil: iso(to + 2 * HOUR) });
    await ringback.rescheduleOwn(anna, id, world.clock.now() + 15 * MINUTE);
    world.clock.pass(1);
    expect((await ringback.ownCallbacks(anna))[0]).toMatchObject({ canReschedule: false, canCancel: true });
    expect(await refusalOf(ringback.rescheduleOwn(anna, id, to))).toBe('WRONG_STATE');
    expect(await refusalOf(ringback.rescheduleCallback(id, to, customer))).toBe('WRONG_STATE');
    expect(await refusalOf(ringback.cancelOwn(anna, id))).toBe('granted');
  });
});

describe('ownership', () => {
  it('[CB9] owned, it is offered to its owner alone, however idle others are, and shows on no other desk', async () => {
    const context = await world.open(staffed());
    const { id } = await schedule(context);
    await later(context, HOUR, ben);
    expect(await offers(context)).toEqual([undefined, undefined]);
    expect((await context.ringback.desk(ben)).waitingCount).toBe(0);
    expect(await refusalOf(context.ringback.takeNext(ben))).toBe('NOT_FOUND');
    await later(context, 5 * MINUTE, anna);
    expect(await offers(context)).toEqual([id, undefined]);
    expect((await context.ringback.desk(anna)).offer).toMatchObject({ own: true });
  });

  it('[CB9] missed by its owner, it waits for the owner; at its expiry it is anybody’s', async () => {
    const context = await world.open(staffed());
    const { id } = await schedule(context);
    await later(context, HOUR, anna, ben);
    await run(context, 20_000);
    expect((await context.ringback.desk(anna)).agent).toMatchObject({ state: 'not-ready', reason: 'missed an offer' });
    expect(await offers(context)).toEqual([undefined, undefined]);
    await later(context, 2 * HOUR - 20_001, ben);
    expect(await offers(context)).toEqual([undefined, undefined]);
    await run(context, 1);
    expect(await offers(context)).toEqual([undefined, id]);
  });

  it('[CB9] or it ends, where the queue says so', async () => {
    const context = await world.open(staffed({ queue: { ownership: { hours: 1, onExpiry: 'disconnect' } } }));
    const { id } = await schedule(context);
    await later(context, HOUR, ben);
    await later(context, HOUR - 1, ben);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('QUEUED');
    await run(context, 1);
    expect(await context.ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'OWNERSHIP_EXPIRED' });
  });

  it('[CB9][CB7] an owned one is not purged while it waits for its owner; after that as anybody', async () => {
    const context = await world.open(staffed({ queue: { ...OWNED, purgeTimeMinutes: 10 } }));
    const { id } = await schedule(context);
    await run(context, HOUR);
    await run(context, 2 * HOUR + 10 * MINUTE - 1);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('QUEUED');
    await run(context, 1);
    expect((await context.ringback.retrieveCallback(id)).callbackReason).toBe('PURGED_TIMEOUT');
  });

  it('[CB9] preferred, it goes to its maker if free, and to the next one at once if not, or after a miss', async () => {
    const context = await world.open(staffed());
    const first = await schedule(context, { ownership: 'prefer-me' });
    const second = await schedule(context, { ownership: 'prefer-me', desiredTime: world.clock.now() + HOUR + 1 });
    await run(context, HOUR);
    await later(context, 1, ben, anna);
    expect(await offers(context)).toEqual([first.id, second.id]);
    await run(context, 20_000);
    expect(await offers(context)).toEqual([undefined, undefined]);
    await ready(context, ben);
    await run(context);
    expect(await offers(context)).toEqual([undefined, first.id]);
  });

  it('[CB9] the simulator leaves an owned one to its owner, who is asked though the queue is customer-first', async () => {
    const context = await world.open(staffed({ dialer: SIMULATOR }));
    const { id } = await schedule(context);
    await run(context, HOUR);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('QUEUED');
    await later(context, MINUTE, anna);
    expect(await offers(context)).toEqual([id, undefined]);
  });
});
