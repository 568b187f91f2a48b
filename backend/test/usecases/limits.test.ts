import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import { bookingOf, configOf, HOUR, iso, MINUTE, MONDAY, newWorld, nextNumber, refusalOf, SECOND, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const limited = (limits: { perAddressPerMinute?: number; perNumberPerDay?: number }, queue: Record<string, unknown> = {}) => ({
  ...configOf({ queue: { duplicatePolicy: 'allow', ...queue } }),
  limits: { perAddressPerMinute: 0, perNumberPerDay: 0, trustedProxies: [], ...limits },
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

describe('[SE1] requests of one address', () => {
  it('[SE1] so many in a minute and not one more, over all replicas and however many come at once', async () => {
    const config = limited({ perAddressPerMinute: 5 });
    const replicas = [await world.open(config), await world.open(config)];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refusalOf(replicas[index % 2]!.ringback.createCallback(bookingOf(), at(HERE)))),
    );
    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'TOO_MANY_REQUESTS')).toHaveLength(15);
  });

  it('[SE1] tells when the minute is over, and lets in again then', async () => {
    const { ringback } = await world.open(limited({ perAddressPerMinute: 1 }));
    world.clock.pass(20 * SECOND);
    await ringback.createCallback(bookingOf(), at(HERE));
    const refusal = await ringback.createCallback(bookingOf(), at(HERE)).catch((error: Refusal) => error);
    expect(refusal).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfterSeconds: 40 });
    expect(await refusalOf(ringback.createCallback(bookingOf(), at('198.51.100.8')))).toBe('granted');
    world.clock.pass(40 * SECOND);
    expect(await refusalOf(ringback.createCallback(bookingOf(), at(HERE)))).toBe('granted');
  });

  it('[SE1] a request that is refused for another reason counts; a household of IPv6 is one', async () => {
    const { ringback } = await world.open(limited({ perAddressPerMinute: 2 }));
    expect(await refusalOf(ringback.createCallback(bookingOf({ phoneNumber: 'nonsense' }), at('2001:db8:1:2::1')))).toBe(
      'INVALID_PHONE_NUMBER',
    );
    expect(await refusalOf(ringback.createCallback(bookingOf(), at('2001:db8:1:2::2')))).toBe('granted');
    expect(await refusalOf(ringback.createCallback(bookingOf(), at('2001:db8:1:2:3::')))).toBe('TOO_MANY_REQUESTS');
    expect(await refusalOf(ringback.createCallback(bookingOf(), at('2001:db8:1:3::1')))).toBe('granted');
  });

  it('[SE1] staff and telephony are not limited, and 0 is no limit', async () => {
    const { ringback } = await world.open(limited({ perAddressPerMinute: 1, perNumberPerDay: 1 }));
    const phoneNumber = nextNumber();
    for (let count = 0; count < 3; count += 1) await ringback.createCallback(bookingOf({ phoneNumber }), at(undefined));
    const free = await world.open(limited({}));
    for (let count = 0; count < 3; count += 1) await free.ringback.createCallback(bookingOf({ phoneNumber }), at(HERE));
    expect(await stored()).toBe('');
  });
});

describe('[SE1] requests for one number', () => {
  it('[SE1] so many on a day, over all replicas and queues and however many come at once', async () => {
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
    expect(refusal).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfterSeconds: 11 * 3600 });
    world.clock.pass(11 * HOUR);
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
        await context.ringback.createCallback(bookingOf(), at(HERE));
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
  await context.ringback.createCallback(bookingOf({ phoneNumber }), at(HERE));
  const kept = await stored();
  expect(kept.split('\n')).toHaveLength(2);
  expect(kept).not.toContain(HERE);
  expect(kept).not.toContain(phoneNumber.slice(1));
  world.clock.pass(MINUTE);
  await context.scheduler.runOnce();
  expect((await stored()).split('\n')).toHaveLength(1);
  world.clock.pass(24 * HOUR);
  await context.scheduler.runOnce();
  expect(await stored()).toBe('');
});
