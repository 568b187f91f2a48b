import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { parseConfigFile, type Config, type IdentitySettings } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signedVisitor, withSigned } from '../../src/domain/identity.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { ask, checkOf, numberCheckWorld, statusOf, type NumberCheckWorld } from '../number-check/number-check-world.js';
import { bookingOf, MINUTE, nextNumber, SECOND } from '../usecases/harness.js';

let world: NumberCheckWorld;
beforeAll(async () => void (world = await numberCheckWorld()));
afterEach(async () => {
  expect(world.logged.join('\n')).not.toMatch(/eyJ|\+1212|Ann/);
  await world.clean();
});
afterAll(() => world.close());

const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
const SECRET = 'a secret of the shop that nobody guesses';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = ({ publicKey }: { publicKey: KeyObject }): string => publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KEYS: IdentitySettings['keys'] = [
  { kid: 'hs', alg: 'HS256', secret: SECRET },
  { kid: 'rs', alg: 'RS256', publicKey: pem(rsa) },
  { kid: 'es', alg: 'ES256', publicKey: pem(ec) },
];
const SETTINGS: IdentitySettings = {
  required: false,
  audience: 'ringback',
  issuer: 'https://shop.example',
  maxLifetimeSeconds: 3600,
  clockSkewSeconds: 30,
  keys: KEYS,
};

const base64url = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
type Signer = (text: string) => Buffer;
const SIGNERS: Readonly<Record<string, Signer>> = {
  HS256: (text) => createHmac('sha256', SECRET).update(text).digest(),
  RS256: (text) => sign('sha256', Buffer.from(text), rsa.privateKey),
  ES256: (text) => sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }),
  none: () => Buffer.alloc(0),
};
/** Made by hand, so that the library is not judged by itself. */
function token(
  claims: Record<string, unknown>,
  { alg = 'HS256', kid = 'hs' as string | null, header = {}, by = SIGNERS[alg] as Signer } = {},
): string {
  const times = { exp: Math.floor(world.clock.now() / 1000) + 300, aud: 'ringback', iss: 'https://shop.example' };
  const text = `${base64url({ alg, ...(kid && { kid }), ...header })}.${base64url({ ...times, ...claims })}`;
  return `${text}.${by(text).toString('base64url')}`;
}

const config = (identity: Partial<IdentitySettings> | null = {}, queue: Record<string, unknown> = {}): Config =>
  world.config({ queue: { numberCheck: null, ...queue }, site: { identity: identity && { ...SETTINGS, ...identity } } });
const recordOf = async (replica: Awaited<ReturnType<NumberCheckWorld['replica']>>, told: Awaited<ReturnType<typeof ask>>) => {
  if (!('id' in told)) throw new Error(told.message);
  return (await replica.ringback.managedCallback(admin, told.id)).userData;
};

