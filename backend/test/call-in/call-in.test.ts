import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallbackId } from '@ringback/contract';
import type { Context } from '../../src/context.js';
import { customer, HOUR, MINUTE, newWorld, refusalOf, SECOND, SIMULATOR, type World } from '../usecases/harness.js';
import { askNumber, bookCallIn, call, callInConfig, codeOf, otherThan } from './call-in-world.js';

let world: World;
beforeAll(async () => void (world = await newWorld()));
afterEach(() => world.clean());
afterAll(() => world.close());

const pass = async (context: Context, ms: number): Promise<void> => {
  world.clock.pass(ms);
  await context.scheduler.runOnce();
};
const view = (context: Context, id: CallbackId) => context.ringback.visitorCallback(id);

describe('an immediate call-in', () => {
  it('[CI2] a number of the group, a code without a leading zero, an expiry, and what was sent', async () => {
    const context = await world.open(callInConfig());
    const made = await askNumber(context, { fromPhoneNumber: '+1 212 555 0123', userData: { page: 'help' } });
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      toPhoneNumber: expect.stringMatching(/^\+1905968000[45]$/),
      groupName: 'help',
      expirationTime: world.clock.now() + 30 * SECOND,
      accessCode: expect.any(Number),
      fromPhoneNumber: '+12125550123',
      telUri: `tel:${made.toPhoneNumber},,${made.accessCode}`,
      visitorToken: expect.any(String),
    });
    expect(codeOf(made)).toMatch(/^[1-9]\d{5}$/);
  });

  it('[CI1] without codes there is none', async () => {
    const context = await world.open(callInConfig({ group: { accessCode: null } }));
    const made = await askNumber(context);
    expect(made.accessCode).toBeUndefined();
    expect(made.telUri).toBe(`tel:${made.toPhoneNumber}`);
  });

  it('[CI2] the same Idempotency-Key gives the same answer while it lives, a new one after it', async () => {
    const context = await world.open(callInConfig());
    const answers = await Promise.all(Array.from({ length: 10 }, () => askNumber(context, {}, { idempotencyKey: 'a' })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    world.clock.pass(30 * SECOND);
    expect((await askNumber(context, {}, { idempotencyKey: 'a' })).id).not.toBe(answers[0]?.id);
  });

  it('[CI4] the code finds it: user data, the queue of the group; a second call of the same code finds nothing', async () => {
    const context = await world.open(callInConfig({ queue: { priority: 7, skillExpression: 'english>5' } }));
    const made = await askNumber(context, { userData: { page: 'help' } });
    const dialled = { dialedNumber: made.toPhoneNumber, callerNumber: '+12125550123', accessCode: codeOf(made) };
    const matched = await call(context, dialled);
    expect(matched).toMatchObject({
      matched: true,
      outcome: { accessCode: true, callerNumber: false, dialedNumber: false, name: 'ACCESS_CODE' },
      request: { id: made.id, state: 'MATCHED', callerNumber: '+12125550123' },
      callback: null,
      routing: { queue: 'CallIn_VQ', priority: 7, skillExpression: 'english>5' },
      userData: { page: 'help' },
      failure: null,
    });
    expect(await call(context, { ...dialled, callerNumber: '+12125550124' })).toMatchObject({ matched: false, failure: 'ended' });
  });

  it.each([
    [['accessCode'], true],
    [['callerNumber'], true],
    [['dialedNumber'], true],
    [['accessCode', 'callerNumber'], true],
    [['accessCode', 'callerNumber', 'dialedNumber'], true],
  ])('[CI4] by %s', async (criteria, matched) => {
    const context = await world.open(callInConfig());
    const made = await askNumber(context, { fromPhoneNumber: '+12125550123' });
    const given = { dialedNumber: made.toPhoneNumber, callerNumber: '12125550123', accessCode: `${codeOf(made)}#`, criteria };
    const answer = await call(context, given);
    expect(answer).toMatchObject({ matched, outcome: Object.fromEntries(criteria.map((criterion) => [criterion, true])) });
  });

  it('[CI4] what does not hold is told apart: nothing, another caller, a wrong code, an old one', async () => {
    const context = await world.open(callInConfig());
    const nothing = await call(context, { accessCode: '123456', dialedNumber: '+19059680004', criteria: ['accessCode', 'dialedNumber'] });
    expect(nothing).toMatchObject({
      matched: false,
      outcome: { accessCode: false, dialedNumber: false, callerNumber: false, name: 'NOTHING_MATCHED' },
      request: null,
      callback: null,
      routing: null,
      userData: null,
      failure: 'no-request',
    });
    const made = await askNumber(context, { fromPhoneNumber: '+12125550123' });
    const given = { dialedNumber: made.toPhoneNumber, accessCode: codeOf(made) };
    expect(await call(context, { ...given, callerNumber: '+12125550124', criteria: ['accessCode', 'callerNumber'] })).toMatchObject({
      matched: false,
      outcome: { accessCode: true, callerNumber: false, name: 'ACCESS_CODE' },
      failure: 'no-request',
    });
    expect(await call(context, { ...given, accessCode: otherThan(codeOf(made)), criteria: ['accessCode', 'dialedNumber'] })).toMatchObject({
      matched: false,
      failure: 'wrong-code',
      outcome: { dialedNumber: true },
    });
    world.clock.pass(30 * SECOND);
    expect(await call(context, { ...given, callId: 'later' })).toMatchObject({ matched: false, failure: 'expired' });
  });

  it('[CI4] a number that several people were given tells nobody apart', async () => {
    const context = await world.open(callInConfig({ group: { numbers: [{ dnis: '+19059680004' }] } }));
    await askNumber(context);
    await askNumber(context);
    expect(await call(context, { dialedNumber: '+19059680004', criteria: ['dialedNumber'] })).toMatchObject({ failure: 'ambiguous' });
  });

  it('[CI4] five codes a call, whatever they are; the next call may try again', async () => {
    const context = await world.open(callInConfig());
    const made = await askNumber(context);
    const wrong = otherThan(codeOf(made));
    const answers = [];
    for (let tries = 0; tries < 5; tries += 1) answers.push(await call(context, { accessCode: wrong, callId: 'one' }));
    expect(answers.map(({ triesLeft }) => triesLeft)).toEqual([4, 3, 2, 1, 0]);
    expect(await call(context, { accessCode: codeOf(made), callId: 'one' })).toMatchObject({ matched: false, failure: 'too-many-tries' });
    expect(await call(context, { accessCode: codeOf(made), callId: 'two' })).toMatchObject({ matched: true });
  });

  it('[CI4] a call without a name is known by its numbers', async () => {
    const context = await world.open(callInConfig());
    const made = await askNumber(context);
    const from = { callerNumber: '+12125550123', dialedNumber: made.toPhoneNumber };
    for (let tries = 0; tries < 5; tries += 1) await call(context, { ...from, accessCode: otherThan(codeOf(made)) });
    expect(await call(context, { ...from, accessCode: codeOf(made) })).toMatchObject({ failure: 'too-many-tries' });
    expect(await call(context, { ...from, callerNumber: '+12125550124', accessCode: codeOf(made) })).toMatchObject({ matched: true });
  });

  it('[SE3] one caller may not guess at speed over many calls', async () => {
    const context = await world.open(callInConfig());
    const made = await askNumber(context);
    const failures = [];
    for (let tries = 0; tries < 21; tries += 1) {
      const wrong = otherThan(codeOf(made));
      failures.push((await call(context, { callerNumber: '+12125550123', accessCode: wrong, callId: `call ${tries}` })).failure);
    }
    expect(failures.filter((failure) => failure === 'too-many-tries')).toHaveLength(1);
    world.clock.pass(HOUR);
    const later = await call(context, { callerNumber: '+12125550123', accessCode: '999999', callId: 'later' });
    expect(later.failure).not.toBe('too-many-tries');
  });

  it('[CI4] of many who type the same code at once exactly one is matched; the one whose answer was lost is told again', async () => {
    const [one, two] = [await world.open(callInConfig()), await world.open(callInConfig())];
    const made = await askNumber(one);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(index % 2 === 0 ? one : two, { accessCode: codeOf(made), callId: `call ${index}`, callerNumber: `+1212555${1000 + index}` }),
      ),
    );
    expect(answers.filter(({ matched }) => matched)).toHaveLength(1);
    const index = answers.findIndex(({ matched }) => matched);
    expect(await call(two, { accessCode: codeOf(made), callId: `call ${index}` })).toMatchObject({
      matched: true,
      request: { id: made.id },
    });
  });

  it('[CI2] refused: a group that is not there, a number that is none', async () => {
    const context = await world.open(callInConfig());
    expect(await refusalOf(askNumber(context, { groupName: 'nowhere' }))).toBe('INVALID_PARAMETER');
    expect(await refusalOf(askNumber(context, { fromPhoneNumber: '12' }))).toBe('INVALID_PHONE_NUMBER');
  });
});

