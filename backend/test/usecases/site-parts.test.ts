import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { configOf, listening, newWorld, refusalOf, type World } from './harness.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUSH = { projectId: 'shop', clientEmail: 'push@shop.iam.gserviceaccount.com', privateKey: KEY };
const LAST_FOUR = KEY.replaceAll(/-----[^-]+-----|\s/g, '').slice(-4);
const messageOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error: Refusal) => error.message,
  );

/** Everything the database holds, as text. */
async function dump(): Promise<string> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    const tables = await Promise.all(['config_override', 'audit'].map((table) => client.query(`SELECT * FROM ${table}`)));
    return JSON.stringify(tables.map(({ rows }) => rows as unknown));
  } finally {
    await client.end();
  }
}

describe('secrets that the console stores', () => {
  it('[SE4] are sealed at rest, masked in answers and audit, and in force in every replica', async () => {
    const [one, other] = await Promise.all([world.open(configOf(), 'a long secret'), world.open(configOf(), 'a long secret')]);
    await listening(world, 2);
    const saved = await one.ringback.putSitePart(admin, 'push', { version: 0, value: PUSH });
    expect(saved).toMatchObject({ source: 'console', value: { projectId: 'shop', privateKey: `••••${LAST_FOUR}` } });
    await one.ringback.putSitePart(admin, 'captcha', {
      version: 0,
      value: [{ provider: 'recaptcha-v3', name: 'v3', siteKey: 'site', secretKey: 'captcha-secret-1234' }],
    });
    await one.ringback.putSitePart(admin, 'webhooks', {
      version: 0,
      value: [{ url: 'https://shop.example/hook', secret: 'hook-secret-5678' }],
    });
    await one.ringback.putSitePart(admin, 'telephony', { version: 0, value: { secret: 'telephony-9abc' } });
    const stored = await dump();
    for (const secret of [KEY.slice(60, 120), 'captcha-secret', 'hook-secret', 'telephony-9abc']) expect(stored).not.toContain(secret);
    expect(JSON.stringify(await one.ringback.listAudit(admin, {}))).toContain('••••1234');
    for (const part of ['push', 'captcha', 'webhooks', 'telephony'] as const)
      expect(JSON.stringify(await one.ringback.sitePart(part))).not.toMatch(/captcha-secret|hook-secret|telephony-9|BEGIN/);
    await expect.poll(() => other.config().telephony?.secret).toBe('telephony-9abc');
    expect(other.config().site.push?.privateKey).toBe(KEY);
  });

  it('[SE4] stay when an edit leaves them out or sends them as they were shown', async () => {
    const { ringback, ...context } = await world.open(configOf());
    const first = await ringback.putSitePart(admin, 'push', { version: 0, value: PUSH });
    const { privateKey: _privateKey, ...without } = PUSH;
    const second = await ringback.putSitePart(admin, 'push', { version: first.version, value: { ...without, projectId: 'other' } });
    expect(context.config().site.push).toMatchObject({ projectId: 'other', privateKey: KEY });
    await ringback.putSitePart(admin, 'push', { version: second.version, value: second.value });
    expect(context.config().site.push?.privateKey).toBe(KEY);
  });

  it('[SE4] of a list go by name, not by place', async () => {
    const { ringback, ...context } = await world.open(configOf());
    const set = (name: string, secretKey?: string) => ({ provider: 'recaptcha-v3', name, siteKey: 's', ...(secretKey && { secretKey }) });
    const { version } = await ringback.putSitePart(admin, 'captcha', {
      version: 0,
      value: [set('a', 'secret-of-a'), set('b', 'secret-of-b')],
    });
    await ringback.putSitePart(admin, 'captcha', { version, value: [set('b'), set('a', 'another-of-a')] });
    expect(context.config().site.captcha).toMatchObject([
      { name: 'b', secretKey: 'secret-of-b' },
      { name: 'a', secretKey: 'another-of-a' },
    ]);
  });

  it.each([
    ['none at all', undefined, /value\.privateKey is missing/],
    ['no key', 'my private key', /value\.privateKey is not a private key/],
    ['half a key', KEY.slice(0, 400), /value\.privateKey is not a private key/],
  ])('[PU4] push credentials with %s are refused', async (_, privateKey, message) => {
    const { ringback } = await world.open(configOf());
    expect(await messageOf(ringback.putSitePart(admin, 'push', { version: 0, value: { ...PUSH, privateKey } }))).toMatch(message);
  });

  it('can be cleared, also what the file has of them', async () => {
    const { ringback, ...context } = await world.open(configOf());
    const { version } = await ringback.putSitePart(admin, 'push', { version: 0, value: PUSH });
    expect(await ringback.clearSitePart(admin, 'push', version)).toMatchObject({ value: null, source: 'console' });
    expect(context.config().site.push ?? null).toBeNull();
    expect(await refusalOf(ringback.clearSitePart(admin, 'push', version))).toBe('WRONG_STATE');
  });
});

describe('RINGBACK_SECRET', () => {
  it('[SE4] a wrong one at the start is told, with what to do', async () => {
    const first = await world.open(configOf(), 'the first secret');
    await first.ringback.putSitePart(admin, 'telephony', { version: 0, value: { secret: 'telephony-9abc' } });
    await first.close();
    await expect(world.open(configOf(), 'another secret')).rejects.toThrow(
      /saved under another RINGBACK_SECRET\. Start with the RINGBACK_SECRET/,
    );
    await expect(world.open(configOf())).rejects.toThrow(/RINGBACK_SECRET/);
    expect((await world.open(configOf(), 'the first secret')).config().telephony?.secret).toBe('telephony-9abc');
  });

  it('[SE4] given for the first time, it opens what the generated one sealed, and seals from then on', async () => {
    const first = await world.open(configOf());
    await first.ringback.putSitePart(admin, 'telephony', { version: 0, value: { secret: 'telephony-9abc' } });
    await first.close();
    const second = await world.open(configOf(), 'a given secret');
    expect(second.config().telephony?.secret).toBe('telephony-9abc');
    const { version } = await second.ringback.sitePart('telephony');
    await second.ringback.putSitePart(admin, 'telephony', { version, value: { secret: 'telephony-new1' } });
    await second.close();
    await expect(world.open(configOf())).rejects.toThrow(/RINGBACK_SECRET/);
  });
});

describe('limits', () => {
  it('[SE1] act at once', async () => {
    const { ringback } = await world.open(configOf());
    await ringback.putSitePart(admin, 'limits', { version: 0, value: { perAddressPerMinute: 0, perNumberPerDay: 1 } });
    const booking = { serviceName: 'Always_VQ', phoneNumber: '+12127365000' };
    const book = () => refusalOf(ringback.createCallback({ ...booking }, { idempotencyKey: undefined, address: '192.0.2.1' }));
    expect([await book(), await book()]).toEqual(['granted', 'TOO_MANY_REQUESTS']);
  });
});
