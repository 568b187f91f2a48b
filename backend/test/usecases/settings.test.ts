import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { book, configOf, HOUR, iso, MINUTE, MONDAY, newWorld, refusalOf, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const messageOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error: Refusal) => error.message,
  );
const SLOT = MONDAY + HOUR;
const freeAt = async ({ ringback }: Context, start: number, queue = 'Office_VQ'): Promise<number | undefined> =>
  (await ringback.availability(queue, { startMS: start, endMS: start + 1, reportBusy: true })).slots[0]?.capacity;
const putQueue = async ({ ringback }: Context, name: string, changes: Record<string, unknown>, user = admin) => {
  const { version, value } = await ringback.readObject(user, 'queues', name);
  return ringback.putObject(user, { kind: 'queues', name }, { version, value: { ...value, ...changes } });
};
const putCapacity = (context: Context, name: string, cells: Record<string, Record<string, number>>, version?: number) =>
  context.ringback.putObject(admin, { kind: 'capacity-rules', name }, { version, value: { cellMinutes: 60, cells } });
const two = (): Promise<[Context, Context]> => Promise.all([world.open(configOf()), world.open(configOf())]);

describe('edits act at once, in every replica', () => {
  it('[BH1] a date that is closed from now on has no slots any more', async () => {
    const [one, other] = await two();
    expect(await freeAt(other, SLOT)).toBe(5);
    const { value } = await one.ringback.readObject(admin, 'business-hours', 'Office');
    expect(value.weekly.mon).toEqual([['08:00', '18:00']]);
    await one.ringback.putObject(
      admin,
      { kind: 'business-hours', name: 'Office' },
      { version: 0, value: { ...hours('Office'), exceptions: [{ date: '2026-11-23', closed: true }] } },
    );
    expect(await freeAt(one, SLOT)).toBeUndefined();
    expect(await refusalOf(book(one, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) }))).toBe('OUTSIDE_OFFICE_HOURS');
    await expect.poll(() => freeAt(other, SLOT)).toBeUndefined();
    expect(await refusalOf(book(other, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) }))).toBe('OUTSIDE_OFFICE_HOURS');
  });

  it('[SL3] a smaller capacity keeps the bookings there are, and shows no place; a larger one frees places', async () => {
    const context = await world.open(configOf());
    for (let booking = 0; booking < 3; booking += 1) await book(context, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) });
    await putCapacity(context, 'Few', { mon: { '09:00': 1 } });
    const { version } = await putQueue(context, 'Office_VQ', { capacityRule: 'Few' });
    expect(await freeAt(context, SLOT)).toBe(0);
    expect(await refusalOf(book(context, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) }))).toBe('TOO_MANY_REQUESTS');
    const { version: seen } = await context.ringback.readObject(admin, 'capacity-rules', 'Few');
    await putCapacity(context, 'Few', { mon: { '09:00': 4 } }, seen);
    expect(await freeAt(context, SLOT)).toBe(1);
    expect(await freeAt(context, SLOT + HOUR)).toBe(0);
    await context.ringback.assignRules(admin, 'Office_VQ', { version, capacityRule: null });
    expect(await freeAt(context, SLOT)).toBe(2);
  });

  it('[NV2] a number blocked from now on is refused, also by the other replica', async () => {
    const [one, other] = await two();
    await one.ringback.putObject(admin, { kind: 'number-rules', name: 'US' }, { value: { countries: ['US'], blocked: ['^\\+1212555'] } });
    await putQueue(one, 'Always_VQ', { numberRule: 'US' });
    expect(await refusalOf(book(one))).toBe('NUMBER_BLOCKED');
    await expect.poll(() => refusalOf(book(other))).toBe('NUMBER_BLOCKED');
    expect(await refusalOf(book(other, { phoneNumber: '+442079460000' }))).toBe('COUNTRY_NOT_PERMITTED');
  });

  it('[SC2] a replica that missed the news finds the edit when it reads everything again', async () => {
    const [one, other] = await two();
    const before = other.config();
    await one.ringback.putSitePart(admin, 'origins', { version: 0, value: ['https://new.example'] });
    await other.scheduler.runOnce();
    expect(before.site.origins).toEqual([]);
    expect(other.config().site.origins).toEqual(['https://new.example']);
  });

  it('a new queue takes bookings, waits and is called; its ageing may be changed', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const { ringback, scheduler } = context;
    expect(await refusalOf(book(context, { serviceName: 'New_VQ' }))).toBe('UNKNOWN_SERVICE');
    const { value } = await ringback.readObject(admin, 'queues', 'Always_VQ');
    const made = await ringback.putObject(admin, { kind: 'queues', name: 'New_VQ' }, { value });
    expect(made).toMatchObject({ name: 'New_VQ', source: 'console', changedBy: 'ada', changedAt: iso(MONDAY) });
    const id = await book(context, { serviceName: 'New_VQ' });
    expect(await ringback.visitorCallback(id)).toMatchObject({ position: 1 });
    await scheduler.runOnce();
    expect((await ringback.visitorCallback(id)).state).toBe('ROUTING');
  });

  it('[CB3] the order of those who wait follows the edited ageing', async () => {
    const context = await world.open(configOf());
    const early = await book(context, { priority: 0 });
    world.clock.pass(10 * MINUTE);
    const urgent = await book(context, { priority: 5 });
    expect((await context.ringback.visitorCallback(urgent)).position).toBe(1);
    await putQueue(context, 'Always_VQ', { agingPerMinute: 1 });
    expect((await context.ringback.visitorCallback(early)).position).toBe(1);
  });

  it('outlives a restart, and wins over the file', async () => {
    const first = await world.open(configOf());
    await putQueue(first, 'Always_VQ', { slotCapacity: 9 });
    await first.close();
    const second = await world.open(configOf({ queue: { slotCapacity: 3 } }));
    expect((await second.ringback.readObject(admin, 'queues', 'Always_VQ')).value.slotCapacity).toBe(9);
    expect(await freeAt(second, SLOT, 'Always_VQ')).toBe(9);
  });

  it('says at the start what the file lacks that edits stand on', async () => {
    const first = await world.open(configOf());
    await putCapacity(first, 'Mine', {});
    await putQueue(first, 'Office_VQ', { capacityRule: 'Mine' });
    await first.close();
    const config = configOf();
    const without = {
      ...config,
      businessHours: config.businessHours.filter(({ name }) => name !== 'Office'),
      queues: config.queues.slice(0, 1),
    };
    await expect(world.open(without)).rejects.toThrow(/"Office" is not among businessHours/);
  });
});

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  await client.query(text);
  await client.end();
}