describe('a unique number', () => {
  const config = () =>
    callInConfig({ group: { uniqueDnis: true, numbers: Array.from({ length: 20 }, (_, index) => ({ dnis: `+1905968${1000 + index}` })) } });

  it('[CI2] 200 at once for 20 numbers, on two replicas: 20 answers, no number twice, the rest refused; free again when they expire', async () => {
    const contexts = [await world.open(config()), await world.open(config())] as const;
    const ask = (index: number) => askNumber(contexts[index % 2 === 0 ? 0 : 1]);
    const results = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => ask(index)));
    const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.toPhoneNumber] : []));
    expect([numbers.length, new Set(numbers).size]).toEqual([20, 20]);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { status: string }).status] : []));
    expect(new Set(refused)).toEqual(new Set(['TOO_MANY_REQUESTS']));
    world.clock.pass(30 * SECOND);
    const again = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index)));
    expect(new Set(again.map(({ toPhoneNumber }) => toPhoneNumber)).size).toBe(20);
  });

  it('[CI2] free again as soon as its customer has called', async () => {
    const context = await world.open(callInConfig({ group: { uniqueDnis: true, numbers: [{ dnis: '+19059680004' }], accessCode: null } }));
    await askNumber(context);
    expect(await refusalOf(askNumber(context))).toBe('TOO_MANY_REQUESTS');
    expect(await call(context, { dialedNumber: '+19059680004', criteria: ['dialedNumber'] })).toMatchObject({ matched: true });
    expect((await askNumber(context)).toPhoneNumber).toBe('+19059680004');
  });
});

