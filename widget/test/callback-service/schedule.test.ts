import { describe, expect, it } from 'vitest';
import { requestKey } from '../../src/options/request-key.js';
import type { CallbackServiceError } from '../../src/plugins/callback-service/protocol.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { answer, CONFIG, refusal, startService } from './start-service.js';

const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
const created = () => answer({ id: ID, visitorToken: 'token-1' });
const bodyOf = (init?: RequestInit) => JSON.parse(String(init?.body)) as Record<string, unknown>;
const headersOf = (init?: RequestInit) => new Headers(init?.headers);
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was resolved'),
    (error) => error as CallbackServiceError,
  );

describe('CallbackService.schedule', () => {
  it('[WI2] posts what Engagement v3 wants, without a panel', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    const result = await bus.command('CallbackService.schedule', {
      phonenumber: '+14155550100',
      firstname: 'Ada',
      lastname: 'Lovelace',
      subject: 'Bernoulli numbers',
      desiredTime: new Date('2026-11-24T15:30:00Z'),
    });
    expect(result.data).toEqual({ id: ID, visitorToken: 'token-1' });
    const [{ url, init } = { url: '', init: undefined }] = environment.requests;
    expect(url).toBe('https://api.example.com/engagement/v3/callbacks/create');
    expect(init?.method).toBe('POST');
    expect(Object.fromEntries(headersOf(init))).toMatchObject({ 'x-api-key': 'key-1', 'content-type': 'application/json' });
    expect(headersOf(init).get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(bodyOf(init)).toEqual({
      serviceName: 'Support_VQ',
      phoneNumber: '+14155550100',
      language: 'en-GB',
      desiredTime: '2026-11-24T15:30:00.000Z',
      userData: { firstname: 'Ada', lastname: 'Lovelace', subject: 'Bernoulli numbers' },
    });
  });
  it.each([undefined, '', 'now'])('[WI2] desiredTime %j is as soon as possible', async (desiredTime) => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    await bus.command('CallbackService.schedule', { phonenumber: '1', desiredTime });
    expect(bodyOf(environment.requests[0]?.init)).not.toHaveProperty('desiredTime');
  });
  it("[WI2] userData: configured, below 8.5's form.userData, below the call's, below what was typed; blanks are not sent", async () => {
    const { bus, environment } = await startService({ ...CONFIG, userData: { a: 'config', b: 'config', c: 'config', d: 'config' } });
    environment.onFetch = created;
    await bus.command('CallbackService.schedule', {
      phonenumber: '1',
      form: { userData: { b: '8.5', c: '8.5', d: '8.5' } },
      userData: { c: 'call', d: 'call' },
      d: 'typed',
      email: '',
      lastname: undefined,
    });
    expect(bodyOf(environment.requests[0]?.init).userData).toEqual({ a: 'config', b: '8.5', c: 'call', d: 'typed' });
  });
  it('[WI1] a config object that an extension changes later counts as it is then', async () => {
    const config = { ...CONFIG };
    const { bus, environment } = await startService(config);
    environment.onFetch = created;
    config.dataURL = 'https://other.example.com/engagement/v3';
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    expect(environment.requests[0]?.url).toBe('https://other.example.com/engagement/v3/callbacks/create');
  });
  it('[WI2] configure at run time replaces what it names and keeps the rest', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    await bus.command('CallbackService.configure', { userData: { vip: true } });
    await expect(bus.command('CallbackService.configure', {})).rejects.toBe('Invalid configuration');
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    expect(bodyOf(environment.requests[0]?.init)).toMatchObject({ serviceName: 'Support_VQ', userData: { vip: true } });
  });
  it('[BU1] an interceptor may rewrite the request', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    bus.before('CallbackService.schedule', async (options) => ({ ...options, phonenumber: '+3511234', userData: { checked: 1 } }));
    await bus.command('CallbackService.schedule', { phonenumber: 'masked' });
    expect(bodyOf(environment.requests[0]?.init)).toMatchObject({ phoneNumber: '+3511234', userData: { checked: 1 } });
  });
  it('[WI3] `scheduled` comes after the caller has been told, with the answer as received', async () => {
    const { bus, environment, named } = await startService();
    environment.onFetch = () => Response.json({ status: { code: 0 }, data: { id: ID, visitorToken: 't' }, icsCalendarData: 'own field' });
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    expect(named('scheduled')).toEqual([]);
    await environment.advance(0);
    expect(named('scheduled')).toEqual([{ status: { code: 0 }, data: { id: ID, visitorToken: 't' }, icsCalendarData: 'own field' }]);
  });
  it.each([
    ['no number', { phonenumber: '' }, CONFIG, 7030],
    ['no service', { phonenumber: '1' }, { ...CONFIG, serviceName: undefined }, 7040],
    ['a time that is none', { phonenumber: '1', desiredTime: 'soonish' }, CONFIG, 501],
  ])('[WI5] %s is refused before anything is sent', async (_, options, config, code) => {
    const { bus, environment, named } = await startService(config);
    expect(await failed(bus.command('CallbackService.schedule', options))).toMatchObject({ httpStatus: 0, code });
    await environment.advance(0);
    expect(named('scheduleError')).toHaveLength(1);
    expect(environment.requests).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    ['7030 for the number', refusal(400, 7030, 'not valid'), { httpStatus: 400, code: 7030, message: 'not valid' }],
    ['7042 out of hours', refusal(400, 7042, 'closed'), { httpStatus: 400, code: 7042 }],
    ['a rate limit', refusal(429, 7041, 'slow down', {}, { 'retry-after': '30' }), { httpStatus: 429, code: 7041, retryAfter: 30 }],
    [
      "GMS's shape, code on top",
      Response.json({ code: 7037, message: 'no' }, { status: 400 }),
      { httpStatus: 400, code: 7037, message: 'no', corrId: '' },
    ],
    [
      'a proxy that speaks HTML',
      new Response('<h1>Forbidden</h1>', { status: 403 }),
      { httpStatus: 403, code: 0, message: 'The server answered with HTTP 403', unsaid: true },
    ],
    ['a success that is no JSON', new Response('<h1>Welcome</h1>'), { httpStatus: 200, code: 0 }],
  ])('[WI5] %s', async (_, response, expected) => {
    const { bus, environment, named } = await startService();
    environment.onFetch = () => response;
    expect(await failed(bus.command('CallbackService.schedule', { phonenumber: '1' }))).toMatchObject(expected);
    await environment.advance(0);
    expect(named('scheduleError')[0]).toMatchObject(expected);
    expect(environment.requests).toHaveLength(1);
  });
  it('[WI5] `scheduleError` waits for whoever needs time to show the refusal, and carries nothing of that', async () => {
    const { bus, environment, named } = await startService();
    environment.onFetch = () => refusal(429, 7041, 'booked already', { reason: 'open-request' });
    let show = (): void => undefined;
    const shown = new Promise<void>((resolve) => (show = resolve));
    const error = await bus.command('CallbackService.schedule', { phonenumber: '1' }).catch((reason: CallbackServiceError) => {
      reason.waitUntil?.(shown);
      return reason;
    });
    await environment.advance(0);
    expect(named('scheduleError')).toEqual([]);
    show();
    await environment.settle();
    expect(named('scheduleError')).toEqual([error]);
    expect(JSON.stringify(error)).not.toContain('waitUntil');
    expect(Object.keys(error as object)).not.toContain('waitUntil');
  });
  it('[WI5] a full slot brings its alternatives in order of time, without those that are full too', async () => {
    const slots = { '2026-11-24T16:00:00.000Z': '2', '2026-11-24T09:15:00.000Z': '5', '2026-11-24T10:00:00.000Z': '0', rubbish: '9' };
    const { bus, environment } = await startService();
    environment.onFetch = () => refusal(429, 7041, 'full', { data: { slots } });
    const error = await failed(bus.command('CallbackService.schedule', { phonenumber: '1' }));
    expect(error.slots).toEqual([
      { utcTime: '2026-11-24T09:15:00.000Z', capacity: 5 },
      { utcTime: '2026-11-24T16:00:00.000Z', capacity: 2 },
    ]);
    expect(error.responseJSON).toMatchObject({ status: { code: 7041 }, data: { slots } });
    expect(error.corrId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a flaky network', () => {
  it('[WI5] the request goes out again with the same key, and the visitor is told', async () => {
    const { bus, environment, named } = await startService();
    const answers = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => refusal(503, 500, 'starting'),
      () => new Response('', { status: 504 }),
      created,
    ];
    environment.onFetch = () => answers.shift()!();
    const running = bus.command('CallbackService.schedule', { phonenumber: '1', idempotencyKey: 'key-of-the-panel' });
    await environment.advance(60_000);
    expect((await running).data.id).toBe(ID);
    expect(environment.requests.map(({ init }) => headersOf(init).get('idempotency-key'))).toEqual(Array(4).fill('key-of-the-panel'));
    expect(named('retrying')).toMatchObject([{ command: 'schedule', attempt: 2 }, { attempt: 3 }, { attempt: 4 }]);
  });
  it('[WI14] without a key of the panel, every call is a request of its own', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    const keys = environment.requests.map(({ init }) => headersOf(init).get('idempotency-key'));
    expect(new Set(keys).size).toBe(2);
  });
  it('[WI5] it gives up in the end', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = () => new Response('', { status: 502 });
    const running = failed(bus.command('CallbackService.schedule', { phonenumber: '1' }));
    await environment.advance(120_000);
    expect(await running).toMatchObject({ httpStatus: 502 });
    expect(environment.requests).toHaveLength(4);
    expect(environment.pendingTimers()).toBe(0);
  });
  it('[WI3] offline is said at once, and nothing is tried', async () => {
    const environment = fakeEnvironment({ isOnline: false });
    const { bus } = await startService(CONFIG, environment);
    expect(await failed(bus.command('CallbackService.schedule', { phonenumber: '1' }))).toMatchObject({ httpStatus: 0, offline: true });
    expect(environment.requests).toHaveLength(1);
  });
  it('[WI5] a server that is silent for ajaxTimeout counts as no answer, in headers and in body', async () => {
    const { bus, environment } = await startService({ ...CONFIG, ajaxTimeout: '3000' });
    const silent = () => new Promise<Response>(() => {});
    const stuck = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) }));
    const answers = [silent, stuck, created];
    environment.onFetch = () => answers.shift()!();
    const running = bus.command('CallbackService.schedule', { phonenumber: '1' });
    await environment.advance(2999);
    expect(environment.requests).toHaveLength(1);
    await environment.advance(20_000);
    expect((await running).data.id).toBe(ID);
    expect(environment.requests[0]?.init?.signal?.aborted).toBe(true);
  });
  it('[WI6] after destroy nothing goes out any more', async () => {
    const { bus, environment, destroy } = await startService();
    environment.onFetch = () => new Response('', { status: 502 });
    const running = failed(bus.command('CallbackService.schedule', { phonenumber: '1' }));
    await environment.settle();
    destroy();
    await environment.advance(120_000);
    await running;
    expect(environment.requests.length).toBeLessThanOrEqual(2);
    expect(environment.pendingTimers()).toBe(0);
  });
});

describe('what is stored', () => {
  it('[WI10] nothing, before there is a callback', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = () => answer({ slots: [], durationMin: 15, timezone: 'UTC' });
    await bus.command('CallbackService.availability');
    expect(await bus.command('CallbackService.running')).toBeNull();
    expect(environment.stored.size).toBe(0);
  });
  it('[WI14] the running request, for this tab, found again after a reload', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = created;
    await bus.command('CallbackService.schedule', { phonenumber: '+14155550100', firstname: 'Ada' });
    expect([...environment.stored.values()].join()).not.toMatch(/Ada|4155550100/);
    const reloaded = fakeEnvironment();
    for (const [key, value] of environment.stored) reloaded.stored.set(key, value);
    const { bus: later } = await startService(CONFIG, reloaded);
    expect(await later.command('CallbackService.running')).toEqual({ id: ID, token: 'token-1' });
  });
  it.each(['', '{', '7', '{"id":1,"token":"t"}'])('[WI14] rubbish in storage (%j) is no request', async (rubbish) => {
    const environment = fakeEnvironment();
    environment.stored.set(requestKey(CONFIG, ''), rubbish);
    const { bus } = await startService(CONFIG, environment);
    expect(await bus.command('CallbackService.running')).toBeNull();
  });
});
