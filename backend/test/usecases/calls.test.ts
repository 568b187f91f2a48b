import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import type { Context } from '../../src/context.js';
import { book, configOf, customer, HOUR, iso, MINUTE, MONDAY, newWorld, refusalOf, SECOND, SIMULATOR, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const simulated = configOf({ dialer: SIMULATOR });
const DAY = 24 * HOUR;

async function pass(context: Context, ms: number): Promise<void> {
  world.clock.pass(ms);
  await context.scheduler.runOnce();
}
async function ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
const eventsOf = async (): Promise<string[]> =>
  (
    await ask<{ said: string }>(
      `SELECT concat_ws(' ', from_state, '>', to_state, actor_kind, actor_name, '(' || cause || ')') AS said FROM callback_event ORDER BY callback_id, version`,
    )
  ).map(({ said }) => said);

describe('a simulated call', () => {
  it('[TE1][CB8] rings, connects, is handled and ends, with every step on record', async () => {
    const context = await world.open(simulated);
    const id = await book(context);
    const state = async () => (await context.ringback.retrieveCallback(id)).callbackState;
    await context.scheduler.runOnce();
    expect(await state()).toBe('ROUTING');
    await pass(context, SECOND);
    expect(await state()).toBe('PROCESSING');
    await pass(context, 19 * SECOND);
    expect(await state()).toBe('PROCESSING');
    await pass(context, SECOND);
    expect(await context.ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'AGENT_CONNECTED' });
    expect(await eventsOf()).toEqual([
      '> QUEUED customer (booked as soon as possible)',
      'QUEUED > ROUTING dialer simulator (claimed)',
      'ROUTING > PROCESSING dialer simulator (connected)',
      'PROCESSING > COMPLETED dialer simulator (ended)',
    ]);
    expect(await context.metrics()).toMatchObject({
      created: 1,
      completed: { AGENT_CONNECTED: 1 },
      attempts: { connected: 1 },
      openAttempts: 0,
    });
  });

  it.each([
    ['0100', 'busy'],
    ['0101', 'no-answer'],
    ['0102', 'machine'],
    ['0103', 'failed'],
  ])('[TE1][CB5] a number that ends in %s is %s: tried again after the interval, three times in all', async (ending, outcome) => {
    const context = await world.open(simulated);
    const id = await book(context, { phoneNumber: `+1212555${ending}` });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await context.scheduler.runOnce();
      expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'ROUTING', attempts: attempt });
      await pass(context, SECOND);
      if (attempt === 3) break;
      const nextAttemptAt = iso(world.clock.now() + 15 * MINUTE);
      expect(await context.ringback.visitorCallback(id)).toMatchObject({
        state: 'QUEUED',
        lastOutcome: outcome,
        attempts: attempt,
        nextAttemptAt,
      });
      await pass(context, 15 * MINUTE - 1);
      expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED' });
      world.clock.pass(1);
    }
    expect(await context.ringback.visitorCallback(id)).toMatchObject({
      state: 'COMPLETED',
      reason: 'FAILED_MAX_ATTEMPTS',
      attempts: 3,
      lastOutcome: outcome,
    });
  });

  it('[TE1] there are never more calls at once than virtual agents, whatever number of replicas', async () => {
    const replicas = await Promise.all([world.open(simulated), world.open(simulated)]);
    await Promise.all(Array.from({ length: 6 }, () => book(replicas[0])));
    await Promise.all(replicas.flatMap(({ scheduler }) => [scheduler.runOnce(), scheduler.runOnce()]));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    expect((await replicas[1].metrics()).queues[0]?.byState).toMatchObject({ QUEUED: 4, ROUTING: 2 });
  });

  it('[CB3] the higher priority is called first, then who came first', async () => {
    const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 1 } }));
    const [early, late, urgent] = [
      await book(context),
      (world.clock.pass(SECOND), await book(context)),
      (world.clock.pass(SECOND), await book(context, { priority: 5 })),
    ];
    expect((await context.ringback.retrieveCallback(late)).positionInQueue).toBe(3);
    const called: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      await pass(context, 30 * SECOND);
      for (const id of [early, late, urgent])
        if ((await context.ringback.retrieveCallback(id)).callbackState === 'ROUTING') called.push(id);
    }
    expect(called).toEqual([urgent, early, late]);
  });

  it('[CB6] a call that is cancelled while it rings leaves its agent free', async () => {
    const context = await world.open(configOf({ dialer: { ...SIMULATOR, agents: 1 } }));
    const [first, second] = [await book(context), (world.clock.pass(1), await book(context))];
    await context.scheduler.runOnce();
    await context.ringback.cancelCallback(first, customer);
    await context.scheduler.runOnce();
    expect((await context.ringback.retrieveCallback(second)).callbackState).toBe('ROUTING');
    await pass(context, 30 * SECOND);
    expect((await context.ringback.retrieveCallback(first)).callbackReason).toBe('CANCELLED_BY_CUSTOMER');
  });

  it('paused virtual agents take no new calls and finish those under way', async () => {
    const context = await world.open(simulated);
    const user = { username: 'anna', roles: ['agent'], queues: undefined };
    const under = await book(context);
    await context.scheduler.runOnce();
    await context.ringback.setSimulatorPaused(user, true);
    const next = await book(context);
    await pass(context, 30 * SECOND);
    expect((await context.ringback.retrieveCallback(under)).callbackState).toBe('COMPLETED');
    expect((await context.ringback.retrieveCallback(next)).callbackState).toBe('QUEUED');
    await context.ringback.setSimulatorPaused(user, false);
    await context.scheduler.runOnce();
    expect((await context.ringback.retrieveCallback(next)).callbackState).toBe('ROUTING');
  });
});

