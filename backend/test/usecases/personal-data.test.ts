import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { callbackExportQuery, type CallbackId } from '@ringback/contract';
import pg from 'pg';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const result = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return result.rows;
}

/** Every table in which a text stands, whatever the column. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await rows(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`);
  const found: string[] = [];
  for (const { table_name: table } of tables) {
    const [hit] = await rows(`SELECT FROM "${String(table)}" kept WHERE kept::text LIKE $1 LIMIT 1`, [`%${text}%`]);
    if (hit) found.push(String(table));
  }
  return found;
}

describe('[SE4] one number', () => {
  it('[SE4] exports all that is kept about it, and nothing of others', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const phoneNumber = nextNumber();
    const id = await book(context, { phoneNumber, userData: { firstname: 'Ann', order: { no: 17 } }, channel: 'web' });
    world.clock.pass(MINUTE);
    const later = await book(context, { phoneNumber, serviceName: 'Office_VQ', desiredTime: iso(MONDAY + HOUR) });
    await book(context);
    for (const wait of [0, 1, 20]) {
      world.clock.pass(wait * SECOND);
      await context.scheduler.runOnce();
    }
    const { callbacks, ...head } = await context.ringback.exportPersonalData(`00${phoneNumber.slice(1)}`);
    expect(head).toEqual({ phoneNumber, callIns: [], exportedAt: iso(world.clock.now()) });
    expect(callbacks.map((callback) => callback.id)).toEqual([id, later]);
    expect(callbacks[0]).toMatchObject({
      phoneNumber,
      state: 'COMPLETED',
      userData: { firstname: 'Ann', order: { no: 17 } },
      origin: { channel: 'web' },
      history: [{ to: 'QUEUED' }, { to: 'ROUTING' }, { to: 'PROCESSING' }, { to: 'COMPLETED', at: iso(world.clock.now()) }],
      dials: [{ number: 1, outcome: 'connected' }],
    });
    expect(await refusalOf(context.ringback.exportPersonalData('nonsense'))).toBe('INVALID_PHONE_NUMBER');
  });

  it('[SE4] is erased whole, with history and dials, and the audit tells that without telling the number', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const { ringback, scheduler } = context;
    const phoneNumber = nextNumber();
    await book(context, { phoneNumber, userData: { firstname: 'Zacharias' } });
    const stays = await book(context);
    for (const wait of [0, 1, 20]) {
      world.clock.pass(wait * SECOND);
      await scheduler.runOnce();
    }
    expect(await tablesWith('Zacharias')).not.toEqual([]);
    expect(await ringback.erasePersonalData(boss, { phoneNumber, openCallbacks: 'refuse' })).toEqual({ records: 1, cancelled: 0 });
    expect(await tablesWith(phoneNumber.slice(1))).toEqual([]);
    expect(await tablesWith('Zacharias')).toEqual([]);
    expect(await rows('SELECT FROM callback_event WHERE callback_id <> $1', [stays])).toEqual([]);
    expect(await rows('SELECT FROM attempt WHERE callback_id <> $1', [stays])).toEqual([]);
    const [line] = await rows(`SELECT actor, action, name, after FROM audit WHERE kind = 'personal-data'`);
    expect(line).toMatchObject({ actor: 'boss', action: 'deleted', after: { records: 1 } });
    expect(line?.['name']).toMatch(new RegExp(`^number ending in ${phoneNumber.slice(-2)}, [0-9a-f]{16}$`));
  });

  it('[SE4] with a callback to come is refused, or has it cancelled first; a conversation is never cut off', async () => {
    const context = await world.open(configOf({ dialer: SIMULATOR }));
    const { ringback, scheduler } = context;
    const phoneNumber = nextNumber();
    const desiredTime = iso(MONDAY + HOUR);
    await book(context, { phoneNumber, desiredTime });
    expect(await refusalOf(ringback.erasePersonalData(boss, { phoneNumber, openCallbacks: 'refuse' }))).toBe('WRONG_STATE');
    expect(await ringback.erasePersonalData(boss, { phoneNumber, openCallbacks: 'cancel' })).toEqual({ records: 1, cancelled: 1 });
    expect(await rows(`SELECT taken FROM slot_usage`)).toEqual([{ taken: 0 }]);
    const talking = await book(context, { phoneNumber });
    await scheduler.runOnce();
    world.clock.pass(SECOND);
    await scheduler.runOnce();
    expect(await refusalOf(ringback.erasePersonalData(boss, { phoneNumber, openCallbacks: 'cancel' }))).toBe('WRONG_STATE');
    expect((await ringback.managedCallback(boss, talking)).state).toBe('PROCESSING');
  });
});

it('[SE4] retention deletes completed records by their own day, with all that hangs on them, and frees no place twice', async () => {
  const context = await world.open(configOf({ dialer: SIMULATOR, queue: { retentionDays: 2 } }));
  const { ringback, scheduler } = context;
  const called = await book(context);
  for (const wait of [0, 1, 20]) {
    world.clock.pass(wait * SECOND);
    await scheduler.runOnce();
  }
  const moved = await book(context, { desiredTime: iso(MONDAY + HOUR) });
  await ringback.rescheduleCallback(moved, MONDAY + DAY, customer);
  await ringback.cancelCallback(moved, customer);
  const exists = (id: CallbackId) => refusalOf(ringback.managedCallback(boss, id));
  world.clock.pass(2 * DAY - HOUR);
  await scheduler.runOnce();
  expect([await exists(called), await exists(moved)]).toEqual(['granted', 'granted']);
  world.clock.pass(HOUR);
  await scheduler.runOnce();
  expect([await exists(called), await exists(moved)]).toEqual(['NOT_FOUND', 'granted']);
  expect(await rows('SELECT FROM callback_event WHERE callback_id = $1', [called])).toEqual([]);
  expect(await rows('SELECT FROM attempt')).toEqual([]);
  world.clock.pass(DAY);
  await scheduler.runOnce();
  expect(await exists(moved)).toBe('NOT_FOUND');
  expect(await rows('SELECT FROM slot_usage')).toEqual([]);
});

describe('[SE4] the CSV of a list', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  /** Bytes in use once the garbage is gone. */
  const heldMemory = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const query = (wish: Record<string, string> = {}) => v.parse(callbackExportQuery, wish);
  const csvOf = async (pieces: AsyncIterable<string>): Promise<string[]> => {
    let text = '';
    for await (const piece of pieces) text += piece;
    return text.split('\r\n');
  };

  it('[SE4] has the filtered records in the zone and clock that were asked for, and nothing that a spreadsheet would run', async () => {
    const context = await world.open(configOf());
    const phoneNumber = nextNumber();
    const id = await book(context, {
      phoneNumber,
      userData: { firstname: '=cmd|x', lastname: 'Lee, "Jr"' },
      desiredTime: iso(MONDAY + HOUR),
    });
    await book(context);
    const wish = { states: 'SCHEDULED', timeZone: 'America/New_York', clock: '12' };
    const [head, line, end] = await csvOf(context.ringback.exportCallbacks(boss, query(wish)));
    expect(head).toMatch(/^\ufeffCallback ID,Queue,State,Reason,Phone,.*Desired time \(America\/New_York\)/);
    expect(line).toBe(
      `${id},Always_VQ,SCHEDULED,,${phoneNumber},'=cmd|x,"Lee, ""Jr""",scheduled,2026-11-23 09:00:00 AM,2026-11-23 08:00:00 AM,,,0,,0,`,
    );
    expect(end).toBe('');
  });

  it('[SE4] of 30,000 records is read as fast as it is taken: a page at a time, with flat memory', async () => {
    const context = await world.open(configOf());
    await rows(`INSERT INTO callback (id, queue, phone, state, reason, scheduled, desired_time, created_at, completed_at, priority, user_data, origin,
        offered_wait, one_per_number, delete_after)
      SELECT gen_random_uuid(), 'Always_VQ', '+12125550111', 'COMPLETED', 'AGENT_CONNECTED', true, at, at, at, 0, '{"firstname":"Ann"}', '{}', -1, false, at
      FROM (SELECT timestamptz '2026-11-20Z' + n * interval '1 second' AS at FROM generate_series(1, 30000) n) past`);
    await rows('VACUUM ANALYZE callback');
    const reader = context.ringback.exportCallbacks(boss, query())[Symbol.asyncIterator]();
    const before = (await context.metrics()).statements;
    await reader.next();
    await reader.next();
    // The header, one page, and what the metrics ask.
    expect((await context.metrics()).statements - before).toBeLessThanOrEqual(5);
    const started = heldMemory();
    let [lines, longest, peak] = [1_000, 0, 0];
    for (let piece = await reader.next(); !piece.done; piece = await reader.next()) {
      lines += piece.value.split('\r\n').length - 1;
      longest = Math.max(longest, piece.value.length);
      if (lines % 5_000 === 0) peak = Math.max(peak, heldMemory());
    }
    expect(lines).toBe(30_000);
    expect(longest).toBeLessThan(300_000);
    expect(peak - started).toBeLessThan(10 * 1024 * 1024);
    await rows('DELETE FROM callback');
    world.clock.pass(MINUTE);
  });
});