describe('a deleted queue', () => {
  it('refuses bookings, and its open callbacks are still called, moved on and purged by its last rules', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR, queues: [{ name: 'Old_VQ', businessHours: 'Office' }] }));
    const { ringback, scheduler } = context;
    const queued = await book(context, { serviceName: 'Old_VQ' });
    const scheduled = await book(context, { serviceName: 'Old_VQ', desiredTime: iso(MONDAY + 2 * HOUR) });
    await ringback.deleteObject(admin, { kind: 'queues', name: 'Old_VQ' }, 0);
    expect(await refusalOf(book(context, { serviceName: 'Old_VQ' }))).toBe('UNKNOWN_SERVICE');
    expect(await refusalOf(ringback.availability('Old_VQ', {}))).toBe('UNKNOWN_SERVICE');
    expect(await refusalOf(ringback.readObject(admin, 'queues', 'Old_VQ'))).toBe('NOT_FOUND');
    expect(await ringback.visitorCallback(queued)).toMatchObject({ state: 'QUEUED', position: 1 });
    await scheduler.runOnce();
    expect((await ringback.visitorCallback(queued)).state).toBe('ROUTING');
    world.clock.pass(2 * HOUR);
    await scheduler.runOnce();
    expect((await ringback.visitorCallback(scheduled)).state).not.toBe('SCHEDULED');
  });

  it('[CB7] lives on after a restart without the queue in the file, also when its hours are deleted too', async () => {
    const config = configOf({ queues: [{ name: 'Old_VQ', businessHours: 'Old' }], hours: ['Old'] });
    const first = await world.open(config);
    const id = await book(first, { serviceName: 'Old_VQ' });
    await first.ringback.deleteObject(admin, { kind: 'queues', name: 'Old_VQ' }, 0);
    await first.ringback.deleteObject(admin, { kind: 'business-hours', name: 'Old' }, 0);
    await first.close();
    const second = await world.open(configOf());
    expect((await second.ringback.visitorCallback(id)).state).toBe('QUEUED');
    world.clock.pass(12 * HOUR);
    await second.scheduler.runOnce();
    expect(await second.ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED', reason: 'PURGED_END_OF_DAY' });
  });

  it('[SC4] is read no more once its last callback has ended, and again if one turns up', async () => {
    const context = await world.open(configOf({ queues: [{ name: 'Old_VQ', businessHours: 'Office' }] }));
    const { ringback, scheduler } = context;
    const id = await book(context, { serviceName: 'Old_VQ' }, 'the key of the page');
    await ringback.deleteObject(admin, { kind: 'queues', name: 'Old_VQ' }, 0);
    const boards = async (): Promise<string[]> => {
      await scheduler.runOnce();
      return (await context.metrics()).queues.map(({ queue }) => queue);
    };
    expect(await boards()).toContain('Old_VQ');
    await ringback.cancelCallback(id, { kind: 'customer' });
    expect(await boards()).toEqual(['Always_VQ', 'Office_VQ']);
    // What is asked about it still has its answer.
    expect(await ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED' });
    expect(await book(context, { serviceName: 'Old_VQ' }, 'the key of the page')).toBe(id);
    // A replica that had not heard of the deletion took it.
    await sql(`UPDATE callback SET state = 'QUEUED', reason = NULL, completed_at = NULL, version = version + 1`);
    expect(await boards()).toContain('Old_VQ');
    expect(await ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', position: 1 });
  });

  it('may be made anew under its name', async () => {
    const context = await world.open(configOf({ queues: [{ name: 'Old_VQ', businessHours: 'Office' }] }));
    const { ringback } = context;
    const { value } = await ringback.readObject(admin, 'queues', 'Old_VQ');
    await ringback.deleteObject(admin, { kind: 'queues', name: 'Old_VQ' }, 0);
    expect(await refusalOf(ringback.putObject(admin, { kind: 'queues', name: 'Old_VQ' }, { version: 0, value }))).toBe('NOT_FOUND');
    await ringback.putObject(admin, { kind: 'queues', name: 'Old_VQ' }, { value });
    expect(await refusalOf(book(context, { serviceName: 'Old_VQ' }))).toBe('granted');
  });
});

describe('two editors', () => {
  it('the second to save is told who was first, and nothing is lost', async () => {
    const [one, other] = await two();
    const ben: ConsoleUser = { ...admin, username: 'ben' };
    const { version, value } = await one.ringback.readObject(admin, 'queues', 'Office_VQ');
    await one.ringback.putObject(admin, { kind: 'queues', name: 'Office_VQ' }, { version, value: { ...value, slotCapacity: 7 } });
    const late = other.ringback.putObject(ben, { kind: 'queues', name: 'Office_VQ' }, { version, value: { ...value, watermark: 3 } });
    expect(await messageOf(late)).toBe(
      `ada saved the queue "Office_VQ" at ${iso(MONDAY)}, after you opened it. Reload it, and make your change again where it is still needed.`,
    );
    expect((await one.ringback.readObject(admin, 'queues', 'Office_VQ')).value).toMatchObject({ slotCapacity: 7, watermark: 1000 });
  });

  it('of many at once exactly one saves', async () => {
    const [one, other] = await two();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        refusalOf((index % 2 ? one : other).ringback.putSitePart(admin, 'origins', { version: 0, value: [`https://${index}.example`] })),
      ),
    );
    expect(results.filter((result) => result === 'granted')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['granted', 'WRONG_STATE']));
  });

  it('one takes a rule into use while the other deletes it: never both', async () => {
    const [one, other] = await two();
    for (let round = 0; round < 5; round += 1) {
      const { version } = await putCapacity(one, `R${round}`, {});
      const queue = await one.ringback.readObject(admin, 'queues', 'Office_VQ');
      const results = await Promise.all([
        refusalOf(other.ringback.deleteObject(admin, { kind: 'capacity-rules', name: `R${round}` }, version)),
        refusalOf(one.ringback.assignRules(admin, 'Office_VQ', { version: queue.version, capacityRule: `R${round}` })),
      ]);
      expect(results.filter((result) => result === 'granted')).toHaveLength(1);
    }
  });

  it('a name that is taken is not made anew', async () => {
    const context = await world.open(configOf());
    await putCapacity(context, 'Mine', {});
    expect(await messageOf(putCapacity(context, 'Mine', {}))).toBe(
      'There is a capacity rule "Mine" already. Open it to change it, or choose another name.',
    );
  });
});

