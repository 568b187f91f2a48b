import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { book, configOf, HOUR, iso, listening, MINUTE, MONDAY, newWorld, refusalOf, SIMULATOR, type World } from './harness.js';
import { admin, freeAt, messageOf, putCapacity, putQueue, SLOT } from './settings-steps.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

/** Two that hear each other: neither looks again by itself here, as a running service does. */
async function two(): Promise<[Context, Context]> {
  const both = await Promise.all([world.open(configOf()), world.open(configOf())]);
  await listening(world, 2);
  return both;
}

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

/** As configOf has it, in minutes. */
function hours(name: string) {
  const found = configOf().businessHours.find((object) => object.name === name);
  if (!found) throw new Error(`no hours ${name}`);
  const { name: _name, ...value } = found;
  return value;
}
