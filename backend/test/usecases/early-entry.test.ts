import type { CallbackId } from '@ringback/contract';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { book, configOf, customer, HOUR, iso, MINUTE, MONDAY, newWorld, refusalOf, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const boss = { username: 'boss', roles: ['administrator'], queues: undefined };

/** One agent who needs a minute for each call: so much is known of the queue. */
async function minuteByMinute(queue: Record<string, unknown> = {}): Promise<Context> {
  const context = await world.open(configOf({ queue, dialer: { ...SIMULATOR, agents: 1, ringSeconds: 0, handleSeconds: 60 } }));
  await book(context);
  await run(context, 2 * MINUTE);
  return context;
}

async function run(context: Context, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10 * SECOND) {
    await context.scheduler.runOnce();
    world.clock.pass(10 * SECOND);
  }
  await context.scheduler.runOnce();
}

const stateOf = async ({ ringback }: Context, id: CallbackId) => (await ringback.visitorCallback(id)).state;

async function dialledAt(id: CallbackId): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const { rows } = await client.query<{ started_at: Date }>(
    'SELECT started_at FROM attempt WHERE callback_id = $1 ORDER BY number LIMIT 1',
    [id],
  );
  await client.end();
  return rows[0]?.started_at.getTime();
}

it('[CB2] enters early enough to be next at its time, and is not dialled before it', async () => {
  const context = await minuteByMinute();
  const desiredTime = world.clock.now() + 10 * MINUTE;
  const id = await book(context, { desiredTime: iso(desiredTime) });
  for (let count = 0; count < 8; count += 1) await book(context);
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('SCHEDULED');
  // Seven minutes of calls are ahead of it, ten minutes before its time. Now three more come.
  for (let count = 0; count < 3; count += 1) await book(context);
  world.clock.pass(SECOND);
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('QUEUED');
  expect((await context.ringback.managedCallback(boss, id)).history.at(-1)).toMatchObject({ cause: 'early, to be next at its time' });
  const later = await book(context);
  await run(context, 18 * MINUTE);
  const at = await dialledAt(id);
  expect(at).toBeGreaterThanOrEqual(desiredTime);
  expect((at ?? 0) - desiredTime).toBeLessThanOrEqual(90 * SECOND);
  await run(context, 2 * MINUTE);
  expect(await dialledAt(later)).toBeGreaterThan(at ?? 0);
});

it('[CB2] without a wait that is known it enters at its time', async () => {
  const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 0 } }));
  for (let count = 0; count < 5; count += 1) await book(context);
  const id = await book(context, { desiredTime: iso(MONDAY + 2 * MINUTE) });
  world.clock.pass(2 * MINUTE - SECOND);
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('SCHEDULED');
  world.clock.pass(SECOND);
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('QUEUED');
});

it('[CB2][CB7] who entered early is purged as long after the agreed time as others after they were queued', async () => {
  const context = await minuteByMinute({ purgeTimeMinutes: 30 });
  for (let count = 0; count < 60; count += 1) await book(context, { phoneNumber: `+1646555${2000 + count}` });
  world.clock.pass(SECOND);
  const desiredTime = world.clock.now() + 50 * MINUTE;
  const id = await book(context, { desiredTime: iso(desiredTime) });
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('QUEUED');
  await context.ringback.setSimulatorPaused(boss, true);
  world.clock.pass(desiredTime + 30 * MINUTE - SECOND - world.clock.now());
  await context.scheduler.runOnce();
  expect(await stateOf(context, id)).toBe('QUEUED');
  world.clock.pass(SECOND);
  await context.scheduler.runOnce();
  expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED', reason: 'PURGED_TIMEOUT' });
});

it('[CB2][CB6] once it has entered it can be cancelled, not moved', async () => {
  const context = await minuteByMinute();
  for (let count = 0; count < 20; count += 1) await book(context);
  world.clock.pass(SECOND);
  const id = await book(context, { desiredTime: iso(world.clock.now() + 15 * MINUTE) });
  await context.scheduler.runOnce();
  expect(await refusalOf(context.ringback.rescheduleCallback(id, world.clock.now() + HOUR, customer))).toBe('WRONG_STATE');
  expect(await refusalOf(context.ringback.cancelCallback(id, customer))).toBe('granted');
});

it('[QU1] three modes with their result codes; calls being dialled count when asked for', async () => {
  const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 1, ringSeconds: 30, handleSeconds: 60 } }));
  const ask = async (mode: 'mode1' | 'mode2' | 'mode3', onHold = false) =>
    (await context.ringback.estimatedWaitTime(['Always_VQ'], mode, onHold))[0];
  expect(await ask('mode1')).toMatchObject({ estimatedWaitTime: -1, resultCode: -1 });
  await book(context);
  await run(context, 2 * MINUTE);
  await book(context);
  await book(context);
  await context.scheduler.runOnce();
  // One is being dialled, one waits.
  const waits = await Promise.all((['mode1', 'mode2', 'mode3'] as const).map((mode) => ask(mode)));
  expect(waits.map((wait) => wait?.estimatedWaitTime)).toEqual([90, 90, 90]);
  expect(waits.map((wait) => wait?.resultCode)).toEqual([0, 0, 0]);
  expect(await ask('mode2', true)).toMatchObject({ estimatedWaitTime: 180, resultCode: 0 });
});
