import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import type { CallbackId } from '@ringback/contract';
import { createPinoLog } from '../../src/adapters/pino-log.js';
import { createContext, type Context } from '../../src/context.js';
import { askNumber, bookCallIn, callInConfig } from '../call-in/call-in-world.js';
import { book, configOf, customer, iso, MINUTE, newWorld, SECOND, SIMULATOR, type World } from '../usecases/harness.js';
import { fakeDialer } from '../usecases/fake-dialer.js';
import { standInFcm, type StandInFcm } from './stand-in-fcm.js';

let world: World;
let fcm: StandInFcm;
beforeAll(async () => void (world = await newWorld()));
beforeEach(async () => void (fcm = await standInFcm(() => world.clock.now())));
afterEach(async () => {
  await world.clean();
  await fcm.close();
  expect(fcm.complaints).toEqual([]);
});
afterAll(() => world.close());

type Patch = Parameters<typeof callInConfig>[0];
const pushed = (patch: Patch = {}) => callInConfig({ push: fcm.account, dialer: SIMULATOR, ...patch });
const device = (target: string) => ({ pushTargets: [{ channel: 'FCM', target }] });
const pass = async (context: Context, ms: number): Promise<void> => {
  world.clock.pass(ms);
  await context.scheduler.runOnce();
};
const eventsOf = (token = 'device-1') => fcm.pushed.filter((one) => one.token === token).map(({ data }) => data.event);

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
const outbox = () =>
  ask<{ event: string; tries: number; dead: boolean; error: string | null }>(
    'SELECT event, tries, dead_at IS NOT NULL AS dead, last_error AS error FROM push_delivery ORDER BY number',
  );
/** Whose number ends in 0101 is never there. */
const UNREACHABLE = '+12125550101';

