import { offers as offersSchema } from '@ringback/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { askNumber } from '../call-in/call-in-world.js';
import { iso, MINUTE, MONDAY, SECOND } from '../usecases/harness.js';
import { captchaWorld, HERE, IMPATIENT, told, visit, type CaptchaWorld } from './captcha-world.js';
import { SECRET_KEY, SITE_KEY, type Solved, type Trouble } from './stand-in-verifier.js';

let world: CaptchaWorld;
let before = 0;
beforeAll(async () => void (world = await captchaWorld()));
beforeEach(() => void (before = world.verifier.asked.length));
afterEach(async () => {
  expect(world.logged.join('\n')).not.toMatch(new RegExp(`${SECRET_KEY}|03AGdBq|${HERE}|\\+1212`));
  await world.clean();
  expect(world.verifier.complaints).toEqual([]);
});
afterAll(() => world.close());

const askedNow = (): number => world.verifier.asked.length - before;
const PERSON: Solved = { score: 0.9, action: 'callback' };
const solved = (what: Solved = {}): { captchaToken: string } => ({ captchaToken: world.verifier.solve({ ...PERSON, ...what }) });
const USED = expect.stringMatching(/^CAPTCHA_FAILED: This captcha was used/) as string;
const LATER = 'CAPTCHA_FAILED: The captcha cannot be checked at the moment. Try again in a minute, or contact us another way.';

describe.each(['recaptcha-v3', 'recaptcha-v2-checkbox', 'recaptcha-v2-invisible'] as const)('%s', (provider) => {
  const answerOf: Solved = provider === 'recaptcha-v3' ? PERSON : {};
  const config = () => world.config(world.keySet({ provider }));

  it('[CA1] passes with a token, in a page and in an app, once', async () => {
    const replica = await world.replica(config());
    const captchaToken = world.verifier.solve(answerOf);
    expect(await told(visit(replica, { captchaToken }))).toBe('granted');
    expect(await told(visit(replica, { captchaToken }))).toEqual(USED);
    expect(askedNow()).toBe(1);
    expect(world.verifier.asked.at(-1)).toEqual({ secret: SECRET_KEY, response: captchaToken });
    const app = await world.replica(world.config(world.keySet({ provider, hostnames: ['com.example.shop'] })));
    expect(await told(visit(app, { captchaToken: world.verifier.solve({ ...answerOf, apkPackageName: 'com.example.shop' }) }))).toBe(
      'granted',
    );
  });

  it('[CA1] refuses what is missing, forged, old, or of another page, and books nothing', async () => {
    const replica = await world.replica(config());
    const old = world.verifier.solve(answerOf);
    world.clock.pass(2 * MINUTE + SECOND);
    const elsewhere = world.verifier.solve({ ...answerOf, hostname: 'attacker.example' });
    expect(await told(visit(replica))).toMatch(/^CAPTCHA_FAILED: captchaToken is missing/);
    expect(await told(visit(replica, { captchaToken: '' }))).toMatch(/^CAPTCHA_FAILED: captchaToken is missing/);
    expect(await told(visit(replica, { captchaToken: 'forged' }))).toMatch(/^CAPTCHA_FAILED: The captcha was not passed/);
    expect(await told(visit(replica, { captchaToken: old }))).toMatch(/^CAPTCHA_FAILED: This captcha is more than two minutes old/);
    expect(await told(visit(replica, { captchaToken: elsewhere }))).toMatch(/^CAPTCHA_FAILED: This captcha was solved on a page that/);
    expect((await replica.metrics()).queues.reduce((sum, { byState }) => sum + byState.QUEUED, 0)).toBe(0);
  });
});

it('[CA1] recaptcha-v3 refuses a low score and another action', async () => {
  const replica = await world.replica(world.config());
  expect(await told(visit(replica, solved({ score: 0.4 })))).toMatch(
    /^CAPTCHA_FAILED: The captcha takes this request for one of a machine/,
  );
  expect(await told(visit(replica, solved({ action: 'login' })))).toMatch(/^CAPTCHA_FAILED: This captcha was solved for something else/);
});

