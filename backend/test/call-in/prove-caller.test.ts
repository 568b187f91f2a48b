import { createHmac } from 'node:crypto';
import { createCallIn, type Config, type CreatedCallIn, type IdentitySettings } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { withLater } from '../../src/domain/identity.js';
import {
  checkOf,
  HERE,
  numberCheckWorld,
  otherThan,
  toldOf,
  type NumberCheckWorld,
  type Told,
} from '../number-check/number-check-world.js';
import { bookingOf, nextNumber, SIMULATOR } from '../usecases/harness.js';
import { call, callInConfig, codeOf } from './call-in-world.js';

let world: NumberCheckWorld;
beforeAll(async () => void (world = await numberCheckWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const SECRET = 'a secret of the shop that nobody guesses';
const IDENTITY: IdentitySettings = {
  required: true,
  audience: undefined,
  issuer: undefined,
  maxLifetimeSeconds: 3600,
  clockSkewSeconds: 30,
  keys: [{ kid: 'hs', alg: 'HS256', secret: SECRET }],
};
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(claims: Record<string, unknown>): string {
  const text = `${base64url({ alg: 'HS256', kid: 'hs' })}.${base64url({ exp: Math.floor(world.clock.now() / 1000) + 300, ...claims })}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

/** `CallIn_VQ`, whose customers call us by the group `help`. */
function config(queue: Record<string, unknown>, identity: Partial<IdentitySettings> | null = null): Config {
  const made = callInConfig({ dialer: SIMULATOR, queue });
  return { ...made, site: { ...made.site, identity: identity && { ...IDENTITY, ...identity } } };
}
type Asked = CreatedCallIn | Exclude<Told, { id: unknown }>;
async function askNumber({ ringback }: Context, wish: Record<string, unknown>, key?: string): Promise<Asked> {
  try {
    return await ringback.createCallIn(v.parse(createCallIn, { groupName: 'help', ...wish }), { idempotencyKey: key, address: HERE });
  } catch (error) {
    return toldOf(error);
  }
}
const granted = (asked: Asked): CreatedCallIn => ('id' in asked ? asked : expect.fail(asked.message));
const refused = (asked: Asked): Exclude<Told, { id: unknown }> => ('id' in asked ? expect.fail('a number was handed out') : asked);

/** Books on `CallIn_VQ` as staff does, and waits for the turn. */
async function turnOf(replica: Context, wish: Record<string, unknown> = {}): Promise<string> {
  const booking = bookingOf({ serviceName: 'CallIn_VQ', pushTargets: [], ...wish });
  const { id } = await replica.ringback.createCallback(booking, {
    idempotencyKey: undefined,
    address: wish['identity'] ? HERE : undefined,
  });
  await replica.scheduler.runOnce();
  return id;
}

describe('where numbers are checked', () => {
  it('[SE5] an immediate call-in needs the code that reached its number; the group without such a queue does not', async () => {
    const replica = await world.replica(config({ numberCheck: 'sms' }));
    const fromPhoneNumber = nextNumber();
    const first = refused(await askNumber(replica, { fromPhoneNumber, language: 'de' }, 'a'));
    expect([first.status, world.phone.received.length]).toEqual(['NUMBER_CHECK_NEEDED', 1]);
    expect(world.phone.received).toMatchObject([{ phone: fromPhoneNumber, queue: 'CallIn_VQ', text: expect.stringContaining('Code') }]);
    const proof = { numberCheckId: checkOf(first).id, numberCheckCode: world.phone.code() };
    const wrong = { ...proof, numberCheckCode: otherThan(proof.numberCheckCode) };
    expect(refused(await askNumber(replica, { fromPhoneNumber, ...wrong }, 'a')).status).toBe('NUMBER_CODE_WRONG');
    // The code is of this number, and of no other one.
    expect(refused(await askNumber(replica, { fromPhoneNumber: nextNumber(), ...proof }, 'a')).status).toBe('NUMBER_CODE_WRONG');
    const made = granted(await askNumber(replica, { fromPhoneNumber, ...proof }, 'a'));
    expect(made).toMatchObject({ fromPhoneNumber });
    // Once: the next call-in begins with a code of its own.
    expect(refused(await askNumber(replica, { fromPhoneNumber, ...proof }, 'b')).status).toBe('NUMBER_CODE_WRONG');
    expect(granted(await askNumber(await world.replica(config({})), {})).fromPhoneNumber).toBeUndefined();
  });

  it('[SE5] without a number nothing can be checked, and nothing is handed out', async () => {
    const replica = await world.replica(config({ numberCheck: 'sms' }));
    expect(refused(await askNumber(replica, {}))).toMatchObject({ status: 'INVALID_PHONE_NUMBER', message: /^fromPhoneNumber is missing/ });
    expect(world.phone.received).toEqual([]);
  });

  it('[SE5] a right code for a number that then was not to be had is good for the next try', async () => {
    const numbers = [{ dnis: '+19059680004' }];
    const unique = callInConfig({ dialer: SIMULATOR, queue: { numberCheck: 'sms' }, group: { uniqueDnis: true, numbers } });
    const replica = await world.replica(unique);
    const other = await replica.ringback.createCallIn(v.parse(createCallIn, { groupName: 'help' }), { idempotencyKey: undefined });
    const fromPhoneNumber = nextNumber();
    const check = checkOf(refused(await askNumber(replica, { fromPhoneNumber }, 'a')));
    const proven = { fromPhoneNumber, numberCheckId: check.id, numberCheckCode: world.phone.code() };
    expect(refused(await askNumber(replica, proven, 'b')).status).toBe('TOO_MANY_REQUESTS');
    world.clock.pass(other.expirationTime - world.clock.now());
    expect(granted(await askNumber(replica, proven, 'c')).toPhoneNumber).toBe('+19059680004');
  });

  it('[SE5] [CI3] who waited for their turn has shown it before; but calling from another number needs its code', async () => {
    const replica = await world.replica(config({ numberCheck: 'sms' }));
    const callbackServiceId = await turnOf(replica);
    const other = refused(await askNumber(replica, { callbackServiceId, fromPhoneNumber: nextNumber() }));
    expect(other.status).toBe('NUMBER_CHECK_NEEDED');
    expect(granted(await askNumber(replica, { callbackServiceId }))).toMatchObject({ callbackServiceId });
  });
});

describe('where the site signs for its visitors', () => {
  it('[WI12] an immediate call-in needs the signature; what is signed goes before what was sent, and the call is told which it is', async () => {
    const replica = await world.replica(config({}, {}));
    expect(refused(await askNumber(replica, {})).status).toBe('IDENTITY_REFUSED');
    const phone = nextNumber();
    const identity = signed({ phone_number: phone, given_name: 'Ann' });
    const made = granted(await askNumber(replica, { identity, userData: { firstname: 'Eve', signedFields: ['topic'], topic: 'lamps' } }));
    // Nobody said from where they call; the site did.
    expect(made.fromPhoneNumber).toBe(phone);
    const { userData } = await call(replica, { accessCode: codeOf(made) });
    expect(userData).toEqual({ firstname: 'Ann', topic: 'lamps', signedFields: ['phoneNumber', 'firstname'] });
    expect(refused(await askNumber(replica, { identity, fromPhoneNumber: nextNumber() })).message).toMatch(/not the number/);
  });

  it('[WI12] [SE5] a number that the site has verified needs no code', async () => {
    const replica = await world.replica(config({ numberCheck: 'sms' }, { required: false }));
    const phone_number = nextNumber();
    granted(await askNumber(replica, { identity: signed({ phone_number, phone_number_verified: true }) }));
    expect(refused(await askNumber(replica, { identity: signed({ phone_number }) })).status).toBe('NUMBER_CHECK_NEEDED');
  });

  it('[WI12] [CI3] a turn needs no new signature, for it may have run out; but nothing that was signed can be replaced at it', async () => {
    const replica = await world.replica(config({}, {}));
    const identity = signed({ given_name: 'Ann', userData: { customerId: '7' } });
    const callbackServiceId = await turnOf(replica, { identity });
    expect(refused(await askNumber(replica, { callbackServiceId, identity: `${identity}x` })).status).toBe('IDENTITY_REFUSED');
    const forged = { firstname: 'Eve', customerId: '1', signedFields: ['topic'], topic: 'lamps' };
    const made = granted(await askNumber(replica, { callbackServiceId, userData: forged }));
    const { userData } = await call(replica, { accessCode: codeOf(made) });
    expect(userData).toEqual({ firstname: 'Ann', customerId: '7', topic: 'lamps', signedFields: ['customerId', 'firstname'] });
  });
});

it.each([
  [{}, {}, {}],
  [{ a: 1, b: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [
    { a: 1, signedFields: ['a'] },
    { a: 2, b: 2 },
    { a: 1, b: 2, signedFields: ['a'] },
  ],
  [{ a: 1 }, { a: 2, signedFields: ['a'] }, { a: 2, signedFields: ['a'] }],
  [
    { a: 1, signedFields: ['a'] },
    { a: 2, signedFields: ['a'] },
    { a: 2, signedFields: ['a'] },
  ],
  [
    { a: 1, signedFields: ['phoneNumber', 'a'] },
    { b: 2, signedFields: ['b'] },
    { a: 1, b: 2, signedFields: ['phoneNumber', 'a', 'b'] },
  ],
  [{ a: 1, signedFields: 'a' }, { a: 2 }, { a: 2 }],
])('[WI12] %j and later %j are %j', (first, later, joined) => {
  expect(withLater(first, later)).toEqual(joined);
});