describe('what is told', () => {
  it('[PU1] a delayed call-in from the turn to the number, in its language, nothing personal in between', async () => {
    const context = await world.open(pushed());
    const id = await bookCallIn(context, {
      language: 'de-AT',
      pushTargets: [{ channel: 'FCM', target: 'device-1', url: 'https://shop.example/help' }],
    });
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    await context.scheduler.runOnce();
    expect(eventsOf()).toEqual(['CALLBACK_READY', 'CALL_IN_READY']);
    const [ready, number] = fcm.pushed.map(({ data }) => data);
    expect(ready).toEqual({
      event: 'CALLBACK_READY',
      callbackId: id,
      queue: 'CallIn_VQ',
      title: 'Sie sind an der Reihe',
      body: expect.any(String),
      url: 'https://shop.example/help',
      expiresAt: iso(world.clock.now() + 15 * MINUTE),
      messageId: `${id}:CALLBACK_READY`,
      version: expect.any(String),
      v: '1',
    });
    expect(number).toMatchObject({
      event: 'CALL_IN_READY',
      phoneNumber: made.toPhoneNumber,
      accessCode: String(made.accessCode),
      telUri: made.telUri,
      expiresAt: iso(made.expirationTime),
    });
    expect(Number(number?.version)).toBeGreaterThan(Number(ready?.version));
  });

  it('[PU2] data alone, urgent, replacing the one before, gone when it is of no use any more', async () => {
    const context = await world.open(pushed());
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const collapse = id.replaceAll('-', '');
    expect(fcm.pushed[0]?.message).toMatchObject({
      android: { priority: 'HIGH', ttl: '900s', collapse_key: collapse },
      webpush: { headers: { TTL: '900', Urgency: 'high', Topic: collapse } },
      apns: { headers: { 'apns-collapse-id': collapse } },
    });
    expect(fcm.pushed[0]?.message).not.toHaveProperty('notification');
  });

  it('[PU1] attempts that fail, each once, and the last one', async () => {
    const context = await world.open(
      configOf({ push: fcm.account, dialer: SIMULATOR, queue: { maxAttempts: 3, retryIntervalMinutes: 1 } }),
    );
    const id = await book(context, { phoneNumber: UNREACHABLE, ...device('device-1') });
    for (let minute = 0; minute < 6; minute += 1) await pass(context, MINUTE);
    expect(eventsOf()).toEqual(['CALLBACK_ATTEMPT_FAILED', 'CALLBACK_ATTEMPT_FAILED', 'CALLBACK_FINAL_ATTEMPT_FAILED']);
    expect(fcm.pushed.map(({ data }) => data.messageId)).toEqual([
      `${id}:CALLBACK_ATTEMPT_FAILED:1`,
      `${id}:CALLBACK_ATTEMPT_FAILED:2`,
      `${id}:CALLBACK_FINAL_ATTEMPT_FAILED`,
    ]);
  });

  it('[PU1] a purge is told, a cancel by the customer is not', async () => {
    const context = await world.open(pushed({ queue: { purgeTimeMinutes: 3 } }));
    await bookCallIn(context);
    const cancelled = await bookCallIn(context, device('device-2'));
    await context.ringback.cancelCallback(cancelled, customer);
    await pass(context, 3 * MINUTE);
    expect([eventsOf().at(-1), eventsOf('device-2')]).toEqual(['CALLBACK_PURGED', []]);
  });

  it('[PU1] upcoming once, when the wait falls below the threshold, not when it was from the beginning', async () => {
    const dialer = fakeDialer();
    const config = configOf({
      push: fcm.account,
      dialer: { adapter: 'webhook', url: 'http://127.0.0.1:9', secret: 'a long secret', assumeAgents: 1 },
    });
    const context = await world.open(config, undefined, { ...dialer, agents: () => 1 });
    // One interaction of ten minutes: the next in line waits ten for each one ahead.
    const first = await book(context, { phoneNumber: '+12125551111' });
    await context.scheduler.runOnce();
    dialer.say('+12125551111/1', { kind: 'connected' });
    await pass(context, SECOND);
    dialer.say('+12125551111/1', { kind: 'ended' });
    await pass(context, 10 * MINUTE);
    expect((await context.ringback.visitorCallback(first)).state).toBe('COMPLETED');
    await book(context, { phoneNumber: '+12125551112' });
    await context.scheduler.runOnce();
    const near = await book(context, { phoneNumber: '+12125551113', ...device('near') });
    await pass(context, 1);
    await book(context, { phoneNumber: '+12125551114', ...device('far') });
    await pass(context, SECOND);
    expect([eventsOf('near'), eventsOf('far')]).toEqual([[], []]);
    await context.ringback.cancelCallback(near, customer);
    await pass(context, SECOND);
    expect([eventsOf('near'), eventsOf('far')]).toEqual([[], ['CALLBACK_UPCOMING']]);
    await pass(context, MINUTE);
    expect(eventsOf('far')).toEqual(['CALLBACK_UPCOMING']);
  });

  it('[PU1] a scheduled one is told when its time is near, not long before', async () => {
    const context = await world.open(configOf({ push: fcm.account }));
    await book(context, { desiredTime: iso(world.clock.now() + 60 * MINUTE), ...device('device-1') });
    await pass(context, 54 * MINUTE);
    expect(eventsOf()).toEqual([]);
    await pass(context, 2 * MINUTE);
    expect(eventsOf()).toEqual(['CALLBACK_UPCOMING']);
  });

  it('[PU3] devices that are named later are told what is still to be told; those that go are told nothing', async () => {
    const context = await world.open(pushed());
    fcm.answer('UNAVAILABLE');
    const id = await bookCallIn(context, device('old'));
    world.clock.pass(SECOND);
    await context.ringback.setPushTargets(id, [{ channel: 'FCM', target: 'new' }]);
    fcm.answer(undefined);
    await pass(context, MINUTE);
    expect([eventsOf('old'), eventsOf('new')]).toEqual([[], ['CALLBACK_READY']]);
  });
});

