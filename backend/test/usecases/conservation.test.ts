import type { CallbackId, CallbackState } from '@ringback/contract';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { bookingOf, configOf, customer, HOUR, iso, MINUTE, newWorld, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const boss: ConsoleUser = { username: 'boss', roles: ['administrator'], queues: undefined };
const QUEUES = ['Always_VQ', 'Office_VQ'] as const;
/** One in four is busy, not answered, a machine, or fails (TE1). */
const ENDINGS = ['0100', '0101', '0102', '0103', ...Array.from({ length: 12 }, (_, index) => `${2000 + index}`)];

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('book' as const),
      queue: fc.constantFrom(...QUEUES),
      ending: fc.constantFrom(...ENDINGS),
      hours: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 20, 600, 3600) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), which: fc.nat(99), hours: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('recreate' as const), which: fc.nat(99) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('bulk ids' as const), which: fc.array(fc.nat(99), { minLength: 1, maxLength: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bulk range' as const), hours: fc.integer({ min: 1, max: 9 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What was granted, by queue. */
interface Ledger {
  readonly created: Map<string, number>;
  readonly ids: CallbackId[];
}

async function take(context: Context, one: Step, { created, ids }: Ledger): Promise<void> {
  const { ringback, scheduler } = context;
  const now = world.clock.now();
  const some = (which: number): CallbackId | undefined => ids[which % Math.max(1, ids.length)];
  const note = (queue: string, id: CallbackId): void => {
    created.set(queue, (created.get(queue) ?? 0) + 1);
    ids.push(id);
  };
  switch (one.kind) {
    case 'book': {
      const wish = {
        serviceName: one.queue,
        phoneNumber: `+1212555${one.ending}`,
        ...(one.hours && { desiredTime: iso(now + one.hours * HOUR) }),
      };
      return note(one.queue, (await ringback.createCallback(bookingOf(wish), { idempotencyKey: undefined })).id);
    }
    case 'pass':
      world.clock.pass(one.seconds * SECOND);
      return scheduler.runOnce();
    case 'cancel': {
      const id = some(one.which);
      return id && ringback.cancelCallback(id, customer);
    }
    case 'move': {
      const id = some(one.which);
      return id && ringback.rescheduleCallback(id, now + one.hours * HOUR, customer);
    }
    case 'recreate': {
      const id = some(one.which);
      if (!id) return;
      const made = await ringback.manageRecreate(boss, id, { desiredTime: undefined, idempotencyKey: undefined });
      return note(made.queue, made.id);
    }
    case 'bulk ids':
      if (ids.length > 0) await ringback.startBulkCancel(boss, { ids: one.which.map((which) => some(which)!) });
      return;
    case 'bulk range':
      await ringback.startBulkCancel(boss, { range: { from: now - HOUR, to: now + one.hours * HOUR } });
  }
}

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const result = await client.query<Row>(text);
  await client.end();
  return result.rows;
}

it('[CB6][CB8] whatever happens, every callback is there once: created = completed + open, in each queue, with all their steps and places', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (history) => {
      const queue = { slotCapacity: 3, maxAttempts: 2, retryIntervalMinutes: 5, purgeTimeMinutes: 120 };
      const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 2 }, queue }));
      const ledger: Ledger = { created: new Map(), ids: [] };
      for (const one of history)
        await take(context, one, ledger).catch((error: unknown) => {
          // Full, twice, too late: refused, and nothing has happened.
          if (!(error instanceof Refusal) || error.status === 'INTERNAL') throw error;
        });
      world.clock.pass(MINUTE);
      await context.scheduler.runOnce();

      const counted = await rows<{ queue: string; state: CallbackState; n: number }>(
        'SELECT queue, state, count(*)::int AS n FROM callback GROUP BY queue, state',
      );
      const totals = new Map<string, number>();
      for (const { queue: name, n } of counted) totals.set(name, (totals.get(name) ?? 0) + n);
      expect(totals).toEqual(ledger.created);
      // Each step of each record is there, the first is its creation, and the last leads to where it is.
      expect(
        await rows(`SELECT callback.id FROM callback LEFT JOIN callback_event event ON event.callback_id = callback.id GROUP BY callback.id
          HAVING count(event.*) <> callback.version OR min(event.version) <> 1 OR max(event.version) <> callback.version
            OR (array_agg(event.to_state ORDER BY event.version DESC))[1] <> callback.state`),
      ).toEqual([]);
      // The places taken are those of the open ones.
      expect(
        await rows(`SELECT slot_usage.queue FROM slot_usage WHERE taken <> (
          SELECT count(*) FROM callback WHERE callback.queue = slot_usage.queue AND callback.slot_start = slot_usage.slot_start)`),
      ).toEqual([]);
      // What was made again says so at both ends.
      expect(
        await rows(`SELECT again.id FROM callback again WHERE recreated_from IS NOT NULL AND NOT EXISTS (
          SELECT FROM callback_event WHERE callback_id = again.recreated_from AND cause = 'recreated as ' || again.id)`),
      ).toEqual([]);
      await world.clean();
    }),
    { numRuns: 12 },
  );
});
