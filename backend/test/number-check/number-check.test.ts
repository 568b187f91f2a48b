import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bookingOf, DAY, HOUR, iso, MINUTE, MONDAY, nextNumber, SECOND } from '../usecases/harness.js';
import { ask, checkOf, HERE, numberCheckWorld, otherThan, statusOf, toldOf, type NumberCheckWorld } from './number-check-world.js';

let world: NumberCheckWorld;
beforeAll(async () => void (world = await numberCheckWorld()));
afterEach(async () => {
  // Neither numbers, nor codes, nor addresses.
  const codes = world.phone.received.map(({ code }) => code);
  for (const secret of ['+1212', HERE, ...codes]) expect(world.logged.join('\n')).not.toContain(secret);
  await world.clean();
});
afterAll(() => world.close());

const waiting = async (replica: Awaited<ReturnType<NumberCheckWorld['replica']>>): Promise<number> =>
  (await replica.metrics()).queues.reduce((sum, { byState }) => sum + byState.QUEUED + byState.SCHEDULED, 0);

describe('a queue that has numbers checked', () => {
  it('[SE5] holds nothing before the code is right, and one callback after it', async () => {
    const replica = await world.replica();
    const phoneNumber = nextNumber();
    const first = await ask(replica, { phoneNumber, language: 'de-AT' });
    expect(first).toMatchObject({
      status: 'NUMBER_CHECK_NEEDED',
      message: expect.stringMatching(
        /^This number has to be confirmed first: a code of 6 digits .* numberCheckId .* numberCheckCode\.$/,
      ) as string,
      check: { way: 'sms', digits: 6, triesLeft: 5, expiresAt: iso(MONDAY + 10 * MINUTE), resendAfter: 30 },
    });
    expect(await waiting(replica)).toBe(0);
    expect(world.phone.received).toMatchObject([
      { phone: phoneNumber, way: 'sms', language: 'de', queue: 'Always_VQ', expiresAt: MONDAY + 10 * MINUTE },
    ]);
    const code = world.phone.code();
    expect(code).toMatch(/^\d{6}$/);
    expect(world.phone.received[0]?.text).toContain(`${code} ist Ihr Code`);

    const { id } = checkOf(first);
    const proof = { phoneNumber, numberCheckId: id, numberCheckCode: ` ${code.slice(0, 3)}-${code.slice(3)} ` };
    expect(statusOf(await ask(replica, proof))).toBe('granted');
    expect(await waiting(replica)).toBe(1);
    expect(await ask(replica, proof)).toMatchObject({
      status: 'NUMBER_CODE_WRONG',
      message: expect.stringContaining('used for another request') as string,
    });
    expect([await waiting(replica), world.phone.received.length]).toEqual([1, 1]);
  });

  it('[SE5] says so in its offers, and no other one does', async () => {
    const { ringback } = await world.replica(world.config({ queue: { numberCheck: 'voice' } }));
    expect((await ringback.offers('Always_VQ')).numberCheck).toBe('voice');
    expect(await ringback.offers('Office_VQ')).not.toHaveProperty('numberCheck');
  });

  it('[SE5] by a call says the digits one by one, twice', async () => {
    const replica = await world.replica(world.config({ queue: { numberCheck: 'voice' } }));
    expect(checkOf(await ask(replica, {})).way).toBe('voice');
    const [message] = world.phone.received;
    const said = [...(message?.code ?? '')].join(', ');
    expect(message?.text.split(said)).toHaveLength(3);
  });

  it.each(['staff', 'telephony'])('[SE5] asks nothing of %s', async (who) => {
    const { ringback } = await world.replica();
    const booked =
      who === 'telephony'
        ? ringback.bookFromTelephony(bookingOf(), { idempotencyKey: undefined })
        : ringback.createCallback(bookingOf(), { idempotencyKey: undefined });
    expect(await booked.then(({ id }) => typeof id)).toBe('string');
    expect(world.phone.received).toEqual([]);
  });

  it('[SE5] sends no code for what would not be booked anyway', async () => {
    const replica = await world.replica(world.config({ queue: { slotCapacity: 1 } }));
    const desiredTime = iso(MONDAY + HOUR);
    await replica.ringback.createCallback(bookingOf({ desiredTime }), { idempotencyKey: undefined });
    expect(statusOf(await ask(replica, { phoneNumber: '000' }))).toBe('INVALID_PHONE_NUMBER');
    expect(statusOf(await ask(replica, { serviceName: 'Nowhere' }))).toBe('UNKNOWN_SERVICE');
    expect(statusOf(await ask(replica, { desiredTime: iso(MONDAY - DAY) }))).toBe('INVALID_PARAMETER');
    expect(statusOf(await ask(replica, { desiredTime }))).toBe('TOO_MANY_REQUESTS');
    expect(world.phone.received).toEqual([]);
  });
});