describe('what a site has signed', () => {
  it.each([
    ['HS256', 'hs'],
    ['RS256', 'rs'],
    ['ES256', 'es'],
  ])('[WI12] with %s goes before what was sent, and the record tells which it is', async (alg, kid) => {
    const replica = await world.replica(config());
    const phoneNumber = nextNumber();
    const identity = token(
      {
        phone_number: phoneNumber,
        given_name: 'Ann',
        email: 'ann@shop.example',
        userData: { customer: 17, 'not-a-name': 1, signedFields: ['x'] },
      },
      { alg, kid },
    );
    for (const one of [
      identity,
      token({ phone_number: phoneNumber, given_name: 'Ann', email: 'ann@shop.example', userData: { customer: 17 } }, { alg, kid: null }),
    ]) {
      const told = await ask(replica, {
        phoneNumber,
        identity: one,
        userData: { firstname: 'Eve', customer: 1, note: 'hello', signedFields: ['note'] },
      });
      expect(await recordOf(replica, told)).toEqual({
        firstname: 'Ann',
        email: 'ann@shop.example',
        customer: 17,
        note: 'hello',
        signedFields: ['phoneNumber', 'customer', 'firstname', 'email'],
      });
    }
  });

  it('[WI12] is for one number: another one is refused, the same one in other words is not', async () => {
    const replica = await world.replica(config());
    const identity = token({ phoneNumber: '+12125550143' });
    expect(await ask(replica, { phoneNumber: nextNumber(), identity })).toMatchObject({
      status: 'IDENTITY_REFUSED',
      message: expect.stringContaining('phoneNumber is not the number') as string,
    });
    expect(statusOf(await ask(replica, { phoneNumber: '+1 (212) 555-0143', identity }))).toBe('granted');
  });

  it('[WI12] nobody can claim without signing: the list of signed values is dropped from a request', async () => {
    for (const given of [config(), config(null)]) {
      const replica = await world.replica(given);
      expect(await recordOf(replica, await ask(replica, { userData: { firstname: 'Eve', signedFields: ['firstname'] } }))).toEqual({
        firstname: 'Eve',
      });
    }
  });

  it('[WI12] [SE5] a number that the site has verified needs no code; one that it has not does', async () => {
    const replica = await world.replica(config({}, { numberCheck: 'sms' }));
    const phoneNumber = nextNumber();
    const signedFor = (claims: Record<string, unknown>) => ask(replica, { phoneNumber, identity: token(claims) });
    expect(statusOf(await signedFor({ phone_number: phoneNumber, phone_number_verified: true }))).toBe('granted');
    expect(checkOf(await signedFor({ phone_number: phoneNumber, phone_number_verified: false })).way).toBe('sms');
    expect(checkOf(await signedFor({ phone_number_verified: true })).way).toBe('sms');
  });

  it('[WI12] may be demanded of visitors, and of nobody else', async () => {
    const replica = await world.replica(config({ required: true }));
    expect(await ask(replica, {})).toMatchObject({
      status: 'IDENTITY_REFUSED',
      message: expect.stringMatching(/^identity is missing/) as string,
    });
    const { id } = await replica.ringback.createCallback(bookingOf(), { idempotencyKey: undefined });
    expect(id).toBeTruthy();
    expect(statusOf(await ask(replica, { identity: token({ name: 'Ann Lee' }) }))).toBe('granted');
  });
});

