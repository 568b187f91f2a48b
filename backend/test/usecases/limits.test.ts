import type { Config } from '@ringback/contract';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import type { Refusal } from '../../src/domain/refusal.js';
import { bookingOf, configOf, HOUR, iso, MINUTE, MONDAY, newWorld, nextNumber, refusalOf, SECOND, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const limited = (limits: Partial<Config['limits']>, queue: Record<string, unknown> = {}) => ({
  ...configOf({ queue: { duplicatePolicy: 'allow', ...queue } }),
  limits: { ...configOf().limits, ...limits },
});
const at = (address: string | undefined, idempotencyKey?: string) => ({ idempotencyKey, address });
const HERE = '198.51.100.7';

async function stored(): Promise<string> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  const { rows } = await client.query('SELECT row_to_json(request_count)::text AS row FROM request_count');
  await client.end();
  return rows.map(({ row }) => String(row)).join('\n');
}

/** Books as over HTTP: counted first. */
async function visit({ ringback }: Context, address: string, wish: Record<string, unknown> = {}): Promise<string> {
  const { refusal } = await ringback.limitRequest('createCallback', address);
  return refusal ? refusal.status : String(await refusalOf(ringback.createCallback(bookingOf(wish), at(address))));
}

describe('[SE1] requests of one address', () => {
  it('[SE1] so many in a minute and not one more, over all replicas and however many come at once', async () => {
    const config = limited({ perAddressPerMinute: 5 });
    const replicas = [await world.open(config), await world.open(config)];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => visit(replicas[index % 2]!, HERE)));
    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'TOO_MANY_REQUESTS')).toHaveLength(15);
  });

  it('[SE1] tells when there is a place again, and lets in again then; others are let in all the time', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 2 }));
    await visit(context, HERE);
    world.clock.pass(20 * SECOND);
    await visit(context, HERE);
    const { refusal, states } = await context.ringback.limitRequest('createCallback', HERE);
    // The first is forgotten when the part of 5 seconds that it came in is a minute ago.
    expect(refusal).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfterSeconds: 45 });
    expect(states).toEqual([{ policy: 'address', most: 2, remaining: 0, resetSeconds: 45 }]);
    expect(await visit(context, '198.51.100.8')).toBe('granted');
    world.clock.pass(44 * SECOND);
    expect(await visit(context, HERE)).toBe('TOO_MANY_REQUESTS');
    world.clock.pass(SECOND);
    expect(await visit(context, HERE)).toBe('granted');
    expect(await visit(context, HERE)).toBe('TOO_MANY_REQUESTS');
  });

  it('[SE1] the minute slides: what was let in at the end of one minute leaves no second helping at the begin of the next', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 4 }));
    world.clock.pass(59 * SECOND);
    for (let count = 0; count < 4; count += 1) expect(await visit(context, HERE)).toBe('granted');
    world.clock.pass(2 * SECOND);
    expect(await visit(context, HERE)).toBe('TOO_MANY_REQUESTS');
  });

  it('[SE1] a request that is refused for another reason counts; a household of IPv6 is one', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 2 }));
    expect(await visit(context, '2001:db8:1:2::1', { phoneNumber: 'nonsense' })).toBe('INVALID_PHONE_NUMBER');
    expect(await visit(context, '2001:db8:1:2::2')).toBe('granted');
    expect(await visit(context, '2001:db8:1:2:3::')).toBe('TOO_MANY_REQUESTS');
    expect(await visit(context, '2001:db8:1:3::1')).toBe('granted');
  });

  it('[SE1] staff and telephony are not limited, and 0 is no limit', async () => {
    const { ringback } = await world.open(limited({ perAddressPerMinute: 1, perNumberPerDay: 1 }));
    const phoneNumber = nextNumber();
    for (let count = 0; count < 3; count += 1) await ringback.createCallback(bookingOf({ phoneNumber }), at(undefined));
    const free = await world.open(limited({}));
    for (let count = 0; count < 3; count += 1) expect(await visit(free, HERE, { phoneNumber })).toBe('granted');
    expect(await stored()).toBe('');
  });

  it('[SE1] a burst costs as many statements as it has places, and whoever is refused costs none', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 5 }));
    const ask = async (times: number): Promise<number> => {
      const { statements } = await context.metrics();
      await Promise.all(Array.from({ length: times }, () => context.ringback.limitRequest('createCallback', HERE)));
      return (await context.metrics()).statements - statements;
    };
    // The least of some, because news is read in between.
    const idle = Math.min(await ask(0), await ask(0), await ask(0));
    const burst = (await ask(300)) - idle;
    expect(burst).toBeGreaterThanOrEqual(6);
    expect(burst).toBeLessThan(12);
    expect(Math.min(await ask(300), await ask(300), await ask(300)) - idle).toBe(0);
  });

  it('[SE1] an endpoint can have a limit of its own, for each address', async () => {
    const { ringback } = await world.open(limited({ perEndpointPerMinute: { availability: 2 } }));
    const ask = async (endpoint: 'availability' | 'offers', address: string) =>
      (await ringback.limitRequest(endpoint, address)).refusal?.message ?? 'granted';
    expect([await ask('availability', HERE), await ask('availability', HERE)]).toEqual(['granted', 'granted']);
    expect(await ask('availability', HERE)).toMatch(/^Too many requests of this kind from your network\. Try again in \d+ seconds\.$/);
    expect([await ask('offers', HERE), await ask('availability', '198.51.100.8')]).toEqual(['granted', 'granted']);
  });

  it('[SE1] the site has a limit, of which one address can use up no more than its own', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 2, perSitePerMinute: 5 }));
    for (let count = 0; count < 50; count += 1) await visit(context, HERE);
    expect(await visit(context, '198.51.100.8')).toBe('granted');
    expect(await visit(context, '198.51.100.9')).toBe('granted');
    expect(await visit(context, '198.51.100.10')).toBe('granted');
    const { refusal, states } = await context.ringback.limitRequest('createCallback', '198.51.100.11');
    expect(refusal?.message).toMatch(/^Too many requests at the moment/);
    expect(states.map(({ policy, remaining }) => [policy, remaining])).toEqual([
      ['address', 1],
      ['site', 0],
    ]);
  });

  it('[SE1] a flood from two thousand addresses keeps nobody out', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 1 }));
    await Promise.all(
      Array.from({ length: 2_000 }, (_, index) => context.ringback.limitRequest('createCallback', `2001:db8:0:${index.toString(16)}::1`)),
    );
    expect(await visit(context, HERE)).toBe('granted');
    world.clock.pass(2 * MINUTE);
    await context.scheduler.runOnce();
    expect(await stored()).toBe('');
  });

  it('[SE1][CB1] somebody who is refused gets what their key was answered before, a few times', async () => {
    const context = await world.open(limited({ perAddressPerMinute: 1 }));
    await visit(context, HERE);
    const made = await context.ringback.createCallback(bookingOf(), at(HERE, 'key'));
    const { mayRepeat } = await context.ringback.limitRequest('createCallback', HERE);
    expect([mayRepeat(), mayRepeat(), mayRepeat(), mayRepeat()]).toEqual([true, true, true, false]);
    expect(await context.ringback.createdBefore('key')).toEqual(made);
    expect(await context.ringback.createdBefore('another')).toBeUndefined();
  });
});