describe('a verifier that is', () => {
  it.each<[string, Trouble]>([
    ['hanging', 'hang'],
    ['hanging in the middle', 'trickle'],
    ['down', { status: 502 }],
    ['talking without end', 'huge'],
    ['no verifier', { text: '<html>' }],
  ])('[CA1] %s stops bookings, or none where that is configured', async (_, trouble) => {
    const closed = await world.replica(world.config(), IMPATIENT);
    const open = await world.replica(world.config(world.keySet({ onVerifierDown: 'fail-open' })), IMPATIENT);
    world.verifier.trouble(trouble);
    const first = solved();
    expect(await told(visit(closed, first))).toBe(LATER);
    const second = solved();
    expect(await told(visit(open, second))).toBe('granted');
    // Not even then twice.
    expect(await told(visit(open, second))).toEqual(USED);
    expect(await told(visit(open))).toMatch(/captchaToken is missing/);
    expect(world.logged.join('\n')).toContain('the captcha verifier is down');
    world.verifier.trouble(undefined);
    expect(await told(visit(await world.replica(world.config()), first))).toBe('granted');
  });

  const at = iso(MONDAY);
  it.each<[string, Record<string, unknown>]>([
    ['success alone', { success: true }],
    ['success without a host', { success: true, challenge_ts: at, score: 0.9, action: 'callback' }],
    ['success without a score', { success: true, challenge_ts: at, hostname: 'shop.example', action: 'callback' }],
    ['a score out of range', { success: true, challenge_ts: at, hostname: 'shop.example', action: 'callback', score: 7 }],
    ['a score as text', { success: true, challenge_ts: at, hostname: 'shop.example', action: 'callback', score: '0.9' }],
    ['a time to come', { success: true, challenge_ts: iso(MONDAY + 5 * MINUTE), hostname: 'shop.example', action: 'callback', score: 0.9 }],
  ])('[CA1] lying (%s) is not believed, not even where its silence is forgiven', async (_, says) => {
    const open = await world.replica(world.config(world.keySet({ onVerifierDown: 'fail-open' })));
    world.verifier.trouble({ says });
    expect(await told(visit(open, solved()))).toBe(LATER);
  });

  it('[CA1] given a wrong secret key lets nobody in, and operators know', async () => {
    const open = await world.replica(world.config(world.keySet({ onVerifierDown: 'fail-open', secretKey: 'another-secret' })));
    expect(await told(visit(open, solved()))).toBe(LATER);
    expect(world.logged.join('\n')).toContain('the captcha keys do not fit the verifier');
  });
});

