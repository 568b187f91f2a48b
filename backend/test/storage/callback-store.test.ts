import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { CallbackId, E164 } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEvent } from '../../src/domain/callback-state.js';
import { FOR_ANYBODY, type Callback } from '../../src/domain/callback.js';
import type { CallbackStore, NewCallback } from '../../src/ports/callback-store.js';
import { DatabaseUnavailable } from '../../src/ports/database-unavailable.js';
import { callbackStore } from '../../src/storage/callback-store.js';
import { openDatabase, type Database } from '../../src/storage/database.js';
import { migrate, SCHEMA_VERSION } from '../../src/storage/migrate.js';
import { queueReader } from '../../src/storage/queue-reader.js';
import { freshDatabase, type TestDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';

const NOW = Date.parse('2026-11-23T13:00:00Z');
const MINUTE = 60_000;
const customer = { kind: 'customer' } as const;

let home: TestDatabase;
let database: Database;
let store: CallbackStore;

beforeAll(async () => {
  home = await freshDatabase();
  database = openDatabase(home.url, quietLog);
  await migrate(database, NOW);
  store = callbackStore(database);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

let numbers = 0;
const nextNumber = (): E164 => `+1212555${String((numbers += 1)).padStart(4, '0')}` as E164;

type Wish = Partial<Omit<NewCallback, 'callback'>> & { queue?: string; phone?: E164; slotStart?: number };

function booking({ queue = 'Q', phone = nextNumber(), slotStart, ...rest }: Wish = {}): NewCallback {
  const common = {
    ...FOR_ANYBODY,
    id: randomUUID() as CallbackId,
    queue,
    phone,
    desiredTime: slotStart ?? NOW,
    slotStart,
    createdAt: NOW,
    priority: 0,
    language: 'en-US',
    userData: { firstname: 'Ada' },
    attempts: 0,
    lastOutcome: undefined,
    version: 1,
  };
  const callback: Callback =
    slotStart === undefined
      ? { ...common, scheduled: false, state: 'QUEUED', queuedAt: NOW, notBefore: undefined, readyAt: undefined }
      : { ...common, scheduled: true, state: 'SCHEDULED' };
  return {
    callback,
    actor: customer,
    cause: 'booked',
    origin: {},
    offeredWait: -1,
    idempotencyKey: undefined,
    onePerNumber: true,
    deleteAfter: NOW + 14 * 86_400_000,
    slotCapacity: 5,
    watermark: undefined,
    pushTargets: [],
    upcomingDue: false,
    ...rest,
  };
}

const cancel = (before: Callback) =>
  store.change({
    before,
    after: applyEvent(before, { kind: 'cancel', actor: customer }, NOW),
    at: NOW,
    actor: customer,
    cause: 'cancelled',
  });
const taken = async (queue: string, slotStart: number) =>
  (await queueReader(database).slotsTaken(queue, slotStart, slotStart + 1)).get(slotStart) ?? 0;

const SQL = new URL('../../src/storage/sql/', import.meta.url);
/** A new migration is added here once it is on the main line. */
const SHIPPED = {
  '0001_init.sql': 'e4bafa7a462be39b',
  '0002_settings.sql': 'c7a68f9f68d506fb',
  '0003_managing.sql': '075d5832ad102a4c',
  '0004_agents.sql': '4c347f645b2c0284',
  '0005_telephony.sql': '85cc13d6950122fa',
  '0006_regions.sql': '3c31ce623d5144e8',
  '0007_push.sql': '2113529cfafd269f',
  '0008_call-in.sql': '0c5b0523ae05712f',
  '0009_captcha.sql': '4ae9a6c4489aa949',
  '0010_number-check.sql': 'e2586daa95c46169',
  '0012_sliding-limits.sql': 'f9f1fca6d4f205db',
};

describe('migrations', () => {
  it('run once, also when two replicas start at the same time', async () => {
    const other = await freshDatabase();
    const [first, second] = [openDatabase(other.url, quietLog), openDatabase(other.url, quietLog)];
    await Promise.all([migrate(first, NOW), migrate(second, NOW)]);
    await migrate(first, NOW);
    const [row] = await first.rows('SELECT max(version) AS version FROM schema_version');
    expect(row).toEqual({ version: SCHEMA_VERSION });
    await Promise.all([first.close(), second.close()]);
    await other.drop();
  });

  it('that databases have run by now keep their number and their text: a change is another migration', () => {
    const found = readdirSync(SQL).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(new URL(file, SQL)))
        .digest('hex')
        .slice(0, 16),
    ]);
    expect(Object.fromEntries(found)).toMatchObject(SHIPPED);
  });

  it('make up for one that arrived after a later one', async () => {
    const other = await freshDatabase();
    const late = openDatabase(other.url, quietLog);
    await migrate(late, NOW);
    await late.script(`DROP TABLE bulk_cancel_item, bulk_cancel, request_count, api_error; DROP INDEX callback_listed, callback_of_phone;
      ALTER TABLE callback DROP COLUMN recreated_from; DELETE FROM schema_version WHERE version = 3`);
    await migrate(late, NOW);
    expect(await late.rows('SELECT FROM bulk_cancel')).toEqual([]);
    await late.close();
    await other.drop();
  });

  it('refuse a database of a newer build and say what to do', async () => {
    const other = await freshDatabase();
    const newer = openDatabase(other.url, quietLog);
    await migrate(newer, NOW);
    await newer.rows('INSERT INTO schema_version (version, applied_at) VALUES ($1, $2)', [SCHEMA_VERSION + 1, new Date(NOW)]);
    await expect(migrate(newer, NOW)).rejects.toThrow(
      `schema version ${SCHEMA_VERSION + 1}, this build of Ringback knows only ${SCHEMA_VERSION}. Start the newer build`,
    );
    expect(await queueReader(newer).ready()).toBe(false);
    await newer.close();
    await other.drop();
  });
});