describe('a code', () => {
  const begin = async (wish: Record<string, unknown> = {}) => {
    const replica = await world.replica();
    const phoneNumber = nextNumber();
    const check = checkOf(await ask(replica, { phoneNumber, ...wish }, { key: 'key-1' }));
    return { replica, phoneNumber, numberCheckId: check.id, code: world.phone.code() };
  };

  it('[SE5] may be wrong five times, in all, and is worth nothing then', async () => {
    const { replica, code, ...proof } = await begin();
    const wrong = { ...proof, numberCheckCode: otherThan(code) };
    for (const left of [4, 3, 2, 1])
      expect(await ask(replica, wrong)).toMatchObject({ status: 'NUMBER_CODE_WRONG', check: { triesLeft: left } });
    expect(await ask(replica, wrong)).toMatchObject({
      status: 'NUMBER_CODE_WRONG',
      message: expect.stringContaining('wrong too often') as string,
      check: undefined,
    });
    expect(await ask(replica, { ...proof, numberCheckCode: code })).toMatchObject({ status: 'NUMBER_CODE_WRONG', check: undefined });
    expect(await waiting(replica)).toBe(0);
    // Another code, of the same visit, counts as another one for the limits.
    const { id } = checkOf(await ask(replica, { phoneNumber: proof.phoneNumber }, { key: 'key-1' }));
    expect([world.phone.received.length, checkOf(await ask(replica, { ...wrong, numberCheckId: id })).triesLeft]).toEqual([2, 4]);
    expect(statusOf(await ask(replica, { ...proof, numberCheckId: id, numberCheckCode: world.phone.code() }))).toBe('granted');
  });

  it('[SE5] guessed at many replicas at once, has no more tries than that', async () => {
    const { replica, code, ...proof } = await begin();
    const other = await world.replica();
    const guesses = Array.from({ length: 40 }, (_, index) => String((Number(code) + 1 + index) % 1_000_000).padStart(6, '0'));
    const answers = await Promise.all(
      guesses.map((numberCheckCode, index) => ask(index % 2 ? replica : other, { ...proof, numberCheckCode })),
    );
    expect(answers.map(statusOf)).toEqual(guesses.map(() => 'NUMBER_CODE_WRONG'));
    expect(answers.filter((told) => !('id' in told) && told.check !== undefined)).toHaveLength(4);
    expect(statusOf(await ask(replica, { ...proof, numberCheckCode: code }))).toBe('NUMBER_CODE_WRONG');
  });

  it('[SE5] is good once, however many show it at the same moment', async () => {
    const { replica, code: numberCheckCode, ...proof } = await begin();
    const other = await world.replica();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => ask(index % 2 ? replica : other, { ...proof, numberCheckCode }, { key: `k${index}` })),
    );
    expect(answers.filter((told) => 'id' in told)).toHaveLength(1);
    expect(await waiting(replica)).toBe(1);
  });

  it('[SE5] is good for ten minutes, survives a restart, and is forgotten then', async () => {
    const { replica, code: numberCheckCode, ...proof } = await begin();
    await replica.close();
    world.clock.pass(10 * MINUTE - SECOND);
    const next = await world.replica();
    const late = { phoneNumber: nextNumber() };
    const second = checkOf(await ask(next, late, { key: 'key-2' }));
    expect(statusOf(await ask(next, { ...proof, numberCheckCode }))).toBe('granted');
    world.clock.pass(10 * MINUTE);
    expect(await ask(next, { ...late, numberCheckId: second.id, numberCheckCode: world.phone.code() })).toMatchObject({
      status: 'NUMBER_CODE_WRONG',
      message: expect.stringContaining('has expired') as string,
    });
    await next.scheduler.runOnce();
    world.clock.pass(HOUR);
    await next.scheduler.runOnce();
    expect(await world.stored()).toBe('');
  });

  it('[SE5] is of one number, one queue and one visitor', async () => {
    const config = world.config();
    const both = { ...config, queues: config.queues.map((queue) => ({ ...queue, businessHours: 'Always', numberCheck: 'sms' as const })) };
    const replica = await world.replica(both);
    const phoneNumber = nextNumber();
    const { id: numberCheckId } = checkOf(await ask(replica, { phoneNumber }));
    const numberCheckCode = world.phone.code();
    const { id: ofAnother } = checkOf(await ask(replica, { phoneNumber: nextNumber() }));
    const good = { phoneNumber, numberCheckId, numberCheckCode };
    for (const change of [
      { phoneNumber: nextNumber() },
      { serviceName: 'Office_VQ' },
      { numberCheckId: ofAnother },
      { numberCheckId: 'guessed' },
    ])
      expect(statusOf(await ask(replica, { ...good, ...change }))).toBe('NUMBER_CODE_WRONG');
    expect(statusOf(await ask(replica, good))).toBe('granted');
  });

  it('[SE5] lies in the database as a hash that needs the secret, as do number and id', async () => {
    const { code, phoneNumber, numberCheckId } = await begin();
    const stored = await world.stored();
    expect(stored).not.toBe('');
    for (const secret of [code, phoneNumber, numberCheckId, 'key-1']) expect(stored).not.toContain(secret);
  });

  it('[SE5] [CB1] the same request again sends no second one, and the answer that was lost comes again', async () => {
    const { replica, phoneNumber, numberCheckId, code } = await begin();
    const again = checkOf(await ask(replica, { phoneNumber }, { key: 'key-1' }));
    expect([again.id, world.phone.received.length]).toEqual([numberCheckId, 1]);
    const proof = { phoneNumber, numberCheckId, numberCheckCode: code };
    const booked = await ask(replica, proof, { key: 'key-9' });
    const repeated = await Promise.all([ask(replica, proof, { key: 'key-9' }), ask(await world.replica(), proof, { key: 'key-9' })]);
    expect(repeated).toEqual([booked, booked]);
    expect([await waiting(replica), world.phone.received.length]).toEqual([1, 1]);
  });

  it('[SE5] need not be typed again when the place went meanwhile', async () => {
    const replica = await world.replica(world.config({ queue: { slotCapacity: 1 } }));
    const [phoneNumber, desiredTime] = [nextNumber(), iso(MONDAY + HOUR)];
    const { id: numberCheckId } = checkOf(await ask(replica, { phoneNumber, desiredTime }, { key: 'a' }));
    await replica.ringback.createCallback(bookingOf({ desiredTime }), { idempotencyKey: undefined });
    const proof = { phoneNumber, numberCheckId, numberCheckCode: world.phone.code() };
    expect(statusOf(await ask(replica, { ...proof, desiredTime }, { key: 'b' }))).toBe('TOO_MANY_REQUESTS');
    // Without its code it is good too, but for no other number.
    const later = { numberCheckId, desiredTime: iso(MONDAY + 2 * HOUR) };
    expect(statusOf(await ask(replica, { ...later, phoneNumber: nextNumber() }, { key: 'c' }))).toBe('NUMBER_CODE_WRONG');
    expect(statusOf(await ask(replica, { ...later, phoneNumber }, { key: 'c' }))).toBe('granted');
    expect(statusOf(await ask(replica, { ...proof, desiredTime: iso(MONDAY + 3 * HOUR) }, { key: 'd' }))).toBe('NUMBER_CODE_WRONG');
  });
});