describe('what FCM answers', () => {
  const readyOf = async (config = pushed()): Promise<Context> => {
    const context = await world.open(config);
    await bookCallIn(context);
    return context;
  };

  it.each(['UNREGISTERED', 'INVALID_TOKEN'] as const)(
    '[PU3] %s: the device is forgotten for every callback, and not tried again',
    async (answer) => {
      const context = await readyOf();
      await book(context, { desiredTime: iso(world.clock.now() + 60 * MINUTE), ...device('device-1') });
      fcm.answer(answer);
      await pass(context, SECOND);
      expect(fcm.asked).toBe(1);
      expect(await ask('SELECT token FROM push_target')).toEqual([{ token: null }, { token: null }]);
      fcm.answer(undefined);
      await pass(context, 10 * MINUTE);
      expect(fcm.asked).toBe(1);
    },
  );

  it.each(['SENDER_ID_MISMATCH', 'INVALID_ARGUMENT'] as const)('[PU3] %s: this message is given up, with the reason', async (answer) => {
    const context = await readyOf();
    fcm.answer(answer);
    await pass(context, SECOND);
    await pass(context, 10 * MINUTE);
    expect(fcm.asked).toBe(1);
    expect(await outbox()).toEqual([{ event: 'CALLBACK_READY', tries: 1, dead: true, error: expect.stringContaining(answer) }]);
  });

  it('[PU3] QUOTA_EXCEEDED with Retry-After: nothing at all is sent before it, then everything', async () => {
    const context = await readyOf();
    fcm.answer('QUOTA_EXCEEDED', { retryAfter: '120' });
    await pass(context, SECOND);
    fcm.answer(undefined);
    await book(context, { phoneNumber: UNREACHABLE, ...device('device-2') });
    await pass(context, 110 * SECOND);
    expect(fcm.pushed).toEqual([]);
    await pass(context, 15 * SECOND);
    expect(fcm.pushed.map(({ data }) => data.event).sort()).toContain('CALLBACK_READY');
  });

  it.each(['UNAVAILABLE', 'INTERNAL', 'cut', 'PERMISSION_DENIED'] as const)(
    '[PU3] %s: tried again with growing pauses until it goes through',
    async (answer) => {
      const context = await readyOf();
      fcm.answer(answer);
      await pass(context, SECOND);
      const early = fcm.asked;
      await pass(context, 100);
      expect(fcm.asked).toBe(early);
      for (let minute = 0; minute < 3; minute += 1) await pass(context, MINUTE);
      fcm.answer(undefined);
      await pass(context, 5 * MINUTE);
      expect(eventsOf()).toEqual(['CALLBACK_READY']);
      expect(await outbox()).toEqual([]);
    },
  );

  it('[PU3] an access token that was taken back is asked for again; one serves for an hour', async () => {
    const context = await readyOf();
    await pass(context, SECOND);
    expect(fcm.tokensGiven).toBe(1);
    fcm.revoke();
    await bookCallIn(context, device('device-2'));
    await pass(context, SECOND);
    await pass(context, MINUTE);
    expect([eventsOf('device-2'), fcm.tokensGiven]).toEqual([['CALLBACK_READY'], 2]);
  });

  it('[PU3] a token server that says no is asked again later; nothing is lost', async () => {
    const context = await readyOf();
    fcm.answerToken(401);
    await pass(context, SECOND);
    fcm.answerToken(undefined);
    await pass(context, MINUTE);
    expect(eventsOf()).toEqual(['CALLBACK_READY']);
  });

  it('[PU4] the credentials are tried without telling anybody', async () => {
    const context = await world.open(pushed());
    expect(await context.ringback.testPush(undefined)).toEqual({ ok: true, message: expect.stringContaining('work') });
    fcm.answer('PERMISSION_DENIED');
    expect(await context.ringback.testPush('device-1')).toEqual({ ok: false, message: expect.stringContaining('PERMISSION_DENIED') });
    fcm.answer(undefined);
    fcm.answerToken(400);
    fcm.revoke();
    const broken = await world.open(pushed());
    expect(await broken.ringback.testPush(undefined)).toMatchObject({ ok: false });
    expect([fcm.validated, fcm.pushed.length]).toEqual([1, 0]);
  });
});