describe('one token', () => {
  it('[CA1] at two replicas at the same moment passes once', async () => {
    const replicas = [await world.replica(world.config()), await world.replica(world.config())] as const;
    const token = solved();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => told(visit(replicas[index % 2 === 0 ? 0 : 1], token))));
    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('CAPTCHA_FAILED: This captcha was used'))).toHaveLength(9);
    expect(askedNow()).toBe(1);
  });

  it('[CA1] serves the same request again: with it, with another, and with none', async () => {
    const replica = await world.replica(world.config());
    const token = solved();
    const again = { idempotencyKey: 'key-1' };
    const id = await visit(replica, token, again);
    expect(await visit(replica, token, again)).toBe(id);
    expect(await visit(replica, {}, again)).toBe(id);
    expect(askedNow()).toBe(1);
    expect(await visit(replica, solved(), again)).toBe(id);
  });

  it('[CA1] costs no second captcha when the place was gone, and no other request', async () => {
    const replica = await world.replica(world.config(undefined, { queue: { slotCapacity: 1 } }));
    const [wanted, other] = [iso(MONDAY + 60 * MINUTE), iso(MONDAY + 90 * MINUTE)];
    await visit(replica, { desiredTime: wanted, ...solved() });
    const token = solved();
    const key = { idempotencyKey: 'key-2' };
    expect(await told(visit(replica, { desiredTime: wanted, ...token }, key))).toMatch(/^TOO_MANY_REQUESTS/);
    expect(await told(visit(replica, { desiredTime: other, ...token }, { idempotencyKey: 'key-3' }))).toEqual(USED);
    expect(await told(visit(replica, { desiredTime: other, ...token }, key))).toBe('granted');
    expect(askedNow()).toBe(2);
  });

  it('[CA1] that is being checked lets the same request wait, and is checked again after its replica has died', async () => {
    const replica = await world.replica(world.config());
    const token = solved();
    const key = { idempotencyKey: 'key-4' };
    let answer = (): void => undefined;
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const heard = new Promise<void>((resolve) =>
      world.verifier.onAsked(() => {
        resolve();
        return gate;
      }),
    );
    const first = told(visit(replica, token, key));
    await heard;
    expect(await told(visit(replica, token, key))).toMatch(/^UNAVAILABLE: .* Send it again/);
    expect(await told(visit(replica, token, { idempotencyKey: 'key-5' }))).toEqual(USED);
    world.verifier.onAsked(undefined);
    world.clock.pass(16 * SECOND);
    expect(await told(visit(replica, token, key))).toBe('granted');
    answer();
    await first;
  });

  it('[CA1] is kept as a hash, and forgotten when no verifier would take it any more', async () => {
    const replica = await world.replica(world.config());
    const { captchaToken } = solved();
    await visit(replica, { captchaToken }, { idempotencyKey: 'key-6' });
    expect(await world.stored()).toContain('passed');
    expect(await world.stored()).not.toMatch(/03AGdBq|key-6/);
    world.clock.pass(9 * MINUTE);
    await replica.scheduler.runOnce();
    expect(await world.stored()).not.toBe('');
    world.clock.pass(2 * MINUTE);
    await replica.scheduler.runOnce();
    expect(await world.stored()).toBe('');
    expect(await told(visit(replica, { captchaToken }))).toMatch(/^CAPTCHA_FAILED: This captcha is more than two minutes old/);
  });
});

describe('the verifier is not asked', () => {
  it('[CA1] about what the limits refuse, or the number, or the queue', async () => {
    const replica = await world.replica(world.config(undefined, { limits: { perAddressPerMinute: 5, perNumberPerDay: 1 } }));
    const phoneNumber = '+12125550123';
    await visit(replica, { phoneNumber, ...solved() });
    const { captchaToken } = solved();
    expect(await told(visit(replica, { phoneNumber, captchaToken }))).toMatch(/^TOO_MANY_REQUESTS: Too many requests for this number/);
    expect(await told(visit(replica, { phoneNumber: '+1212', captchaToken }))).toMatch(/^INVALID_PHONE_NUMBER/);
    expect(await told(visit(replica, { serviceName: 'Nowhere', captchaToken }))).toMatch(/^UNKNOWN_SERVICE/);
    expect(await told(visit(replica, { desiredTime: iso(MONDAY - 60 * MINUTE), captchaToken }))).not.toBe('granted');
    expect(await told(visit(replica, { captchaToken }))).toMatch(/^TOO_MANY_REQUESTS: Too many requests from your network/);
    expect(askedNow()).toBe(1);
    // Counted by parts of five seconds.
    world.clock.pass(MINUTE + 5_000);
    expect(await told(visit(replica, { captchaToken }))).toBe('granted');
  });

  it('[CA1] for staff and telephony, nor where there is no active key set', async () => {
    const replica = await world.replica(world.config());
    expect(
      await told(replica.ringback.createCallback({ serviceName: 'Always_VQ', phoneNumber: '+12125550124' }, { idempotencyKey: undefined })),
    ).toBe('granted');
    const off = await world.replica(world.config(world.keySet({ active: false })));
    expect(await told(visit(off))).toBe('granted');
    expect(await off.ringback.offers('Always_VQ')).not.toHaveProperty('captcha');
    expect(askedNow()).toBe(0);
  });
});