describe('rules', () => {
  it('[NV2] a rule in use is not deleted, and the refusal names the queues', async () => {
    const context = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'] }] }));
    const { ringback } = context;
    await putQueue(context, 'Office_VQ', { numberRule: 'US' });
    await putQueue(context, 'Always_VQ', { numberRule: 'US' });
    expect((await ringback.readObject(admin, 'number-rules', 'US')).assignedTo).toEqual(['Always_VQ', 'Office_VQ']);
    expect(await messageOf(ringback.deleteObject(admin, { kind: 'number-rules', name: 'US' }, 0))).toBe(
      'The number rule "US" is in use by these queues: "Always_VQ", "Office_VQ". Take it off them first, then delete it.',
    );
    for (const name of ['Office_VQ', 'Always_VQ']) await putQueue(context, name, { numberRule: null });
    await ringback.deleteObject(admin, { kind: 'number-rules', name: 'US' }, 0);
    expect(await ringback.listObjects(admin, 'number-rules')).toEqual([]);
  });

  it.each([
    [
      'a pattern that can not be run',
      { countries: ['US'], blocked: ['^1', '(?=x)'] },
      /value\.blocked\[1\]: is not a regular expression|value\.blocked\[1\] is not a regular expression/,
    ],
    ['a country that nobody knows', { countries: ['XX'], blocked: [] }, /value\.countries\[0\]: "XX" is not a country/],
  ])('[NV2] refuses %s with its reason', async (_, value, message) => {
    const { ringback } = await world.open(configOf());
    expect(await messageOf(ringback.putObject(admin, { kind: 'number-rules', name: 'Bad' }, { value }))).toMatch(message);
    expect(await ringback.listObjects(admin, 'number-rules')).toEqual([]);
  });

  it('[NV2] the test box tells the verdict and why', async () => {
    const { ringback } = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'], blocked: ['555', '^\\+1900'] }] }));
    const verdict = (phone: string) => ringback.testNumber('US', phone);
    expect(await verdict('(212) 736-5000')).toMatchObject({ verdict: 'allowed', phoneNumber: '+12127365000', country: 'US' });
    expect(await verdict('+1 212 555 0123')).toMatchObject({ verdict: 'blocked', pattern: '555' });
    // Not permitted: the pattern that would match is not tried.
    expect(await verdict('+44 20 7946 0555')).toMatchObject({ verdict: 'country-not-permitted', country: 'GB' });
    expect((await verdict('+44 20 7946 0555')).pattern).toBeUndefined();
    expect(await verdict('hello')).toMatchObject({ verdict: 'invalid' });
    expect(await refusalOf(ringback.testNumber('None', '1'))).toBe('NOT_FOUND');
  });

  it('[SL4] switching the cell length keeps the top of the hour, and copies it back', async () => {
    const context = await world.open(configOf());
    const { ringback } = context;
    const half = await ringback.putObject(
      admin,
      { kind: 'capacity-rules', name: 'Half' },
      { value: { cellMinutes: 30, cells: { mon: { '09:00': 8, '09:30': 10 } } } },
    );
    const hour = await ringback.switchCellLength(admin, 'Half', { version: half.version, cellMinutes: 60 });
    expect(hour.value).toEqual({ cellMinutes: 60, cells: { mon: { '09:00': 8 } } });
    const back = await ringback.switchCellLength(admin, 'Half', { version: hour.version, cellMinutes: 30 });
    expect(back.value.cells).toEqual({ mon: { '09:00': 8, '09:30': 8 } });
  });

  it('[SL5] a statement overwrites the whole rule; what it omits is 0', async () => {
    const context = await world.open(configOf());
    const { version } = await putCapacity(context, 'Week', { mon: { '09:00': 5, '10:00': 6 } });
    const written = await context.ringback.overwriteCells(admin, 'Week', { version, statement: { mon: { '10:00': 2 } } });
    expect(written.value).toEqual({ cellMinutes: 60, cells: { mon: { '10:00': 2 } } });
    await putQueue(context, 'Office_VQ', { capacityRule: 'Week' });
    expect(await freeAt(context, SLOT)).toBe(0);
    expect(await freeAt(context, SLOT + HOUR)).toBe(2);
  });

  it('[SL2] refuses a cell that no slot would ever read', async () => {
    const context = await world.open(configOf());
    expect(await messageOf(putCapacity(context, 'Odd', { mon: { '09:30': 5 } }))).toMatch(/09:30.*is not the start of a cell/);
  });

  it.each([
    ['hours that there are not', { businessHours: 'Nowhere' }, /value\.businessHours: "Nowhere" is not among businessHours/],
    ['an expression that can not be read', { skillExpression: 'english>' }, /value\.skillExpression: can't be read/],
    ['a call-in queue without a group', { callDirection: 'USERORIGINATED' }, /value\.callInGroup is missing/],
  ])('a queue with %s is refused', async (_, changes, message) => {
    const context = await world.open(configOf());
    expect(await messageOf(putQueue(context, 'Office_VQ', changes))).toMatch(message);
  });

  it('the last queue stays', async () => {
    const { ringback } = await world.open(configOf());
    await ringback.deleteObject(admin, { kind: 'queues', name: 'Office_VQ' }, 0);
    expect(await messageOf(ringback.deleteObject(admin, { kind: 'queues', name: 'Always_VQ' }, 0))).toMatch(/must list at least one/);
  });
});

describe('users who are limited to queues', () => {
  const limited: ConsoleUser = { username: 'lim', roles: ['administrator', 'supervisor'], queues: ['Always_VQ'] };

  it('see and change their own queues only, and rules that no other queue uses', async () => {
    const context = await world.open(
      configOf({
        numberRules: [
          { name: 'US', countries: ['US'] },
          { name: 'CA', countries: ['CA'] },
        ],
      }),
    );
    const { ringback } = context;
    await putQueue(context, 'Office_VQ', { numberRule: 'US' });
    expect((await ringback.listObjects(limited, 'queues')).map(({ name }) => name)).toEqual(['Always_VQ']);
    expect((await ringback.queueOverviews(limited)).map(({ name }) => name)).toEqual(['Always_VQ']);
    expect(await refusalOf(ringback.readObject(limited, 'queues', 'Office_VQ'))).toBe('NOT_FOUND');
    expect(await refusalOf(ringback.queueOverview(limited, 'Office_VQ'))).toBe('NOT_FOUND');
    expect((await ringback.readObject(limited, 'number-rules', 'US')).assignedTo).toEqual([]);
    expect(await refusalOf(putQueue(context, 'Always_VQ', { watermark: 5 }, limited))).toBe('granted');
    const change = (name: string) =>
      refusalOf(ringback.putObject(limited, { kind: 'number-rules', name }, { version: 0, value: { countries: ['MX'], blocked: [] } }));
    expect(await change('US')).toBe('FORBIDDEN');
    expect(await change('CA')).toBe('granted');
    expect(await messageOf(ringback.deleteObject(limited, { kind: 'number-rules', name: 'US' }, 0))).toMatch(/1 that you may not see/);
  });

  it('have no say in what concerns the whole site', async () => {
    const { ringback } = await world.open(configOf());
    const { value } = await ringback.readObject(admin, 'queues', 'Always_VQ');
    const attempts: (() => Promise<unknown>)[] = [
      () => ringback.putObject(limited, { kind: 'queues', name: 'Another_VQ' }, { value }),
      () => ringback.putSitePart(limited, 'origins', { version: 0, value: [] }),
      () => ringback.listUsers(limited),
      () => ringback.putUser(limited, 'lim', { version: 1, value: { roles: ['administrator'], skills: {} } }),
      () => ringback.listAudit(limited, {}),
    ];
    for (const attempt of attempts) expect(await refusalOf(attempt())).toBe('FORBIDDEN');
  });

  it('assign number rules as supervisors, other rules as administrators only', async () => {
    const context = await world.open(configOf({ numberRules: [{ name: 'US', countries: ['US'] }] }));
    const supervisor: ConsoleUser = { username: 'sue', roles: ['supervisor'], queues: undefined };
    const { version } = await context.ringback.assignRules(supervisor, 'Always_VQ', { version: 0, numberRule: 'US' });
    expect(await refusalOf(context.ringback.assignRules(supervisor, 'Always_VQ', { version, capacityRule: null }))).toBe('FORBIDDEN');
  });
});

describe('the overview of queues', () => {
  it('[QU2] tells open and closing instants, wait, counts and the next opening', async () => {
    const context = await world.open(configOf());
    await book(context, { serviceName: 'Office_VQ' });
    await book(context, { serviceName: 'Office_VQ', desiredTime: iso(SLOT) });
    expect(await context.ringback.queueOverview(admin, 'Office_VQ')).toMatchObject({
      open: true,
      openFor: 10 * 3600,
      closesAt: iso(MONDAY + 10 * HOUR),
      nextOpening: iso(MONDAY + 24 * HOUR),
      waiting: 1,
      scheduled: 1,
      inCall: 0,
      version: 0,
    });
    world.clock.pass(11 * HOUR);
    const closed = await context.ringback.queueOverview(admin, 'Office_VQ');
    expect(closed).toMatchObject({ open: false, openFor: 0, offersImmediate: false, nextOpening: iso(MONDAY + 24 * HOUR) });
    expect(closed.closesAt).toBeUndefined();
  });
});

/** As configOf has it, in minutes. */
function hours(name: string) {
  const found = configOf().businessHours.find((object) => object.name === name);
  if (!found) throw new Error(`no hours ${name}`);
  const { name: _name, ...value } = found;
  return value;
}
