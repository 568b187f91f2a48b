import type { CallbackId } from '@ringback/contract';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { DatabaseUnavailable } from '../../src/ports/database-unavailable.js';
import { bulkCancelStore } from '../../src/storage/bulk-cancel-store.js';
import { openDatabase } from '../../src/storage/database.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { quietLog } from '../quiet-log.js';
import { book, configOf, customer, HOUR, iso, MINUTE, MONDAY, newWorld, refusalOf, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const boss: ConsoleUser = { username: 'boss', roles: ['administrator'], queues: undefined };
const roomy = { slotCapacity: 10_000, duplicatePolicy: 'allow' };

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const result = await client.query<Row>(text);
  await client.end();
  return result.rows;
}

async function fileOf({ ringback }: Context, id: string): Promise<string> {
  let text = '';
  for await (const piece of await ringback.bulkCancelFile(boss, id)) text += piece;
  return text;
}

it('[CB6] cancels the named ones, spares a conversation, and says what became of each', async () => {
  const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 1 } }));
  const { ringback, scheduler } = context;
  const talking = await book(context);
  await scheduler.runOnce();
  world.clock.pass(SECOND);
  await scheduler.runOnce();
  const [scheduled, queued, ended] = [await book(context, { desiredTime: iso(MONDAY + HOUR) }), await book(context), await book(context)];
  await ringback.cancelCallback(ended, customer);
  const nobody = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId;
  const report = await ringback.startBulkCancel(boss, { ids: [talking, scheduled, queued, ended, nobody, queued] });
  expect(report).toMatchObject({
    requestedBy: 'boss',
    finishedAt: iso(world.clock.now()),
    total: 5,
    cancelled: 2,
    inConversation: 1,
    alreadyEnded: 1,
    notFound: 1,
    pending: 0,
  });
  expect(new Map(report.items.map(({ id, result }) => [id, result]))).toEqual(
    new Map([
      [talking, 'in-conversation'],
      [scheduled, 'cancelled'],
      [queued, 'cancelled'],
      [ended, 'already-ended'],
      [nobody, 'not-found'],
    ]),
  );
  expect((await ringback.managedCallback(boss, talking)).state).toBe('PROCESSING');
  expect(await ringback.managedCallback(boss, queued)).toMatchObject({ reason: 'CANCELLED_BY_ADMIN', metrics: { cancelledBy: 'boss' } });
  expect((await ringback.managedCallback(boss, ended)).reason).toBe('CANCELLED_BY_CUSTOMER');
  const file = await fileOf(context, report.id);
  expect(file.split('\r\n')).toHaveLength(7);
  expect(file).toContain(`${talking},in-conversation\r\n`);
  expect(await ringback.bulkCancels(boss)).toMatchObject([{ id: report.id, cancelled: 2 }]);
  expect(await refusalOf(ringback.bulkCancelReport({ ...boss, username: 'lee', queues: ['Office_VQ'] }, report.id, undefined))).toBe(
    'NOT_FOUND',
  );
});

it('[CB6] cancels all of a range of some queues, in batches that the scheduler goes on with, and gives the places back', async () => {
  const context = await world.open(configOf({ queue: roomy }));
  const { ringback, scheduler } = context;
  const inside: string[] = [];
  for (let count = 0; count < 450; count += 1)
    inside.push(await book(context, { desiredTime: iso(MONDAY + HOUR), phoneNumber: '+12125550111' }));
  const outside = await book(context, { desiredTime: iso(MONDAY + 2 * HOUR) });
  const other = await book(context, { serviceName: 'Office_VQ', desiredTime: iso(MONDAY + HOUR) });
  const range = { from: MONDAY + HOUR, to: MONDAY + 2 * HOUR, queues: ['Always_VQ'] };
  const started = await ringback.startBulkCancel(boss, { range });
  expect(started).toMatchObject({ total: 450, cancelled: 200, pending: 250 });
  expect(started.finishedAt).toBeUndefined();
  await scheduler.runOnce();
  const first = await ringback.bulkCancelReport(boss, started.id, undefined);
  const second = await ringback.bulkCancelReport(boss, started.id, first.next);
  expect(first).toMatchObject({ cancelled: 450, pending: 0 });
  expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(inside.toSorted());
  expect(second.next).toBeUndefined();
  for (const id of [outside, other]) expect((await ringback.managedCallback(boss, id)).state).toBe('SCHEDULED');
  expect(await rows(`SELECT taken FROM slot_usage WHERE queue = 'Always_VQ' ORDER BY slot_start`)).toEqual([{ taken: 0 }, { taken: 1 }]);
  expect(await refusalOf(ringback.startBulkCancel(boss, { range: { from: MONDAY, to: MONDAY } }))).toBe('INVALID_PARAMETER');
});