describe('create', () => {
  it('[CB1] writes the record and its first event, and reads it back as it was', async () => {
    const asked = booking({ slotStart: NOW + 60 * MINUTE });
    expect(await store.create(asked)).toEqual({ kind: 'created' });
    expect(await store.find(asked.callback.id)).toEqual(asked.callback);
    expect(await store.events(asked.callback.id)).toEqual([
      { version: 1, at: NOW, from: undefined, to: 'SCHEDULED', actor: customer, cause: 'booked' },
    ]);
  });

  it('costs one statement', async () => {
    const before = database.statements();
    await store.create(booking({ slotStart: NOW + 90 * MINUTE, idempotencyKey: 'one-statement' }));
    expect(database.statements() - before).toBe(1);
  });

  it('[SL7] the last place goes to exactly one of many simultaneous requests', async () => {
    const slotStart = NOW + 120 * MINUTE;
    const results = await Promise.all(
      Array.from({ length: 40 }, () => store.create(booking({ queue: 'Race', slotStart, slotCapacity: 1 }))),
    );
    expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'slot-full')).toHaveLength(39);
    expect(await taken('Race', slotStart)).toBe(1);
  });

  it('[SL2] a slot of no capacity takes nobody, not even the first', async () => {
    expect(await store.create(booking({ slotStart: NOW + 150 * MINUTE, slotCapacity: 0 }))).toEqual({ kind: 'slot-full' });
  });

  it('[CB1] the same key gives the same record, also at once and also for the last place', async () => {
    const slotStart = NOW + 180 * MINUTE;
    const asked = Array.from({ length: 8 }, () =>
      booking({ queue: 'Keyed', phone: '+12125559999' as E164, slotStart, slotCapacity: 1, idempotencyKey: 'same' }),
    );
    const results = await Promise.all(asked.map((one) => store.create(one)));
    expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    const made = asked[results.findIndex(({ kind }) => kind === 'created')]?.callback.id;
    expect(results.flatMap((result) => (result.kind === 'repeated' ? [result.callback.id] : []))).toEqual(
      Array.from({ length: 7 }, () => made),
    );
    expect(await taken('Keyed', slotStart)).toBe(1);
  });

  it('[CB1] a refused request is not remembered under its key', async () => {
    const slotStart = NOW + 210 * MINUTE;
    expect(await store.create(booking({ queue: 'Full', slotStart, slotCapacity: 0, idempotencyKey: 'again' }))).toEqual({
      kind: 'slot-full',
    });
    expect(await store.create(booking({ queue: 'Full', slotStart, slotCapacity: 1, idempotencyKey: 'again' }))).toEqual({
      kind: 'created',
    });
  });

  it('[CB1] a key is forgotten after 24 hours', async () => {
    const first = booking({ idempotencyKey: 'yesterday' });
    const later = booking({ idempotencyKey: 'yesterday' });
    await store.create(first);
    const tomorrow = { ...later, callback: { ...later.callback, createdAt: NOW + 24 * 60 * MINUTE } };
    expect(await store.create(tomorrow)).toEqual({ kind: 'created' });
    expect(await store.find(first.callback.id)).toBeDefined();
  });

  it('[CB1] keys of 24 hours ago are forgotten, younger ones kept, and a deleted record leaves its key free', async () => {
    const [old, young] = ['old', 'young'].map((idempotencyKey) => booking({ idempotencyKey }));
    await store.create(old!);
    await store.create({ ...young!, callback: { ...young!.callback, createdAt: NOW + MINUTE } });
    while ((await store.forgetKeys(NOW + 24 * 60 * MINUTE, 1)) > 0);
    const remembered = async (of: NewCallback | undefined) =>
      (await database.rows('SELECT FROM callback WHERE id = $1 AND idempotency_hash IS NOT NULL', [of!.callback.id])).length;
    expect([await remembered(old), await remembered(young)]).toEqual([0, 1]);
    const early = booking({ idempotencyKey: 'early', deleteAfter: NOW });
    await store.create(early);
    await cancel(early.callback);
    await store.sweep(NOW, 100);
    const again = booking({ idempotencyKey: 'early' });
    expect(await store.create(again)).toEqual({ kind: 'created' });
    expect(await store.findByKey('early', NOW)).toMatchObject({ id: again.callback.id });
  });

  it('[CB1][SE1] keys that are asked for at once are found in two statements, each for its own 24 hours', async () => {
    const made = ['one', 'two', 'three'].map((idempotencyKey) => booking({ idempotencyKey: `at once ${idempotencyKey}` }));
    for (const one of made) await store.create(one);
    const before = database.statements();
    const day = 24 * 60 * MINUTE;
    const asked = [
      ['one', NOW],
      ['two', NOW + day],
      ['three', NOW + day - 1],
      ['none', NOW],
      ['one', NOW + day - 1],
    ] as const;
    const found = await Promise.all(asked.map(([key, now]) => store.findByKey(`at once ${key}`, now)));
    const [one, , three] = made.map(({ callback }) => callback.id);
    expect(found.map((callback) => callback?.id)).toEqual([one, undefined, three, undefined, one]);
    expect(database.statements() - before).toBe(2);
  });

  it('a second open callback of a number is refused and takes no place, unless the queue allows it', async () => {
    const phone = nextNumber();
    const slotStart = NOW + 240 * MINUTE;
    expect(await store.create(booking({ queue: 'Twice', phone }))).toEqual({ kind: 'created' });
    expect(await store.create(booking({ queue: 'Twice', phone, slotStart }))).toEqual({ kind: 'duplicate' });
    expect(await taken('Twice', slotStart)).toBe(0);
    expect(await store.create(booking({ queue: 'Other', phone }))).toEqual({ kind: 'created' });
    expect(await store.create(booking({ queue: 'Twice', phone, onePerNumber: false }))).toEqual({ kind: 'created' });
  });

  it('an exact watermark lets in exactly as many as it says', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => store.create(booking({ queue: 'Mark', watermark: { limit: 3, exact: true } }))),
    );
    expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(3);
    expect(results.filter(({ kind }) => kind === 'queue-full')).toHaveLength(9);
  });
});