it('[CA1] a call-in needs a token of its own, once, and the same answer again needs none', async () => {
  const replica = await world.replica(world.config());
  const at = (idempotencyKey: string) => ({ idempotencyKey, address: HERE });
  const token = solved();
  expect(await told(askNumber(replica, {}, at('key-7')))).toMatch(/^CAPTCHA_FAILED: captchaToken is missing/);
  const made = await askNumber(replica, token, at('key-7'));
  expect(await askNumber(replica, {}, at('key-7'))).toEqual(made);
  expect(await told(askNumber(replica, token, at('key-8')))).toEqual(USED);
  world.clock.pass(31 * SECOND);
  expect(await told(askNumber(replica, token, at('key-7')))).toEqual(USED);
  expect(askedNow()).toBe(1);
});

it('[CA1] [CA2] the offers name the active of several key sets, and the console changes it for all replicas', async () => {
  const admin = { username: 'ada', roles: ['administrator' as const], queues: undefined };
  const replica = await world.replica(world.config(world.keySet({ sendRemoteIp: true })));
  expect(v.parse(offersSchema, await replica.ringback.offers('Always_VQ')).captcha).toEqual({
    provider: 'recaptcha-v3',
    siteKey: SITE_KEY,
    action: 'callback',
    scriptUrl: 'https://www.google.com/recaptcha/api.js',
  });
  await visit(replica, solved());
  expect(world.verifier.asked.at(-1)).toMatchObject({ remoteip: HERE });
  const checkbox = { ...world.keySet({ provider: 'recaptcha-v2-checkbox', siteKey: 'box', name: 'box' }), active: true };
  await replica.ringback.putSitePart(admin, 'captcha', { version: 0, value: [{ ...world.keySet(), active: false }, checkbox] });
  expect((await replica.ringback.offers('Always_VQ')).captcha).toMatchObject({ provider: 'recaptcha-v2-checkbox', siteKey: 'box' });
  expect(await told(visit(replica, { captchaToken: world.verifier.solve() }))).toBe('granted');
  expect(JSON.stringify(await replica.ringback.offers('Always_VQ'))).not.toContain(SECRET_KEY);
});

describe('[CA3] a key set is tried', () => {
  const tried = async (keys: Record<string, unknown>, token?: string, trouble?: Trouble) => {
    const { ringback } = await world.replica(
      world.config(world.keySet({ active: false, ...keys })),
      trouble === 'hang' ? IMPATIENT : undefined,
    );
    world.verifier.trouble(trouble);
    return ringback.testCaptchaKeySet('default', token);
  };

  it.each<[string, Record<string, unknown>, Trouble | undefined, { ok: boolean; message: RegExp }]>([
    ['that is right', {}, undefined, { ok: true, message: /accepts the secret key/ }],
    ['with a wrong secret key', { secretKey: 'another-secret' }, undefined, { ok: false, message: /does not accept the secret key/ }],
    ['whose verifier is down', {}, { status: 500 }, { ok: false, message: /could not be asked \(HTTP 500\)/ }],
    ['whose verifier hangs', {}, 'hang', { ok: false, message: /could not be asked \(TimeoutError\)/ }],
    ['whose verifier takes anything', {}, { says: { success: true } }, { ok: false, message: /accepts anything/ }],
  ])('[CA3] %s', async (_, keys, trouble, { ok, message }) => {
    expect(await tried(keys, undefined, trouble)).toEqual({ ok, message: expect.stringMatching(message) as string });
  });

  it('[CA3] with a token, all that is checked of one', async () => {
    expect(await tried({}, world.verifier.solve(PERSON))).toEqual({ ok: true, message: expect.any(String) as string, score: 0.9 });
    expect(await tried({}, world.verifier.solve({ ...PERSON, score: 0.1 }))).toMatchObject({ ok: false, score: 0.1 });
    expect(await tried({}, world.verifier.solve({ ...PERSON, hostname: 'other.example' }))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/not among hostnames/) as string,
    });
    expect(await tried({ secretKey: 'another-secret' }, world.verifier.solve(PERSON))).toMatchObject({ ok: false });
  });

  it('[CA3] that was never saved is not found', async () => {
    const { ringback } = await world.replica(world.config());
    expect(await told(ringback.testCaptchaKeySet('nothing', undefined))).toMatch(/^NOT_FOUND/);
  });
});
