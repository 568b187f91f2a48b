import { parseConfigFile, webhookMessage, type CallbackId, type Config } from '@ringback/contract';
import pg from 'pg';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPinoLog } from '../../src/adapters/pino-log.js';
import { createContext, type Context } from '../../src/context.js';
import { book, configOf, customer, HOUR, iso, MINUTE, MONDAY, newWorld, SECOND, SIMULATOR, type World } from '../usecases/harness.js';
import { standInReceiver, type Received, type StandInReceiver } from './stand-in-receiver.js';

const SECRET = `whsec_${Buffer.from('the secret of this receiver').toString('base64')}`;
const DAY = 24 * HOUR;

let world: World;
let receiver: StandInReceiver;
beforeAll(async () => void (world = await newWorld()));
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: MONDAY });
  receiver = await standInReceiver(SECRET, () => world.clock.now());
});
afterEach(async () => {
  await world.clean();
  await receiver.close();
  vi.useRealTimers();
});
afterAll(() => world.close());

type Hook = Partial<Config['site']['webhooks'][number]>;
function told(patch: Parameters<typeof configOf>[0] = {}, ...hooks: Hook[]): Config {
  const config = configOf(patch);
  const webhooks = (hooks.length > 0 ? hooks : [{}]).map((hook) => ({
    url: receiver.url,
    secret: SECRET,
    allowPrivateAddresses: true,
    includeUserData: false,
    ...hook,
  }));
  return { ...config, site: { ...config.site, webhooks } };
}
const simulated = (...hooks: Hook[]): Config => told({ dialer: SIMULATOR }, ...hooks);

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
const outbox = () =>
  ask<{ version: number; tries: number; dead: boolean; last_error: string | null }>(
    'SELECT version, tries, dead_at IS NOT NULL AS dead, last_error FROM webhook_delivery ORDER BY callback_id, version',
  );
const typesOf = (received: readonly Received[]): string[] => received.map(({ body }) => body.type);
const of = (id: CallbackId): Received[] => receiver.received.filter(({ body }) => body.data.id === id);

describe('what is told', () => {
  it('[TE2] one message a state change, in order, as the contract says, signed by the standard', async () => {
    const context = await world.open(simulated());
    const id = await book(context, {
      phoneNumber: '+12125550123',
      language: 'fr-FR',
      channel: 'web',
      userData: { notes: 'a secret note' },
    });
    await context.scheduler.runOnce();
    await pass(context, SECOND);
    await pass(context, 20 * SECOND);
    expect(typesOf(receiver.received)).toEqual(['callback.queued', 'callback.routing', 'callback.processing', 'callback.completed']);
    for (const { body } of receiver.received) expect(v.safeParse(webhookMessage, body).issues).toBeUndefined();
    expect(receiver.received.map((one) => one.id)).toEqual([1, 2, 3, 4].map((version) => `msg_${id}_${version}`));
    expect(receiver.received[0]?.body).toEqual({
      type: 'callback.queued',
      timestamp: iso(MONDAY),
      data: {
        id,
        serviceName: 'Always_VQ',
        state: 'QUEUED',
        cause: 'booked as soon as possible',
        phoneNumber: '+12125550123',
        scheduled: false,
        desiredTime: iso(MONDAY),
        createdAt: iso(MONDAY),
        queuedAt: iso(MONDAY),
        attempts: 0,
        channel: 'web',
        language: 'fr-FR',
        version: 1,
      },
    });
    expect(receiver.received.map(({ body }) => [body.data.previousState, body.data.attempts])).toEqual([
      [undefined, 0],
      ['QUEUED', 1],
      ['ROUTING', 1],
      ['PROCESSING', 1],
    ]);
    expect(receiver.received[3]?.body.data).toMatchObject({ state: 'COMPLETED', reason: 'AGENT_CONNECTED', lastOutcome: 'connected' });
    expect(receiver.refused).toBe(0);
    expect(await outbox()).toEqual([]);
  });

  it('[TE2] a failed dial, its retry and a moved time are told with what is next', async () => {
    const context = await world.open(simulated());
    await book(context, { phoneNumber: '+12125550100' });
    await context.scheduler.runOnce();
    await pass(context, SECOND);
    expect(receiver.received.at(-1)?.body).toMatchObject({
      type: 'callback.queued',
      data: { previousState: 'ROUTING', lastOutcome: 'busy', attempts: 1, nextAttemptAt: iso(MONDAY + SECOND + 15 * MINUTE) },
    });
    const later = await book(context, { desiredTime: iso(MONDAY + HOUR) });
    await context.ringback.rescheduleCallback(later, MONDAY + 2 * HOUR, customer);
    await context.ringback.cancelCallback(later, customer);
    await context.scheduler.runOnce();
    expect(of(later).map(({ body }) => [body.type, body.data.desiredTime, body.data.reason])).toEqual([
      ['callback.scheduled', iso(MONDAY + HOUR), undefined],
      ['callback.updated', iso(MONDAY + 2 * HOUR), undefined],
      ['callback.completed', iso(MONDAY + 2 * HOUR), 'CANCELLED_BY_CUSTOMER'],
    ]);
  });

  it('[TE2][CB10] userData goes out only to a receiver that is configured for it', async () => {
    const context = await world.open(told({}, { name: 'plain' }, { name: 'full', includeUserData: true }));
    await book(context, { userData: { notes: 'a secret note' } });
    await context.scheduler.runOnce();
    expect(receiver.received.map(({ body }) => body.data.userData).toSorted()).toEqual([{ notes: 'a secret note' }, undefined]);
  });

  it('[TE2] what was refused is told to nobody', async () => {
    const context = await world.open(told({ queue: { slotCapacity: 1 } }));
    await book(context, { desiredTime: iso(MONDAY + HOUR) });
    await Promise.allSettled([1, 2, 3].map(() => book(context, { desiredTime: iso(MONDAY + HOUR) })));
    await context.scheduler.runOnce();
    expect(receiver.received).toHaveLength(1);
  });

  it('[TE2] without a receiver nothing is written, and a new one hears of changes from then on', async () => {
    const before = await world.open(configOf());
    const id = await book(before);
    expect(await outbox()).toEqual([]);
    const after = await world.open(told());
    await after.ringback.cancelCallback(id, customer);
    await after.scheduler.runOnce();
    expect(typesOf(receiver.received)).toEqual(['callback.completed']);
  });

  it('[TE2][SE4] an erased callback leaves nothing to tell', async () => {
    const context = await world.open(told());
    await book(context);
    await ask('DELETE FROM callback');
    await context.scheduler.runOnce();
    expect(receiver.received).toEqual([]);
    expect(await outbox()).toEqual([]);
  });
});