describe('another code', () => {
  it('[SE5] may be asked for after a pause that grows, four in all, and only the newest is right', async () => {
    const replica = await world.replica();
    const phoneNumber = nextNumber();
    const { id: numberCheckId } = checkOf(await ask(replica, { phoneNumber }));
    const [first] = [world.phone.code()];
    const resend = () =>
      replica.ringback
        .resendCode({ numberCheckId, serviceName: 'Always_VQ', phoneNumber, language: 'fr' }, HERE)
        .then(({ numberCheck }) => numberCheck, toldOf);
    expect(await resend()).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfter: 30 });
    for (const [pause, next] of [
      [30, 60],
      [60, 120],
      [120, undefined],
    ] as const) {
      world.clock.pass(pause * SECOND - 1);
      expect(await resend()).toMatchObject({ status: 'TOO_MANY_REQUESTS', retryAfter: 1 });
      world.clock.pass(1);
      const told = await resend();
      expect(told).toMatchObject({ id: numberCheckId, triesLeft: 5, expiresAt: iso(world.clock.now() + 10 * MINUTE) });
      expect('resendAfter' in told ? told.resendAfter : undefined).toBe(next);
    }
    world.clock.pass(HOUR / 10);
    expect(await resend()).toMatchObject({ status: 'NUMBER_CODE_WRONG', message: expect.stringMatching(/^No further code/) as string });
    expect(world.phone.received.map(({ madeAt, language }) => [(madeAt - MONDAY) / SECOND, language])).toEqual([
      [0, 'en'],
      [30, 'fr'],
      [90, 'fr'],
      [210, 'fr'],
    ]);
    const proof = { phoneNumber, numberCheckId };
    if (first !== world.phone.code()) expect(statusOf(await ask(replica, { ...proof, numberCheckCode: first }))).toBe('NUMBER_CODE_WRONG');
    expect(statusOf(await ask(replica, { ...proof, numberCheckCode: world.phone.code() }))).toBe('granted');
  });

  it('[SE5] at the same moment in two replicas is sent once', async () => {
    const [one, other] = [await world.replica(), await world.replica()];
    const phoneNumber = nextNumber();
    const { id: numberCheckId } = checkOf(await ask(one, { phoneNumber }));
    world.clock.pass(30 * SECOND);
    const wish = { numberCheckId, serviceName: 'Always_VQ', phoneNumber };
    const told = await Promise.all(
      [one, other].map(({ ringback }) =>
        ringback.resendCode(wish, HERE).then(
          () => 'sent',
          (error: unknown) => toldOf(error).status,
        ),
      ),
    );
    expect(told.toSorted()).toEqual(['TOO_MANY_REQUESTS', 'sent']);
    expect(world.phone.received).toHaveLength(2);
  });

  it('[SE5] of a check that nobody began is not sent', async () => {
    const { ringback } = await world.replica();
    const told = await ringback
      .resendCode({ numberCheckId: 'guessed', serviceName: 'Always_VQ', phoneNumber: nextNumber() }, HERE)
      .catch(toldOf);
    expect(told).toMatchObject({ status: 'NUMBER_CODE_WRONG' });
    expect(world.phone.received).toEqual([]);
  });
});