describe('[SE1] requests for one number', () => {
  it('[SE1] so many in 24 hours, over all replicas and queues and however many come at once', async () => {
    const config = limited({ perNumberPerDay: 3 });
    const replicas = [await world.open(config), await world.open(config)];
    const phoneNumber = nextNumber();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        refusalOf(
          replicas[index % 2]!.ringback.createCallback(
            bookingOf({ phoneNumber, serviceName: index % 3 ? 'Always_VQ' : 'Office_VQ' }),
            at(HERE),
          ),
        ),
      ),
    );
    // Office_VQ refuses a second open one of its own accord; both are 7041.
    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(3);
    const refusal = await replicas[0]!.ringback.createCallback(bookingOf({ phoneNumber }), at(HERE)).catch((error: Refusal) => error);
    // Counted by parts of two hours, and it is 13:00.
    expect(refusal).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfterSeconds: 25 * 3600 });
    expect((refusal as Refusal).message).toContain('Try again in 25 hours');
    world.clock.pass(25 * HOUR);
    expect(await refusalOf(replicas[0]!.ringback.createCallback(bookingOf({ phoneNumber }), at(HERE)))).toBe('granted');
  });

  it('[SE1][CB1] counts what was booked only: neither repeats nor full slots, and a refused one keeps no place', async () => {
    const context = await world.open(limited({ perNumberPerDay: 2 }, { slotCapacity: 1 }));
    const { ringback } = context;
    const phoneNumber = nextNumber();
    const desiredTime = iso(MONDAY + HOUR);
    await ringback.createCallback(bookingOf({ desiredTime }), at(HERE));
    for (let count = 0; count < 4; count += 1)
      expect(await refusalOf(ringback.createCallback(bookingOf({ phoneNumber, desiredTime }), at(HERE)))).toBe('TOO_MANY_REQUESTS');
    const first = await ringback.createCallback(bookingOf({ phoneNumber }), at(HERE, 'key'));
    for (let count = 0; count < 4; count += 1)
      expect(await ringback.createCallback(bookingOf({ phoneNumber }), at(HERE, 'key'))).toEqual(first);
    await ringback.createCallback(bookingOf({ phoneNumber }), at(HERE, 'last'));
    const later = bookingOf({ phoneNumber, desiredTime: iso(MONDAY + 2 * HOUR) });
    expect(await refusalOf(ringback.createCallback(later, at(HERE)))).toBe('TOO_MANY_REQUESTS');
    expect(await ringback.createCallback(bookingOf({ phoneNumber }), at(HERE, 'key'))).toEqual(first);
    expect(
      await refusalOf(ringback.createCallback(bookingOf({ desiredTime: later.desiredTime && iso(later.desiredTime) }), at(HERE))),
    ).toBe('granted');
  });

  it('[SE1] costs one statement for an address and none for a number', async () => {
    // The least of some, because news is sent and boards are read anew in between.
    const statementsOf = async (limits: Parameters<typeof limited>[0]) => {
      const context = await world.open(limited(limits));
      const costs: number[] = [];
      for (let count = 0; count < 8; count += 1) {
        const { statements } = await context.metrics();
        await visit(context, HERE);
        costs.push((await context.metrics()).statements - statements);
      }
      return Math.min(...costs);
    };
    const none = await statementsOf({});
    expect(await statementsOf({ perNumberPerDay: 100 })).toBe(none);
    expect(await statementsOf({ perAddressPerMinute: 100 })).toBe(none + 1);
  });
});

it('[SE1] neither address nor number is kept in clear, and what is over is forgotten', async () => {
  const context = await world.open(limited({ perAddressPerMinute: 5, perNumberPerDay: 5 }));
  const phoneNumber = nextNumber();
  await visit(context, HERE, { phoneNumber });
  const kept = await stored();
  expect(kept.split('\n')).toHaveLength(2);
  expect(kept).not.toContain(HERE);
  expect(kept).not.toContain(phoneNumber.slice(1));
  world.clock.pass(2 * MINUTE);
  await context.scheduler.runOnce();
  expect((await stored()).split('\n')).toHaveLength(1);
  world.clock.pass(26 * HOUR);
  await context.scheduler.runOnce();
  expect(await stored()).toBe('');
});
