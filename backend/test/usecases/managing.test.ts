import type { CallbackListQuery, ManagedCallback } from '@ringback/contract';
import { callbackListQuery } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import {
  book,
  configOf,
  customer,
  DAY,
  HOUR,
  iso,
  MINUTE,
  MONDAY,
  newWorld,
  nextNumber,
  refusalOf,
  SECOND,
  SIMULATOR,
  type World,
} from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const boss: ConsoleUser = { username: 'boss', roles: ['administrator'], queues: undefined };
const limitedTo = (...queues: string[]): ConsoleUser => ({ username: 'lee', roles: ['supervisor'], queues });
const list = ({ ringback }: Context, query: Record<string, string> = {}, user = boss) =>
  ringback.listCallbacks(user, v.parse(callbackListQuery, query) satisfies CallbackListQuery);
const ids = (page: { callbacks: readonly { id: string }[] }) => page.callbacks.map(({ id }) => id);

describe('the list', () => {
  it('[SC4] is in order of desired time, either way, and pages without gap or repeat while records come and go', async () => {
    const context = await world.open(configOf({ queue: { slotCapacity: 1000 } }));
    const made: string[] = [];
    for (let count = 0; count < 520; count += 1)
      made.push(
        await book(context, { desiredTime: iso(MONDAY + HOUR + (count % 7) * MINUTE), phoneNumber: `+1646555${String(1000 + count)}` }),
      );
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      const times: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(context, { order, ...(cursor && { cursor }) });
        expect(page.callbacks.length).toBeLessThanOrEqual(250);
        seen.push(...ids(page));
        times.push(...page.callbacks.map(({ desiredTime }) => desiredTime));
        cursor = page.next;
        // Between two pages the world goes on.
        await context.ringback.cancelCallback(made.pop() as (typeof page.callbacks)[number]['id'], customer);
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(520);
      expect(times).toEqual(order === 'asc' ? times.toSorted() : times.toSorted().reverse());
    }
    const byCreation = await list(context, { sort: 'createdAt', from: iso(MONDAY), to: iso(MONDAY + DAY) });
    expect(ids(byCreation)).toEqual(ids(byCreation).toSorted());
    expect(await refusalOf(list(context, { sort: 'createdAt' }))).toBe('INVALID_PARAMETER');
    expect(await refusalOf(list(context, { cursor: 'bm9uc2Vuc2U' }))).toBe('INVALID_PARAMETER');
  });

  it('[SC4] filters by range, state and queue; the range begins with and ends before', async () => {
    const context = await world.open(configOf());
    const early = await book(context, { desiredTime: iso(MONDAY + HOUR) });
    const late = await book(context, { desiredTime: iso(MONDAY + 2 * HOUR) });
    const office = await book(context, { serviceName: 'Office_VQ', desiredTime: iso(MONDAY + HOUR) });
    const waiting = await book(context);
    const gone = await book(context);
    await context.ringback.cancelCallback(gone, customer);
    const range = { from: iso(MONDAY + HOUR), to: iso(MONDAY + 2 * HOUR) };
    expect(ids(await list(context, range)).toSorted()).toEqual([early, office].toSorted());
    expect(ids(await list(context, { states: 'SCHEDULED', queues: 'Always_VQ' }))).toEqual([early, late]);
    expect(ids(await list(context, { states: 'QUEUED,COMPLETED' })).toSorted()).toEqual([waiting, gone].toSorted());
    expect(ids(await list(context, { queues: 'Office_VQ,Nowhere_VQ' }))).toEqual([office]);
    expect(await list(context, { states: '' })).toMatchObject({ callbacks: [] });
  });

  it('[SC4] finds by part of a number as people type it, by name in any case, and by id', async () => {
    const context = await world.open(configOf());
    const ann = await book(context, { phoneNumber: '+12125550142', userData: { firstname: 'Ann', lastname: 'O%Neill' } });
    const ben = await book(context, { phoneNumber: '+442079460142', userData: { firstname: 'Ben', lastname: 7 } });
    const found = async (field: string, search: string) => ids(await list(context, { field, search })).toSorted();
    expect(await found('phone', '(212) 555-01')).toEqual([ann]);
    expect(await found('phone', '0142')).toEqual([ann, ben].toSorted());
    expect(await found('phone', '0044 20 7946')).toEqual([ben]);
    expect(await found('phone', '020 7946')).toEqual([ben]);
    expect(await found('phone', 'Ann')).toEqual([]);
    expect(await found('name', 'ann o%n')).toEqual([ann]);
    expect(await found('name', '%')).toEqual([ann]);
    expect(await found('name', '_')).toEqual([]);
    expect(await found('id', ben.slice(0, 30).toUpperCase())).toContain(ben);
    expect(await found('name', ' ')).toEqual([ann, ben].toSorted());
  });

  it('[CB8] tells place, wait and lateness of each', async () => {
    const context = await world.open(configOf({ queue: { desiredTimeWindowMinutes: 2 } }));
    const first = await book(context);
    world.clock.pass(SECOND);
    await book(context);
    await book(context, { desiredTime: iso(MONDAY + HOUR) });
    const rows = async () => (await list(context)).callbacks;
    expect(await rows()).toMatchObject([
      { id: first, position: 1, estimatedWaitTime: -1, late: false, canCancel: true, canReschedule: false, canRecreate: false },
      { position: 2 },
      { state: 'SCHEDULED', late: false, canReschedule: true },
    ]);
    world.clock.pass(HOUR + MINUTE);
    expect((await rows())[2]).toMatchObject({ late: false });
    world.clock.pass(MINUTE + SECOND);
    expect((await rows())[2]).toMatchObject({ late: true });
  });

  it('[SE2] shows a user who is limited to queues those only, everywhere', async () => {
    const context = await world.open(configOf());
    const { ringback } = context;
    const number = nextNumber();
    const open = await book(context, { phoneNumber: number });
    const office = await book(context, { serviceName: 'Office_VQ', phoneNumber: number });
    const lee = limitedTo('Office_VQ');
    expect(ids(await list(context, {}, lee))).toEqual([office]);
    expect(ids(await list(context, { queues: 'Always_VQ' }, lee))).toEqual([]);
    expect(ids(await ringback.searchCallbacks(lee, number))).toEqual([office]);
    expect(ids(await ringback.searchCallbacks(lee, open))).toEqual([]);
    const touches = [
      ringback.managedCallback(lee, open),
      ringback.manageCancel(lee, open),
      ringback.manageReschedule(lee, open, MONDAY + HOUR),
      ringback.manageRecreate(lee, open, { desiredTime: undefined, idempotencyKey: undefined }),
    ];
    expect(await Promise.all(touches.map(refusalOf))).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    const create = ringback.manageCreate(lee, { queue: 'Always_VQ', phoneNumber: nextNumber() }, undefined);
    expect(await refusalOf(create)).toBe('UNKNOWN_SERVICE');
    const report = await ringback.startBulkCancel(lee, { ids: [open, office] });
    expect(report).toMatchObject({ total: 2, cancelled: 1, notFound: 1 });
    expect((await ringback.managedCallback(boss, open)).state).toBe('QUEUED');
    let csv = '';
    for await (const piece of ringback.exportCallbacks(lee, { field: 'phone', clock: '24' })) csv += piece;
    expect(csv).toContain(office);
    expect(csv).not.toContain(open);
  });
});