describe('time', () => {
  it('[CB2] a scheduled callback is queued at its time, and never dialled before it', async () => {
    const context = await world.open(simulated);
    const id = await book(context, { desiredTime: iso(MONDAY + HOUR) });
    await pass(context, HOUR - 1);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('SCHEDULED');
    await pass(context, 1);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('ROUTING');
    expect(await eventsOf()).toContain('SCHEDULED > QUEUED system (its time has come)');
  });

  it('[CB7] who waits longer than the queue allows is taken out, and at the end of the day everybody', async () => {
    const context = await world.open(configOf({ queue: { purgeTimeMinutes: 30 } }));
    const [timed, daily] = [await book(context), await book(context, { serviceName: 'Office_VQ' })];
    await pass(context, 30 * MINUTE - 1);
    expect((await context.ringback.retrieveCallback(timed)).callbackState).toBe('QUEUED');
    await pass(context, 1);
    expect((await context.ringback.retrieveCallback(timed)).callbackReason).toBe('PURGED_TIMEOUT');
    expect((await context.ringback.retrieveCallback(daily)).callbackState).toBe('QUEUED');
    await pass(context, 10 * HOUR);
    expect((await context.ringback.retrieveCallback(daily)).callbackReason).toBe('PURGED_END_OF_DAY');
  });

  it('[SE4] a record is deleted when its retention is over, counted from its desired time', async () => {
    const context = await world.open(configOf({ queue: { retentionDays: 2 } }));
    const id = await book(context, { desiredTime: iso(MONDAY + HOUR) });
    await context.ringback.cancelCallback(id, customer);
    await pass(context, 2 * DAY);
    expect((await context.ringback.retrieveCallback(id)).callbackState).toBe('COMPLETED');
    await pass(context, HOUR);
    expect(await refusalOf(context.ringback.retrieveCallback(id))).toBe('NOT_FOUND');
    expect(await eventsOf()).toEqual([]);
  });

  it('[NV1] a number that was blocked after the booking is not dialled', async () => {
    const rule = { name: 'US', countries: ['US'], blocked: [] as string[] };
    const before = await world.open(configOf({ numberRules: [rule], queue: { numberRule: 'US' } }));
    const id = await book(before, { phoneNumber: '+12125550177' });
    const after = await world.open(
      configOf({ dialer: SIMULATOR, numberRules: [{ ...rule, blocked: ['0177$'] }], queue: { numberRule: 'US' } }),
    );
    await after.scheduler.runOnce();
    expect(await after.ringback.retrieveCallback(id)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'NUMBER_BLOCKED' });
    expect(await ask('SELECT FROM attempt')).toHaveLength(0);
  });
});

describe('replicas', () => {
  it('[SC1][CB5] the call of a dead replica goes on as the same attempt, with no second dial', async () => {
    const [dying, living] = [await world.open(simulated), await world.open(simulated)];
    const id = await book(dying, { phoneNumber: '+12125550101' });
    await dying.scheduler.runOnce();
    // From here on it neither beats nor drives. The other one beats, and sees 14 s of silence: not dead yet.
    await pass(living, 14 * SECOND);
    expect((await living.ringback.retrieveCallback(id)).callbackState).toBe('ROUTING');
    await pass(living, 2 * SECOND);
    expect(await living.ringback.visitorCallback(id)).toMatchObject({ state: 'QUEUED', lastOutcome: 'no-answer', attempts: 1 });
    expect(await ask('SELECT number, outcome FROM attempt')).toEqual([{ number: 1, outcome: 'no-answer' }]);
  });

  it('a replica that stops in an orderly way hands its calls over at once', async () => {
    const [leaving, staying] = [await world.open(simulated), await world.open(simulated)];
    const id = await book(leaving);
    await leaving.scheduler.runOnce();
    await leaving.close();
    await pass(staying, SECOND);
    expect((await staying.ringback.retrieveCallback(id)).callbackState).toBe('PROCESSING');
    await leaving.close();
  });

  it('[CB5] many rounds at once on two replicas dial nobody twice', async () => {
    const replicas = await Promise.all([
      world.open(configOf({ dialer: { ...SIMULATOR, agents: 50 } })),
      world.open(configOf({ dialer: { ...SIMULATOR, agents: 50 } })),
    ]);
    await Promise.all(Array.from({ length: 30 }, () => book(replicas[0])));
    await Promise.all(replicas.flatMap(({ scheduler }) => Array.from({ length: 4 }, () => scheduler.runOnce())));
    await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    const [row] = await ask<{ attempts: string; events: string }>(
      `SELECT (SELECT count(*) FROM attempt) AS attempts, (SELECT count(*) FROM callback_event WHERE to_state = 'ROUTING') AS events`,
    );
    expect(row).toEqual({ attempts: '30', events: '30' });
  });

  it('calls begin and end by themselves once the scheduler runs, and a database restart does not stop it', async () => {
    const context = await world.open(configOf({ dialer: { adapter: 'simulator', agents: 5, ringSeconds: 0, handleSeconds: 0 } }));
    context.scheduler.start();
    context.scheduler.start();
    const reached = (id: Awaited<ReturnType<typeof book>>) =>
      new Promise<void>((resolve) => {
        void context.ringback.watchCallback(id, ({ state }) => void (state === 'COMPLETED' && resolve()));
      });
    await reached(await book(context));
    await ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
    await expect.poll(() => context.ringback.ready()).toBe(true);
    await reached(await book(context));
    await Promise.all([context.scheduler.stop(), context.scheduler.stop()]);
  });
});