describe('whatever happens', () => {
  it('[PU3] written with the transition: a crash right after it loses nothing', async () => {
    const one = await world.open({ ...pushed(), site: { ...pushed().site, push: undefined } });
    await bookCallIn(one);
    await pass(one, SECOND);
    await one.close();
    const two = await world.open(pushed());
    await pass(two, SECOND);
    expect(eventsOf()).toEqual(['CALLBACK_READY']);
  });

  it('[PU3] a sender that is killed in the middle of a try is followed by another; the message has the same id', async () => {
    const one = await world.open(pushed());
    await bookCallIn(one);
    world.clock.pass(SECOND);
    fcm.answer('hang');
    const asked = new Promise<void>((resolve) => fcm.onAsked(() => resolve()));
    const running = one.scheduler.runOnce().catch(() => undefined);
    await asked;
    fcm.onAsked(undefined);
    // Its lease is what is left of it, as after a kill.
    const two = await world.open(pushed());
    fcm.answer(undefined);
    await pass(two, SECOND);
    expect(eventsOf()).toEqual([]);
    await pass(two, MINUTE);
    expect(eventsOf()).toEqual(['CALLBACK_READY']);
    await one.close();
    await running;
  });

  it('[PU3] half an hour without FCM: what has passed meanwhile is not told, what is so still is', async () => {
    const context = await world.open(pushed({ queue: { pushedCallbackExpiryMinutes: 60 } }));
    const [left, stays] = [await bookCallIn(context, device('left')), await bookCallIn(context, device('stays'))];
    fcm.answer('UNAVAILABLE');
    await pass(context, SECOND);
    await context.ringback.cancelCallback(left, customer);
    for (let minute = 0; minute < 30; minute += 1) await pass(context, MINUTE);
    expect(fcm.asked).toBeLessThan(60);
    fcm.answer(undefined);
    await pass(context, 10 * MINUTE);
    expect([eventsOf('left'), eventsOf('stays')]).toEqual([[], ['CALLBACK_READY']]);
    expect(await context.ringback.visitorCallback(stays)).toMatchObject({ state: 'QUEUED' });
    expect(await outbox()).toEqual([]);
  });

  it('[PU3] 10,000 messages by two senders, an outage in between: each device is told, none of what has passed', async () => {
    const config = configOf({ push: fcm.account });
    const contexts = [await world.open(config), await world.open(config)] as const;
    await seed();
    let count = 0;
    fcm.onAsked(() => {
      count += 1;
      if (count === 3000) fcm.answer('UNAVAILABLE');
    });
    await Promise.all(contexts.map((context) => context.scheduler.runOnce()));
    fcm.answer(undefined);
    for (let rounds = 0; rounds < 3; rounds += 1) {
      world.clock.pass(10 * MINUTE);
      await Promise.all(contexts.map((context) => context.scheduler.runOnce()));
    }
    const told = new Map<string, number>();
    for (const { token } of fcm.pushed) told.set(token, (told.get(token) ?? 0) + 1);
    expect(told.size).toBe(10_000);
    expect([...told.keys()].filter((token) => Number(token.slice(-5)) > 10_000)).toEqual([]);
    // At least once; here even once, because nobody was killed.
    expect(fcm.pushed.length).toBe(10_000);
    expect(await outbox()).toEqual([]);
  }, 120_000);

  /** 10,000 that were purged and have to be told so, and 100 of which the message is not true. */
  async function seed(): Promise<void> {
    const at = new Date(world.clock.now());
    await ask(
      `INSERT INTO callback (id, queue, phone, state, reason, scheduled, desired_time, created_at, queued_at, completed_at, attempts, priority, user_data, origin,
         offered_wait, one_per_number, delete_after, version)
       SELECT gen_random_uuid(), 'Always_VQ', '+1212555' || lpad(n::text, 5, '0'), CASE WHEN n <= 10000 THEN 'COMPLETED' ELSE 'QUEUED' END,
         CASE WHEN n <= 10000 THEN 'PURGED_TIMEOUT' END, false, $1::timestamptz, $1::timestamptz, $1::timestamptz, CASE WHEN n <= 10000 THEN $1::timestamptz END, 0, 0, '{}', '{}',
         -1, false, $1::timestamptz + interval '14 days', 2 FROM generate_series(1, 10100) n`,
      [at],
    );
    await ask(`INSERT INTO push_target (callback_id, hash, token) SELECT id, sha256(convert_to(phone, 'UTF8')), phone FROM callback`);
    await ask(
      `INSERT INTO push_delivery (callback_id, hash, event, version, attempts, at, expires_at, next_at)
       SELECT callback_id, hash, 'CALLBACK_PURGED', 2, 0, $1::timestamptz, $1::timestamptz + interval '1 day', $1::timestamptz FROM push_target`,
      [at],
    );
  }

  it('[CB10] neither tokens, numbers, codes nor keys are in any log', async () => {
    const lines: string[] = [];
    const context = await createContext({
      config: pushed(),
      databaseUrl: world.url,
      clock: world.clock,
      log: createPinoLog('debug', { write: (line) => void lines.push(line) }),
    });
    const id: CallbackId = await bookCallIn(context, { phoneNumber: '+12125550123', ...device('a-secret-token') });
    for (const answer of ['UNAVAILABLE', 'INVALID_ARGUMENT', undefined] as const) {
      fcm.answer(answer);
      await pass(context, MINUTE);
    }
    const made = await askNumber(context, { callbackServiceId: id });
    fcm.answer('UNREGISTERED');
    await pass(context, SECOND);
    await context.close();
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of ['a-secret-token', '2125550123', String(made.accessCode), made.toPhoneNumber, 'PRIVATE KEY', 'access-1'])
      expect(log).not.toContain(secret);
  });
});