describe('one record', () => {
  const stepsOf = ({ history }: ManagedCallback) =>
    history.map(({ from, to, actor }) => `${from ?? '-'}>${to} ${actor.name ?? actor.kind}`);

  it('[CB8] tells its whole story with figures: who did what, how long it took', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const { ringback, scheduler } = context;
    const made = await ringback.manageCreate(
      boss,
      { queue: 'Always_VQ', phoneNumber: nextNumber(), desiredTime: MONDAY + HOUR, userData: { firstname: 'Ann' } },
      undefined,
    );
    expect(made).toMatchObject({
      state: 'SCHEDULED',
      name: 'Ann',
      metrics: { createdBy: 'boss', attempts: 0, estimatedWaitTimeAtOffer: -1 },
    });
    await ringback.manageReschedule({ ...boss, username: 'eve' }, made.id, MONDAY + 2 * HOUR);
    world.clock.pass(2 * HOUR);
    for (const wait of [0, 1, 20]) {
      world.clock.pass(wait * SECOND);
      await scheduler.runOnce();
    }
    const told = await ringback.managedCallback(boss, made.id.toUpperCase());
    expect(told).toMatchObject({
      state: 'COMPLETED',
      reason: 'AGENT_CONNECTED',
      metrics: { createdBy: 'boss', rescheduledBy: 'eve', attempts: 1, secondsToConnect: 1, handleSeconds: 20 },
      dials: [{ number: 1, dialer: 'simulator', outcome: 'connected' }],
    });
    expect(told.metrics).not.toHaveProperty('cancelledBy');
    expect(stepsOf(told)).toEqual([
      '->SCHEDULED boss',
      'SCHEDULED>SCHEDULED eve',
      'SCHEDULED>QUEUED system',
      'QUEUED>ROUTING simulator',
      'ROUTING>PROCESSING simulator',
      'PROCESSING>COMPLETED simulator',
    ]);
  });

  it('[CB6] staff cancel with their reason and name; twice is once', async () => {
    const context = await world.open(configOf());
    const id = await book(context);
    const { ringback } = context;
    const cancelled = await ringback.manageCancel(boss, id);
    expect(cancelled).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_ADMIN', metrics: { cancelledBy: 'boss' } });
    expect(await ringback.manageCancel({ ...boss, username: 'eve' }, id)).toEqual(cancelled);
    expect(await refusalOf(ringback.manageReschedule(boss, id, MONDAY + HOUR))).toBe('WRONG_STATE');
    expect(await refusalOf(ringback.managedCallback(boss, 'nonsense'))).toBe('NOT_FOUND');
  });

  it('[CB6][CB8] is recreated only when completed, with its data; both histories tell', async () => {
    const context = await world.open(configOf());
    const { ringback } = context;
    const userData = { firstname: 'Ann', order: 17 };
    const id = await book(context, { userData, language: 'de', priority: 7, channel: 'campaign', desiredTime: iso(MONDAY + HOUR) });
    const wish = { desiredTime: MONDAY + 3 * HOUR, idempotencyKey: 'again' };
    expect(await refusalOf(ringback.manageRecreate(boss, id, wish))).toBe('WRONG_STATE');
    await ringback.cancelCallback(id, customer);
    world.clock.pass(MINUTE);
    const again = await ringback.manageRecreate(boss, id, wish);
    const old = await ringback.managedCallback(boss, id);
    expect(again).toMatchObject({
      state: 'SCHEDULED',
      desiredTime: iso(MONDAY + 3 * HOUR),
      userData,
      language: 'de',
      priority: 7,
      origin: { channel: 'campaign' },
      recreatedFrom: id,
      recreatedAs: [],
      phoneNumber: old.phoneNumber,
      metrics: { createdBy: 'boss' },
    });
    expect(old).toMatchObject({
      state: 'COMPLETED',
      reason: 'CANCELLED_BY_CUSTOMER',
      recreatedAs: [again.id],
      metrics: { recreatedBy: 'boss' },
    });
    expect(old.metrics).not.toHaveProperty('cancelledBy');
    expect(old.history.at(-1)).toMatchObject({
      from: 'COMPLETED',
      to: 'COMPLETED',
      cause: `recreated as ${again.id}`,
      actor: { name: 'boss' },
    });
    // A second click is the first one; without its key it is a second open callback of the number.
    expect((await ringback.manageRecreate(boss, id, wish)).id).toBe(again.id);
    expect((await ringback.managedCallback(boss, id)).version).toBe(old.version);
    expect(await refusalOf(ringback.manageRecreate(boss, id, { ...wish, idempotencyKey: undefined }))).toBe('TOO_MANY_REQUESTS');
  });

  it('[CB1] one Idempotency-Key of one user makes one record, however often and at once', async () => {
    const context = await world.open(configOf());
    const request = { queue: 'Always_VQ', phoneNumber: nextNumber() };
    const made = await Promise.all(Array.from({ length: 10 }, () => context.ringback.manageCreate(boss, request, 'key')));
    expect(new Set(ids({ callbacks: made })).size).toBe(1);
    const other = context.ringback.manageCreate({ ...boss, username: 'eve' }, { ...request, phoneNumber: nextNumber() }, 'key');
    expect((await other).id).not.toBe(made[0]?.id);
  });
});