describe('limits of codes', () => {
  it('[SE5] of one number hold over all addresses and replicas, and say when there is one more', async () => {
    const config = world.config({ limits: { codesPerNumberPerDay: 2 } });
    const replicas = [await world.replica(config), await world.replica(config)];
    const phoneNumber = nextNumber();
    const told = [];
    for (const [index, replica] of [...replicas, ...replicas].entries())
      told.push(await ask(replica, { phoneNumber }, { address: `198.51.100.${index}` }));
    expect(told.map(statusOf)).toEqual(['NUMBER_CHECK_NEEDED', 'NUMBER_CHECK_NEEDED', 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
    const last = told.at(-1);
    const wait = last && !('id' in last) ? (last.retryAfter ?? 0) : 0;
    expect(wait).toBeGreaterThan(HOUR / SECOND);
    expect(world.phone.received).toHaveLength(2);
    expect(statusOf(await ask(replicas[0]!, { phoneNumber: nextNumber() }))).toBe('NUMBER_CHECK_NEEDED');
    world.clock.pass(wait * SECOND);
    expect(statusOf(await ask(replicas[0]!, { phoneNumber }))).toBe('NUMBER_CHECK_NEEDED');
  });

  it.each([
    ['an address', ['198.51.100.7', '198.51.100.7', '198.51.100.7'], '198.51.100.8'],
    ['a /64', ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:ffff::3'], '2001:db8:1:3::1'],
  ])('[SE5] of %s stop it, and nobody else', async (_, addresses, neighbour) => {
    const replica = await world.replica(world.config({ limits: { codesPerAddressPerHour: 2 } }));
    const told = [];
    for (const address of addresses) told.push(statusOf(await ask(replica, {}, { address })));
    expect(told).toEqual(['NUMBER_CHECK_NEEDED', 'NUMBER_CHECK_NEEDED', 'TOO_MANY_REQUESTS']);
    expect(statusOf(await ask(replica, {}, { address: neighbour }))).toBe('NUMBER_CHECK_NEEDED');
    expect(world.phone.received).toHaveLength(3);
  });

  it('[SE5] are ten a day and number, thirty an hour and address, unless the site says otherwise', async () => {
    const replica = await world.replica();
    const phoneNumber = nextNumber();
    const ofNumber = [];
    for (let index = 0; index < 11; index += 1)
      ofNumber.push(statusOf(await ask(replica, { phoneNumber }, { address: `192.0.2.${index}` })));
    expect(ofNumber.filter((status) => status === 'NUMBER_CHECK_NEEDED')).toHaveLength(10);
    const ofAddress = [];
    for (let index = 0; index < 31; index += 1) ofAddress.push(statusOf(await ask(replica, {})));
    expect(ofAddress.filter((status) => status === 'NUMBER_CHECK_NEEDED')).toHaveLength(30);
  });
});

describe('a telephony side that', () => {
  it('[SE5] fails leaves nothing behind: the same request may be sent again', async () => {
    const replica = await world.replica();
    const phoneNumber = nextNumber();
    world.phone.answer = { kind: 'failed', reason: 'HTTP 500' };
    expect(await ask(replica, { phoneNumber }, { key: 'a' })).toMatchObject({ status: 'UNAVAILABLE', retryAfter: 60 });
    expect(world.logged.join('\n')).toContain('HTTP 500');
    expect(await world.stored()).toBe('');
    world.phone.answer = { kind: 'sent' };
    expect(statusOf(await ask(replica, { phoneNumber }, { key: 'a' }))).toBe('NUMBER_CHECK_NEEDED');
  });

  it('[SE5] can not reach the number says so', async () => {
    const replica = await world.replica();
    world.phone.answer = { kind: 'refused', reason: 'HTTP 400, Twilio error 21614' };
    expect(await ask(replica, {})).toMatchObject({
      status: 'COUNTRY_NOT_PERMITTED',
      message: expect.stringContaining('Use another number') as string,
    });
  });
});