describe('a token that is not good', () => {
  const minutes = (count: number): number => Math.floor(world.clock.now() / 1000) + count * 60;
  const HEADER = base64url({ alg: 'HS256', kid: 'hs' });
  it.each<[string, () => string, RegExp]>([
    ['is none', () => 'hello', /not a signed token/],
    ['has one part', () => HEADER, /not a signed token/],
    ['has no signature', () => token({}, { by: () => Buffer.alloc(0) }), /signature does not fit|not a signed token/],
    [
      'is signed by somebody else',
      () => token({}, { by: (text) => createHmac('sha256', 'another secret').update(text).digest() }),
      /signature does not fit/,
    ],
    ['says that it is not signed', () => token({}, { alg: 'none', by: () => Buffer.alloc(0) }), /algorithm that none/],
    [
      'has an algorithm of no key',
      () => token({}, { alg: 'HS384', by: (text) => createHmac('sha384', SECRET).update(text).digest() }),
      /algorithm that none/,
    ],
    [
      'is signed with the public key as a secret',
      () => token({}, { kid: 'rs', by: (text) => createHmac('sha256', pem(rsa)).update(text).digest() }),
      /algorithm that none/,
    ],
    [
      'the same without naming the key',
      () => token({}, { kid: null, by: (text) => createHmac('sha256', pem(rsa)).update(text).digest() }),
      /signature does not fit/,
    ],
    ['names an unknown key', () => token({}, { kid: 'old' }), /not among the site’s keys/],
    [
      'brings its own key',
      () =>
        token(
          {},
          {
            kid: null,
            header: { jwk: { kty: 'oct', k: base64url('x') } },
            by: (text) => createHmac('sha256', 'x').update(text).digest(),
          },
        ),
      /signature does not fit/,
    ],
    ['demands what we do not know', () => token({}, { header: { crit: ['exp2'], exp2: 1 } }), /not a signed token/],
    ['never expires', () => token({ exp: undefined }), /has no exp/],
    ['has expired', () => token({ exp: minutes(-1) }), /has expired/],
    ['lives for days', () => token({ exp: minutes(60 * 24) }), /lives longer than the site allows/],
    ['begins later', () => token({ nbf: minutes(5) }), /not good yet/],
    ['is for somebody else', () => token({ aud: 'another' }), /its aud/],
    ['is for nobody', () => token({ aud: undefined }), /its aud/],
    ['is of somebody else', () => token({ iss: 'https://evil.example' }), /its iss/],
    ['has a number of the wrong kind', () => token({ phone_number: 12125550143 }), /claim of the wrong kind/],
    ['has userData of the wrong kind', () => token({ userData: ['a'] }), /claim of the wrong kind/],
    [
      'has half a payload',
      () => `${HEADER}.${base64url('{"exp":')}.${SIGNERS['HS256']!(`${HEADER}.${base64url('{"exp":')}`).toString('base64url')}`,
      /not a signed token/,
    ],
  ])('[WI12] since it %s is refused, in words for developers, and books nothing', async (_, make, message) => {
    const replica = await world.replica(config());
    const identity = make();
    const told = await ask(replica, { identity });
    expect(told).toMatchObject({ status: 'IDENTITY_REFUSED', message: expect.stringMatching(message) as string });
    const tested = await replica.ringback.testIdentity(identity);
    expect(tested).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
    // The visitor can still book, unsigned.
    expect(statusOf(await ask(replica, {}))).toBe('granted');
  });

  it('[WI12] is forgiven the clock of the site, as far as it is set', async () => {
    const replica = await world.replica(config());
    const identity = token({ nbf: Math.floor(world.clock.now() / 1000) + 20 });
    expect(statusOf(await ask(replica, { identity }))).toBe('granted');
    world.clock.pass(5 * MINUTE + 20 * SECOND);
    expect(statusOf(await ask(replica, { identity }))).toBe('granted');
    world.clock.pass(20 * SECOND);
    expect(statusOf(await ask(replica, { identity }))).toBe('IDENTITY_REFUSED');
  });

  it('[WI12] on a site without keys says so', async () => {
    const replica = await world.replica(config(null));
    expect(await ask(replica, { identity: token({}) })).toMatchObject({
      status: 'IDENTITY_REFUSED',
      message: expect.stringContaining('no keys') as string,
    });
  });

  it('[CB10] [WI12] may not carry more than a request may', async () => {
    const replica = await world.replica(config());
    const identity = token({ userData: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, 1])) });
    const userData = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`b${index}`, 1]));
    expect(await ask(replica, { identity, userData })).toMatchObject({
      status: 'IDENTITY_REFUSED',
      message: expect.stringContaining('16 KiB') as string,
    });
  });
});

