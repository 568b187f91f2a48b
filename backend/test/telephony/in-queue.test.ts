import { telephonyCallback, type CallbackId, type CallbackRecord } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { book, configOf, HOUR, iso, MINUTE, MONDAY, newWorld, nextNumber, refusalOf, SECOND, type World } from '../usecases/harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const fromCall = async ({ ringback }: Context, wish: Record<string, unknown> = {}, idempotencyKey?: string): Promise<CallbackId> => {
  const request = v.parse(telephonyCallback, { serviceName: 'Always_VQ', phoneNumber: nextNumber(), ...wish });
  return (await ringback.bookFromTelephony(request, { idempotencyKey })).id;
};
const recordOf = ({ ringback }: Context, id: CallbackId): Promise<CallbackRecord> => ringback.retrieveCallback(id);
const storedOf = async (id: CallbackId) => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT priority, skill_expression, origin->>'channel' AS channel, origin->>'cbOriginationIxnId' AS call, queued_at, event.actor_kind, event.actor_name
       FROM callback JOIN callback_event event ON event.callback_id = callback.id WHERE callback.id = $1 ORDER BY event.version LIMIT 1`,
      [id],
    );
    return rows[0];
  } finally {
    await client.end();
  }
};

describe('[CB3] a call that waits in a queue becomes a callback', () => {
  it('[CB3] with the place of the call: before those who came after it, behind those who came before', async () => {
    const context = await world.open(configOf());
    const early = await book(context);
    world.clock.pass(10 * MINUTE);
    const late = await book(context);
    world.clock.pass(MINUTE);
    const id = await fromCall(context, { queuedSince: iso(MONDAY + 5 * MINUTE) });
    const positions = await Promise.all([early, id, late].map(async (one) => (await recordOf(context, one)).positionInQueue));
    expect(positions).toEqual([1, 2, 3]);
  });

  it('[CB3] with its skills and priority, and what it says of the call', async () => {
    const context = await world.open(configOf({ queue: { priority: 1, skillExpression: 'french>1' } }));
    const id = await fromCall(context, { skills: 'english>5 & billing>=3', priority: 7, cbOriginationIxnId: 'call-4711', channel: 'ivr' });
    expect(await storedOf(id)).toMatchObject({
      priority: 7,
      skill_expression: 'english>5 & billing>=3',
      call: 'call-4711',
      channel: 'ivr',
      actor_kind: 'customer',
    });
  });

  it('[CB3] without them where that is not wanted: the queue decides', async () => {
    const context = await world.open(configOf({ queue: { priority: 1 } }));
    const since = iso(MONDAY - 5 * MINUTE);
    const id = await fromCall(context, { keepSkillsAndPriority: false, skills: 'english>5', priority: 7, queuedSince: since });
    expect(await storedOf(id)).toMatchObject({ priority: 1, skill_expression: null, queued_at: new Date(since) });
  });

  it.each([
    ['a minute in the future', MONDAY + MINUTE],
    ['more than a day ago', MONDAY - 24 * HOUR - 1],
  ])('[CB3] refuses a call that has waited since %s', async (_, since) => {
    const context = await world.open(configOf());
    expect(await refusalOf(fromCall(context, { queuedSince: iso(since) }))).toBe('INVALID_PARAMETER');
  });

  it('[CB3] takes a clock that is a little ahead for now', async () => {
    const context = await world.open(configOf());
    const id = await fromCall(context, { queuedSince: iso(MONDAY + 3 * SECOND) });
    expect(await storedOf(id)).toMatchObject({ queued_at: new Date(MONDAY) });
  });

  it.each(['english >', 'english>5 &', '(a>1', 'a>1 b>2'])('[CB3] refuses a skill expression that is none: %s', async (skills) => {
    const context = await world.open(configOf());
    expect(await refusalOf(fromCall(context, { skills }))).toBe('INVALID_PARAMETER');
  });

  it('[CB3] for a chosen time it takes a slot like any other, whenever the call began', async () => {
    const context = await world.open(configOf({ queue: { slotCapacity: 1 } }));
    const wish = { desiredTime: iso(MONDAY + HOUR), queuedSince: iso(MONDAY - MINUTE) };
    const id = await fromCall(context, wish);
    expect(await recordOf(context, id)).toMatchObject({ callbackState: 'SCHEDULED', desiredTime: iso(MONDAY + HOUR) });
    expect(await refusalOf(fromCall(context, wish))).toBe('TOO_MANY_REQUESTS');
  });

  it('[CB1] the same key gives the same callback, and the public rules hold', async () => {
    const context = await world.open(configOf());
    const number = nextNumber();
    const id = await fromCall(context, { phoneNumber: number }, 'k1');
    expect(await fromCall(context, { phoneNumber: number }, 'k1')).toBe(id);
    expect(await refusalOf(fromCall(context, { phoneNumber: number }))).toBe('TOO_MANY_REQUESTS');
    expect(await refusalOf(fromCall(context, { phoneNumber: '123' }))).toBe('INVALID_PHONE_NUMBER');
    expect(await refusalOf(fromCall(context, { serviceName: 'Nowhere' }))).toBe('UNKNOWN_SERVICE');
  });
});

describe('[CB9] campaigns', () => {
  it('[CB9] a campaign books in its own name, with its channel on record', async () => {
    const context = await world.open(configOf());
    const id = await fromCall(context, { channel: 'campaign', priority: -5, userData: { campaign: 'March' } });
    expect(await storedOf(id)).toMatchObject({ channel: 'campaign', priority: -5, actor_kind: 'system', actor_name: 'campaign' });
  });

  it('[CB9][SE1] and is not limited like the public', async () => {
    const config = {
      ...configOf({ queue: { duplicatePolicy: 'allow' } }),
      limits: { perAddressPerMinute: 1, perNumberPerDay: 1, trustedProxies: [] },
    };
    const context = await world.open(config);
    const number = nextNumber();
    for (let call = 0; call < 3; call += 1) await fromCall(context, { channel: 'campaign', phoneNumber: number });
    expect((await context.metrics()).created).toBe(3);
  });
});