it('[CB6][SC1] a crash in the middle loses nothing and counts nothing twice: another replica finishes, and tells its own work from that of others', async () => {
  const context = await world.open(configOf({ queue: roomy }));
  const made: CallbackId[] = [];
  for (let count = 0; count < 30; count += 1) made.push(await book(context));
  const database = openDatabase(world.url, quietLog);
  const store = bulkCancelStore(database);
  const id = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
  const at = world.clock.now();
  await store.start({ id, requestedBy: 'boss', at, queues: undefined, selection: { kind: 'ids', ids: made } });
  // A replica that took it, cancelled ten, and was killed before it wrote their results down. Customers cancelled two more.
  await store.claim('0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d77', at, at + 15 * SECOND);
  await rows(`WITH done AS (
      UPDATE callback SET state = 'COMPLETED', reason = 'CANCELLED_BY_ADMIN', completed_at = now(), version = 2 WHERE id = ANY ('{${made.slice(0, 10).join(',')}}') RETURNING id)
    INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, cause)
    SELECT id, 2, now(), 'QUEUED', 'COMPLETED', 'admin', 'cancelled in bulk ${id}' FROM done`);
  for (const one of made.slice(10, 12)) await context.ringback.cancelCallback(one, customer);
  await context.scheduler.runOnce();
  expect(await context.ringback.bulkCancelReport(boss, id, undefined)).toMatchObject({ pending: 30 });
  world.clock.pass(15 * SECOND);
  await context.scheduler.runOnce();
  expect(await context.ringback.bulkCancelReport(boss, id, undefined)).toMatchObject({
    total: 30,
    cancelled: 28,
    alreadyEnded: 2,
    pending: 0,
    finishedAt: iso(world.clock.now()),
  });
  await database.close();
});

it('[CB6][SC1] several replicas at one bulk cancel together do it once', async () => {
  const replicas = await Promise.all([1, 2, 3].map(() => world.open(configOf({ queue: roomy }))));
  const [first] = replicas as [Context];
  for (let count = 0; count < 300; count += 1) await book(first, { desiredTime: iso(MONDAY + HOUR) });
  const { id } = await first.ringback.startBulkCancel(boss, { range: { from: MONDAY, to: MONDAY + 2 * HOUR } });
  await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
  world.clock.pass(15 * SECOND);
  await first.scheduler.runOnce();
  expect(await first.ringback.bulkCancelReport(boss, id, undefined)).toMatchObject({ total: 300, cancelled: 300, alreadyEnded: 0 });
  expect(await rows(`SELECT count(*)::int AS n FROM callback_event WHERE to_state = 'COMPLETED'`)).toEqual([{ n: 300 }]);
});

it('[CB6] what is about to be called while a bulk cancel goes on is either called or cancelled, and the report is true', async () => {
  const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 5 } }));
  const { ringback, scheduler } = context;
  const made = await Promise.all(Array.from({ length: 40 }, () => book(context)));
  await scheduler.runOnce();
  world.clock.pass(SECOND);
  const [report] = await Promise.all([ringback.startBulkCancel(boss, { ids: made }), scheduler.runOnce(), scheduler.runOnce()]);
  for (const { id, result } of report.items) {
    const { state, reason } = await ringback.managedCallback(boss, id);
    if (result === 'cancelled') expect([state, reason]).toEqual(['COMPLETED', 'CANCELLED_BY_ADMIN']);
    else expect([result, ['PROCESSING', 'COMPLETED'].includes(state)]).toEqual(['in-conversation', true]);
  }
  expect(report.cancelled + report.inConversation).toBe(40);
});

it('[SE4] reports go after two weeks', async () => {
  const context = await world.open(configOf());
  const { id } = await context.ringback.startBulkCancel(boss, { ids: [await book(context)] });
  world.clock.pass(14 * 24 * HOUR - MINUTE);
  await context.scheduler.runOnce();
  expect(await refusalOf(context.ringback.bulkCancelReport(boss, id, undefined))).toBe('granted');
  world.clock.pass(2 * MINUTE);
  await context.scheduler.runOnce();
  expect(await refusalOf(context.ringback.bulkCancelReport(boss, id, undefined))).toBe('NOT_FOUND');
  expect(await rows('SELECT FROM bulk_cancel_item')).toEqual([]);
});

it('says nothing of a bulk cancel that could not be written down', async () => {
  const context = await world.open(configOf());
  const id = await book(context);
  await context.close();
  await expect(context.ringback.startBulkCancel(boss, { ids: [id] })).rejects.toThrow(DatabaseUnavailable);
});