describe('change', () => {
  it('[CB8] writes state, version and event together, and only from the version it was decided on', async () => {
    const { callback } = await created({ queue: 'Change', slotStart: NOW + 300 * MINUTE });
    await created({ queue: 'Change', slotStart: NOW + 300 * MINUTE });
    expect(await taken('Change', NOW + 300 * MINUTE)).toBe(2);
    expect(await Promise.all([cancel(callback), cancel(callback)])).toEqual(expect.arrayContaining(['changed', 'stale']));
    const after = await store.find(callback.id);
    expect(after).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER', version: 2, completedAt: NOW });
    expect(await store.events(callback.id)).toMatchObject([
      { to: 'SCHEDULED' },
      { version: 2, from: 'SCHEDULED', to: 'COMPLETED', actor: customer },
    ]);
    expect(await taken('Change', NOW + 300 * MINUTE)).toBe(1);
  });

  it('[CB6] a move takes the new place and gives back the old one, or changes nothing', async () => {
    const [from, to] = [NOW + 330 * MINUTE, NOW + 345 * MINUTE];
    const { callback: first } = await created({ queue: 'Move', slotStart: from });
    const { callback: second } = await created({ queue: 'Move', slotStart: from });
    const move = (before: Callback) =>
      store.change({
        before,
        after: applyEvent(before, { kind: 'reschedule', desiredTime: to, slotStart: to }, NOW),
        at: NOW,
        actor: customer,
        cause: 'rescheduled',
        move: { slotCapacity: 1, deleteAfter: NOW + 1 },
      });
    expect((await Promise.all([move(first), move(second)])).sort()).toEqual(['changed', 'slot-full']);
    expect([await taken('Move', from), await taken('Move', to)]).toEqual([1, 1]);
    const stale = (await store.findMany([first.id, second.id])).find(({ version }) => version === 2);
    expect(await move({ ...(stale ?? first), version: 1, slotStart: from })).toBe('stale');
    expect([await taken('Move', from), await taken('Move', to)]).toEqual([1, 1]);
  });

  it('[SL7] after any history the places taken are the open callbacks that hold one', async () => {
    const slots = [NOW + 400 * MINUTE, NOW + 415 * MINUTE, NOW + 430 * MINUTE];
    const step = fc.record({ kind: fc.constantFrom('book', 'cancel', 'move', 'queue'), who: fc.nat(20), slot: fc.constantFrom(...slots) });
    const held: Callback['id'][] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (history) => {
        await Promise.all(
          history.map(async ({ kind, who, slot }) => {
            if (kind === 'book') {
              const asked = booking({ queue: 'History', slotStart: slot, slotCapacity: 4 });
              if ((await store.create(asked)).kind === 'created') held.push(asked.callback.id);
              return;
            }
            const id = held[who % Math.max(1, held.length)];
            const before = id && (await store.find(id));
            if (!before || before.state !== 'SCHEDULED') return;
            if (kind === 'cancel') await cancel(before);
            else if (kind === 'queue')
              await store.change({
                before,
                after: applyEvent(before, { kind: 'queue' }, slot),
                at: NOW,
                actor: { kind: 'system' },
                cause: 'due',
              });
            else {
              const after = applyEvent(before, { kind: 'reschedule', desiredTime: slot, slotStart: slot }, NOW);
              await store.change({
                before,
                after,
                at: NOW,
                actor: customer,
                cause: 'rescheduled',
                move: { slotCapacity: 4, deleteAfter: NOW + 14 * 86_400_000 },
              });
            }
          }),
        );
        const rows = await database.rows<{ slot_start: number; taken: number; held: number }>(
          `SELECT slot_start, taken, (SELECT count(*) FROM callback c WHERE c.queue = s.queue AND c.slot_start = s.slot_start AND c.state <> 'COMPLETED') AS held
           FROM slot_usage s WHERE queue = 'History'`,
        );
        for (const row of rows) {
          expect(row.taken).toBe(row.held);
          expect(row.taken).toBeLessThanOrEqual(4);
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe('sweep', () => {
  it('deletes completed records past their day, and never an open one', async () => {
    const ended = await created({ queue: 'Sweep', deleteAfter: NOW + MINUTE });
    const open = await created({ queue: 'Sweep', deleteAfter: NOW + MINUTE });
    await cancel(ended.callback);
    expect(await store.sweep(NOW, 100)).toBe(0);
    expect(await store.sweep(NOW + MINUTE, 100)).toBe(1);
    expect(await store.find(ended.callback.id)).toBeUndefined();
    expect(await store.events(ended.callback.id)).toEqual([]);
    expect(await store.find(open.callback.id)).toBeDefined();
  });
});

describe('trouble', () => {
  it('a database that can not be reached is said to be unavailable', async () => {
    const nowhere = openDatabase('postgres://nobody@127.0.0.1:1/none', quietLog);
    await expect(callbackStore(nowhere).find(randomUUID() as CallbackId)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(nowhere.transaction(async () => undefined)).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await queueReader(nowhere).ready()).toBe(false);
    await nowhere.close();
  });

  it('connections that the server ends are replaced', async () => {
    await Promise.all(Array.from({ length: 10 }, () => database.rows('SELECT pg_sleep(0.01)')));
    const other = openDatabase(home.url, quietLog);
    await other.rows(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await other.close();
    await expect.poll(() => queueReader(database).ready()).toBe(true);
  });
});

async function created(wish: Wish): Promise<NewCallback> {
  const asked = booking(wish);
  expect(await store.create(asked)).toEqual({ kind: 'created' });
  return asked;
}