describe('a receiver in trouble', () => {
  it('[TE2] the same id on every retry, a new signature each time, and later news of the callback wait', async () => {
    const context = await world.open(told());
    const id = await book(context);
    receiver.answerAll((response, { body }) => void response.writeHead(body.data.id === id && of(id).length < 3 ? 500 : 200).end());
    await context.scheduler.runOnce();
    await context.ringback.cancelCallback(id, customer);
    const other = await book(context);
    await context.scheduler.runOnce();
    expect(typesOf(of(id))).toEqual(['callback.queued']);
    expect(typesOf(of(other))).toEqual(['callback.queued']);
    await pass(context, 5 * SECOND - 1);
    expect(of(id)).toHaveLength(1);
    await pass(context, 1);
    await pass(context, 15 * SECOND);
    expect(of(id).map((one) => [one.id, one.body.type])).toEqual([
      [`msg_${id}_1`, 'callback.queued'],
      [`msg_${id}_1`, 'callback.queued'],
      [`msg_${id}_1`, 'callback.queued'],
      [`msg_${id}_2`, 'callback.completed'],
    ]);
    expect(of(id).map(({ timestamp }) => timestamp - MONDAY / 1000)).toEqual([0, 5, 20, 20]);
    expect(await outbox()).toEqual([]);
  });

  it('[TE2] a receiver that asks for patience gets it', async () => {
    const context = await world.open(told());
    receiver.answerNext((response) => void response.writeHead(429, { 'retry-after': '600' }).end());
    await book(context);
    await context.scheduler.runOnce();
    await pass(context, 599 * SECOND);
    expect(receiver.received).toHaveLength(1);
    await pass(context, SECOND);
    expect(receiver.received).toHaveLength(2);
  });

  it('[TE2] after three days a message is given up, and the next one of the callback is sent', async () => {
    const context = await world.open(told({ queue: { retentionDays: 30 } }));
    receiver.answerAll(500);
    const id = await book(context);
    for (let day = 0; day < 9 * 4; day += 1) await pass(context, 2 * HOUR);
    expect(await outbox()).toMatchObject([{ version: 1, dead: true, last_error: 'HTTP 500' }]);
    receiver.answerAll(200);
    await context.ringback.cancelCallback(id, customer);
    await context.scheduler.runOnce();
    expect(receiver.received.at(-1)?.body.type).toBe('callback.completed');
    expect((await context.metrics()).outbox).toEqual({ waiting: 0, dead: 1 });
  });

  it('[TE2] one that says 410 is told nothing more, until the service is started again', async () => {
    const context = await world.open(told());
    const [first, second] = [await book(context), await book(context)];
    receiver.answerAll(410);
    await context.scheduler.runOnce();
    const heard = receiver.received.length;
    await context.ringback.cancelCallback(first, customer);
    await pass(context, DAY);
    expect(receiver.received).toHaveLength(heard);
    receiver.answerAll(200);
    const again = await world.open(told());
    await again.ringback.cancelCallback(second, customer);
    await again.scheduler.runOnce();
    expect(typesOf(receiver.received.slice(heard))).toEqual(['callback.completed']);
  });

  it('[TE2] a private address is never connected to, unless that is allowed', async () => {
    const context = await world.open(
      told(
        {},
        { allowPrivateAddresses: false },
        { name: 'by name', url: receiver.url.replace('127.0.0.1', 'localhost'), allowPrivateAddresses: false },
      ),
    );
    await book(context);
    await context.scheduler.runOnce();
    expect(receiver.received).toEqual([]);
    expect((await outbox()).map(({ last_error }) => last_error)).toEqual(
      Array(2).fill('the address is private; set allowPrivateAddresses if it is meant to be'),
    );
  });

  it('[TE2] one that never answers holds up no other', async () => {
    const other = await standInReceiver(SECRET, () => world.clock.now());
    const context = await world.open(told({}, { name: 'slow' }, { name: 'quick', url: other.url }));
    receiver.answerAll(() => undefined);
    const id = await book(context);
    context.scheduler.start();
    await Promise.all([receiver.arrived(1), other.arrived(1)]);
    await context.ringback.cancelCallback(id, customer);
    await other.arrived(2);
    expect(receiver.received).toHaveLength(1);
    await context.close();
    await other.close();
  });
});