describe('keys at the console', () => {
  it('[WI12] [SE4] are sealed, masked, kept by kid when left out, audited, and changed in force at once', async () => {
    const replica = await world.replica(config(null));
    const { ringback } = replica;
    const value = { ...SETTINGS, keys: KEYS };
    const saved = await ringback.putSitePart(admin, 'identity', { version: 0, value });
    expect(JSON.stringify(saved)).not.toContain(SECRET);
    expect(saved.value?.keys[0]).toEqual({ kid: 'hs', alg: 'HS256', secret: `••••${SECRET.replaceAll(' ', '').slice(-4)}` });
    expect(statusOf(await ask(replica, { identity: token({}) }))).toBe('granted');
    const next = { kid: 'hs2', alg: 'HS256', secret: 'the next secret of the shop, as long as that' } as const;
    const rotated = await ringback.putSitePart(admin, 'identity', {
      version: saved.version,
      value: { ...SETTINGS, keys: [next, { kid: 'hs', alg: 'HS256' }] },
    });
    expect(statusOf(await ask(replica, { identity: token({}) }))).toBe('granted');
    const withNext = token({}, { kid: 'hs2', by: (text) => createHmac('sha256', next.secret).update(text).digest() });
    expect(await ringback.testIdentity(withNext)).toMatchObject({ ok: true, kid: 'hs2' });
    const only = await ringback.putSitePart(admin, 'identity', {
      version: rotated.version,
      value: { ...SETTINGS, keys: [{ kid: 'hs2', alg: 'HS256', secret: rotated.value?.keys[0]?.secret }] },
    });
    expect(await ask(replica, { identity: token({}) })).toMatchObject({
      message: expect.stringContaining('not among the site’s keys') as string,
    });
    expect(statusOf(await ask(replica, { identity: withNext }))).toBe('granted');
    expect(await ringback.clearSitePart(admin, 'identity', only.version)).toMatchObject({ value: null });
    const { entries } = await ringback.listAudit(admin, { kind: 'identity' });
    expect(entries.map(({ action }) => action)).toEqual(['deleted', 'changed', 'changed', 'changed']);
    expect(JSON.stringify(entries)).not.toMatch(/nobody guesses|next secret/);
  });

  it.each<[string, unknown, RegExp]>([
    ['a secret that is short', { kid: 'a', alg: 'HS256', secret: 'short' }, /secret.* must have at least 32 characters/],
    ['no secret', { kid: 'a', alg: 'HS256' }, /secret.* is missing/],
    [
      'an RSA key of 1024 bits',
      { kid: 'a', alg: 'RS256', publicKey: pem(generateKeyPairSync('rsa', { modulusLength: 1024 })) },
      /keys\[0\]\.publicKey does not fit RS256/,
    ],
    ['a key of another kind', { kid: 'a', alg: 'ES256', publicKey: pem(rsa) }, /keys\[0\]\.publicKey does not fit ES256/],
    [
      'a key on another curve',
      { kid: 'a', alg: 'ES256', publicKey: pem(generateKeyPairSync('ec', { namedCurve: 'P-384' })) },
      /does not fit ES256/,
    ],
    ['half a key', { kid: 'a', alg: 'RS256', publicKey: pem(rsa).slice(0, 200) }, /does not fit RS256/],
  ])('[WI12] with %s are refused', async (_, key, message) => {
    const { ringback } = await world.replica(config(null));
    const refused = await ringback.putSitePart(admin, 'identity', { version: 0, value: { ...SETTINGS, keys: [key] } }).then(
      () => 'granted',
      (error: Error) => error.message,
    );
    expect(refused).toMatch(message);
  });

  it('[WI12] a private key in the place of a public one is not taken by the file either', () => {
    const privateKey = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const site = (keys: unknown) =>
      parseConfigFile({ site: { name: 'a', apiKeys: ['abcd'], identity: { keys } }, businessHours: [], queues: [] });
    const problems = (keys: unknown): string => JSON.stringify(site(keys));
    expect(problems([{ kid: 'a', alg: 'ES256', publicKey: privateKey }])).toContain('expected a public key in PEM');
    expect(problems([KEYS[0], KEYS[0]])).toContain('two keys of one kid');
    expect(problems([{ kid: 'a', alg: 'HS512', secret: SECRET }])).toContain('expected HS256, RS256, ES256');
    expect(createPublicKey(privateKey).type).toBe('public');
  });
});

describe('the rule', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()), fc.object());
  const NAMES = [
    'name',
    'firstname',
    'given_name',
    'lastname',
    'family_name',
    'email',
    'phone_number',
    'phonenumber',
    'phone_number_verified',
    'userData',
    'sub',
    'exp',
    '__proto__',
    'signedFields',
  ];

  it('[WI12] never throws, whatever is signed, and lists exactly what it signs', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...NAMES), value),
        fc.dictionary(fc.constantFrom(...NAMES, 'note'), value),
        (claims, given) => {
          const signed = signedVisitor(claims);
          const merged = withSigned(given, signed);
          if (!signed) {
            expect(merged).not.toHaveProperty('signedFields');
            return;
          }
          expect(signed.fields.filter((name) => name !== 'phoneNumber').toSorted()).toEqual(
            Object.keys(signed.userData)
              .filter((name) => name !== 'phoneNumber')
              .toSorted(),
          );
          if (merged) expect(merged).toMatchObject({ ...signed.userData, signedFields: signed.fields });
        },
      ),
    );
  });
  it('[WI12] a whole name stands for both where no other is given', () => {
    expect(signedVisitor({ name: 'Ann Lee' })?.userData).toEqual({ firstname: 'Ann Lee' });
    expect(signedVisitor({ name: 'Ann Lee', family_name: 'Lee' })?.userData).toEqual({ lastname: 'Lee' });
    expect(signedVisitor({ given_name: '', email: null })).toBeUndefined();
  });
});