describe('a delayed call-in', () => {
  it('[CI3] told when it is their turn, gets number and code, calls, is matched, talks, is done', async () => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR, queue: { priority: 3 } }));
    const id = await bookCallIn(context, { userData: { order: 17 } });
    expect((await view(context, id)).callIn).toEqual({ groupName: 'help' });
    await pass(context, SECOND);
    expect((await view(context, id)).callIn).toEqual({ groupName: 'help', readyUntil: expect.any(String) });
    const made = await askNumber(context, { callbackServiceId: id, userData: { app: 2 } });
    expect(made).toMatchObject({ callbackServiceId: id, accessCode: expect.any(Number) });
    const matched = await call(context, { accessCode: codeOf(made), dialedNumber: made.toPhoneNumber, callerNumber: '+12125559999' });
    expect(matched).toMatchObject({
      matched: true,
      callback: { id, serviceName: 'CallIn_VQ', attempt: 1 },
      routing: { queue: 'CallIn_VQ', priority: 3, skillExpression: null },
      userData: { order: 17, app: 2 },
    });
    expect(await view(context, id)).toMatchObject({ state: 'ROUTING' });
    await pass(context, 2 * SECOND);
    expect(await view(context, id)).toMatchObject({ state: 'PROCESSING' });
    await pass(context, MINUTE);
    expect(await view(context, id)).toMatchObject({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
  });

  it('[CI3] asked again, by however many: the same number and code', async () => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR }));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const answers = await Promise.all(Array.from({ length: 8 }, () => askNumber(context, { callbackServiceId: id })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('[CI3] before their turn there is no number, in whose queue nobody is ahead there is one at once', async () => {
    const context = await world.open(callInConfig({ dialer: { ...SIMULATOR, agents: 1 } }));
    const first = await bookCallIn(context);
    world.clock.pass(1);
    const second = await bookCallIn(context);
    expect(await askNumber(context, { callbackServiceId: first })).toMatchObject({ callbackServiceId: first });
    expect(await refusalOf(askNumber(context, { callbackServiceId: second }))).toBe('WRONG_STATE');
    // Who was told and does not react holds nobody up for long.
    await pass(context, MINUTE);
    expect(await askNumber(context, { callbackServiceId: second })).toMatchObject({ callbackServiceId: second });
  });

  it('[CI3] a callback that there is not is a wrong parameter, not an unknown address', async () => {
    const context = await world.open(callInConfig());
    const nobodys = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId;
    expect(await refusalOf(askNumber(context, { callbackServiceId: nobodys }))).toBe('INVALID_PARAMETER');
  });

  it('[CI4] a wrong code, then the right one in the same call', async () => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR }));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    expect(await call(context, { accessCode: otherThan(codeOf(made)), callId: 'a' })).toMatchObject({ matched: false });
    expect(await call(context, { accessCode: codeOf(made), callId: 'a' })).toMatchObject({ matched: true, callback: { id } });
  });

  it('[CI3] an expired number can be asked for again while it is their turn', async () => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR }));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const first = await askNumber(context, { callbackServiceId: id });
    await pass(context, 30 * SECOND);
    expect(await call(context, { accessCode: codeOf(first) })).toMatchObject({ matched: false, failure: 'expired' });
    const second = await askNumber(context, { callbackServiceId: id });
    expect(second.id).not.toBe(first.id);
    expect(await call(context, { accessCode: codeOf(second) })).toMatchObject({ matched: true });
  });

  it('[CI5] who does not call in time goes, and their number leads nowhere', async () => {
    const context = await world.open(
      callInConfig({ dialer: SIMULATOR, group: { expirySeconds: 1800 }, queue: { pushedCallbackExpiryMinutes: 5 } }),
    );
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    await pass(context, 5 * MINUTE);
    expect(await view(context, id)).toMatchObject({ state: 'COMPLETED', reason: 'PUSH_EXPIRED' });
    expect(await call(context, { accessCode: codeOf(made) })).toMatchObject({ matched: false });
    expect(await refusalOf(askNumber(context, { callbackServiceId: id }))).toBe('WRONG_STATE');
  });

  it.each([
    ['purged', { purgeTimeMinutes: 1 }, async (context: Context) => pass(context, MINUTE)],
    ['cancelled', {}, async (context: Context, id: CallbackId) => context.ringback.cancelCallback(id, customer)],
  ])('[CI5] a callback that was %s is not matched any more', async (_, queue, end) => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR, group: { expirySeconds: 600 }, queue }));
    const id = await bookCallIn(context);
    await pass(context, SECOND);
    const made = await askNumber(context, { callbackServiceId: id });
    await end(context, id);
    expect(await call(context, { accessCode: codeOf(made) })).toMatchObject({ matched: false, failure: 'ended' });
    expect(await refusalOf(askNumber(context, { callbackServiceId: id }))).toBe('WRONG_STATE');
  });

  it('[CI3] where nobody is known to serve the queue one at a time is told, the next when the first has been matched', async () => {
    const context = await world.open(callInConfig());
    const first = await bookCallIn(context);
    world.clock.pass(1);
    const second = await bookCallIn(context);
    await pass(context, SECOND);
    expect([(await view(context, first)).callIn?.readyUntil, (await view(context, second)).callIn?.readyUntil]).toEqual([
      expect.any(String),
      undefined,
    ]);
  });

  it('[TE1] the telephony side tells how a matched call goes; a customer who hangs up before an agent is not called back', async () => {
    const context = await world.open(callInConfig());
    const ids = [await bookCallIn(context)];
    world.clock.pass(1);
    ids.push(await bookCallIn(context));
    for (const [index, type] of (['answered', 'ended'] as const).entries()) {
      const id = ids[index] as CallbackId;
      await pass(context, MINUTE);
      const made = await askNumber(context, { callbackServiceId: id });
      await call(context, { accessCode: codeOf(made) });
      await context.ringback.reportAttempt({ id, attempt: 1, type, reportId: undefined });
      if (type === 'answered') await context.ringback.reportAttempt({ id, attempt: 1, type: 'ended', reportId: undefined });
    }
    expect(await view(context, ids[0] as CallbackId)).toMatchObject({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
    expect(await view(context, ids[1] as CallbackId)).toMatchObject({ state: 'COMPLETED', reason: 'CUSTOMER_ABANDONED' });
  });

  it('[SC1] a call that came in goes on when its replica dies, and nobody is dialled', async () => {
    const one = await world.open(callInConfig({ dialer: SIMULATOR }));
    const id = await bookCallIn(one);
    await pass(one, SECOND);
    const made = await askNumber(one, { callbackServiceId: id });
    await call(one, { accessCode: codeOf(made) });
    await one.close();
    const two = await world.open(callInConfig({ dialer: SIMULATOR }));
    await pass(two, 2 * SECOND);
    await pass(two, MINUTE);
    expect(await view(two, id)).toMatchObject({ state: 'COMPLETED', reason: 'AGENT_CONNECTED', attempts: 1 });
  });
});