describe('crashes', () => {
  it('[TE2] what was committed and not sent is sent by the next one', async () => {
    const dying = await world.open(told());
    const id = await book(dying);
    await dying.close();
    const next = await world.open(told());
    await next.scheduler.runOnce();
    expect(of(id)).toHaveLength(1);
  });

  it('[TE2] a sender that dies in the middle is followed by another, with the same id', async () => {
    const [dying, living] = [await world.open(told()), await world.open(told())];
    let release = (): void => undefined;
    receiver.answerNext((response) => void (release = () => void response.writeHead(500).end()));
    const id = await book(dying);
    const stuck = dying.scheduler.runOnce();
    await receiver.arrived(1);
    await living.scheduler.runOnce();
    expect(of(id)).toHaveLength(1);
    receiver.answerNext((response) => void response.writeHead(503, { 'retry-after': '600' }).end());
    await pass(living, 61 * SECOND);
    expect(of(id).map((one) => one.id)).toEqual([`msg_${id}_1`, `msg_${id}_1`]);
    // It was not dead after all; what it says of a message that is no longer its own counts for nothing.
    release();
    await stuck;
    await pass(living, 30 * SECOND);
    expect(of(id)).toHaveLength(2);
    await pass(living, 600 * SECOND);
    expect(of(id)).toHaveLength(3);
    expect(await outbox()).toEqual([]);
  });

  it('[TE2] hundreds of messages to a receiver that fails every third time: all arrive, each callback in order, by two senders', async () => {
    const replicas = [await world.open(told()), await world.open(told())] as const;
    let count = 0;
    receiver.answerAll((response) => void response.writeHead((count += 1) % 3 === 0 ? 500 : 200).end());
    const ids = await Promise.all(Array.from({ length: 200 }, () => book(replicas[0])));
    const sending = replicas.map(({ scheduler }) => scheduler.runOnce());
    await Promise.all(ids.map((id) => replicas[1].ringback.cancelCallback(id, customer)));
    await Promise.all(sending);
    for (let round = 0; round < 12 && (await outbox()).length > 0; round += 1) {
      world.clock.pass(HOUR);
      await Promise.all(replicas.map(({ scheduler }) => scheduler.runOnce()));
    }
    expect(await outbox()).toEqual([]);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(400);
    for (const id of ids) {
      const types = typesOf(of(id));
      expect(types).toEqual(types.toSorted((a, b) => (a === b ? 0 : a === 'callback.queued' ? -1 : 1)));
      expect(new Set(types).size).toBe(2);
    }
    expect(receiver.refused).toBe(0);
  });
});

it('[TE2][CB10] the log has neither addresses nor anything of the callback but its id', async () => {
  const lines: string[] = [];
  const secretUrl = `${receiver.url}?token=in-the-address`;
  const config = told({}, { url: secretUrl });
  const context = await createContext({
    config,
    databaseUrl: world.url,
    clock: world.clock,
    log: createPinoLog('debug', { write: (line) => void lines.push(line) }),
  });
  receiver.answerAll(500);
  await book(context, { phoneNumber: '+12125550123', userData: { notes: 'a secret note' } });
  for (let round = 0; round < 40; round += 1) await pass(context, 2 * HOUR);
  await context.close();
  const text = lines.join('');
  expect(text).toContain('a webhook was given up');
  for (const secret of ['2125550123', 'secret note', '/hooks', 'in-the-address', SECRET]) expect(text).not.toContain(secret);
});

it('[TE2] the configuration file says what is wrong with a secret', () => {
  const config = told();
  const parsed = parseConfigFile({
    ...config,
    site: { ...config.site, webhooks: [{ url: 'https://a.example', secret: 'whsec_not base64!' }] },
    businessHours: [],
    queues: [],
  });
  expect(parsed.ok ? [] : parsed.problems).toContainEqual({
    path: 'site.webhooks[0].secret',
    message: 'begins with "whsec_", so base64 must follow',
  });
});