describe('records and the simulator', () => {
  it('[CI6] what became of each, newest first, found by any attribute', async () => {
    const context = await world.open(callInConfig());
    const first = await askNumber(context, { fromPhoneNumber: '+12125550123' });
    await call(context, { accessCode: codeOf(first) });
    world.clock.pass(MINUTE);
    const second = await askNumber(context);
    world.clock.pass(MINUTE);
    await askNumber(context);
    const list = (query: Record<string, unknown> = {}) =>
      context.ringback.listCallIns({
        from: undefined,
        to: undefined,
        search: undefined,
        field: 'id',
        sort: 'createdAt',
        order: 'desc',
        page: 1,
        ...query,
      } as never);
    expect(await list()).toMatchObject({
      total: 3,
      page: 1,
      pages: 1,
      callIns: [{ state: 'WAITING' }, { state: 'EXPIRED' }, { state: 'MATCHED' }],
    });
    // Whoever looks at a page that others have emptied is told which pages there are.
    expect(await list({ page: 2 })).toEqual({ total: 3, page: 2, pages: 1, callIns: [] });
    expect(await list({ field: 'state', search: 'nothing' })).toEqual({ total: 0, page: 1, pages: 1, callIns: [] });
    expect((await list({ field: 'state', search: 'matched' })).callIns.map(({ id }) => id)).toEqual([first.id]);
    expect((await list({ field: 'accessCode', search: codeOf(second) })).callIns.map(({ id }) => id)).toEqual([second.id]);
    expect((await list({ field: 'fromPhoneNumber', search: '2125550' })).total).toBe(1);
    expect((await list({ from: world.clock.now() - MINUTE, order: 'asc' })).callIns.map(({ state }) => state)).toEqual([
      'EXPIRED',
      'WAITING',
    ]);
  });

  it('[CI4] the simulated caller hears what to do: the code, not this one, connected', async () => {
    const context = await world.open(callInConfig({ dialer: SIMULATOR }));
    const made = await askNumber(context);
    const dial = (accessCode?: string) => context.ringback.simulateCall({ dialedNumber: made.toPhoneNumber, accessCode, callId: 'a' });
    expect(await dial()).toMatchObject({ matched: false, failure: null, said: expect.stringContaining('enter the code') });
    expect(await dial(otherThan(codeOf(made)))).toMatchObject({ matched: false, failure: 'wrong-code', triesLeft: 4 });
    expect(await dial(codeOf(made))).toMatchObject({ matched: true, said: expect.stringContaining('connecting') });
    const real = await world.open(callInConfig());
    expect(await refusalOf(real.ringback.simulateCall({ dialedNumber: '+19059680004' }))).toBe('WRONG_STATE');
  });
});

describe('personal data', () => {
  it('[SE4] requests of a number are exported with it, and erased with it', async () => {
    const context = await world.open(callInConfig());
    const admin = { username: 'root', roles: ['administrator'], queues: undefined };
    const made = await askNumber(context, { fromPhoneNumber: '+12125550123' });
    await call(context, { accessCode: codeOf(made) });
    expect((await context.ringback.exportPersonalData('+12125550123')).callIns).toMatchObject([{ id: made.id, state: 'MATCHED' }]);
    await context.ringback.erasePersonalData(admin, { phoneNumber: '+12125550123', openCallbacks: 'refuse' });
    expect((await context.ringback.exportPersonalData('+12125550123')).callIns).toEqual([]);
  });
});
