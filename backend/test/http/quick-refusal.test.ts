import type { Config } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { earlyAnswers } from '../../src/http/early-answers.js';
import { plainRequests } from '../../src/http/plain-request.js';
import { quickRefusals } from '../../src/http/quick-refusal.js';
import { answerRecorder } from '../../src/http/record-answer.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { createLimitVerbs } from '../../src/usecases/limit-request.js';
import { type BootedApp, bootApp, LISTED_ORIGIN } from './boot-app.js';
import { comparableAnswer, type Wish } from './comparable-answer.js';
import { countsInMemory } from './counted.js';
import { exchange, opened, partsOf } from './raw-socket.js';

const START = Date.UTC(2026, 10, 23, 14, 0);
const CREATE = '/engagement/v3/callbacks/create';
const STATUS = '/engagement/v3/callbacks/queue-status/Sales_VQ';
const EVIL = 'https://evil.example';
const BOOKING = JSON.stringify({ serviceName: 'Sales_VQ', phoneNumber: '+12125550111' });
const LIMITS: Config['limits'] = {
  ...bootApp().services.config.limits,
  perAddressPerMinute: 2,
  perNumberPerDay: 0,
  perEndpointPerMinute: { openFor: 1 },
  trustedProxies: ['127.0.0.1'],
};

const ask = (port: number, wish: Wish) => comparableAnswer(port, { path: STATUS, ...wish });

let now = START;
const clock = { now: () => now };
/** `quick`: with the short way; `whole`: a replica without it, which remembers nobody and has only the shared counts. */
interface Pair {
  readonly quick: number;
  readonly whole: number;
  readonly booted: BootedApp;
  /** What the short way has answered so far. */
  readonly atOnce: () => number;
  readonly counted: () => number;
  close(): Promise<void>;
}

async function pair(limits: Config['limits'] = LIMITS, publicUrl?: string): Promise<Pair> {
  const requests = countsInMemory();
  const config = { ...bootApp().services.config, limits };
  const verbs = () => createLimitVerbs({ limits: config.limits, requests: { ...requests } as never, clock });
  const booted = bootApp({ config, publicUrl });
  const other = bootApp({ config, publicUrl });
  booted.ringback.replace({ ...verbs(), createdBefore: async () => undefined });
  other.ringback.replace({ limitRequest: (...of) => verbs().limitRequest(...of), createdBefore: async () => undefined });
  const refusalOf = quickRefusals(booted.services);
  const plain = plainRequests();
  const answerEarly = earlyAnswers(booted.services, answerRecorder(booted.services));
  let atOnce = 0;
  const servers: HttpServer[] = [
    createHttpServer(booted.app.fetch, {}, (request, response) => {
      const asked = plain(request);
      if (asked && refusalOf(asked)) atOnce += 1;
      return answerEarly(request, response);
    }),
    createHttpServer(other.app.fetch),
  ];
  const [quick = 0, whole = 0] = await Promise.all(servers.map((server) => server.listen(0, '127.0.0.1')));
  return {
    quick,
    whole,
    booted,
    atOnce: () => atOnce,
    counted: requests.asked,
    close: async () => void (await Promise.all(servers.map((server) => server.close(0)))),
  };
}

let both: Pair;
beforeAll(async () => void (both = await pair()));
/** Another hour, at the begin of a part of the sliding minute. */
beforeEach(() => void (now = Math.ceil(now / 3_600_000) * 3_600_000 + 3_600_000));
afterAll(() => both.close());

const from = (address: string, more: Record<string, string | string[]> = {}) => ({
  'x-forwarded-for': address,
  'x-api-key': 'demo-key',
  'content-type': 'application/json',
  ...more,
});
/** Uses up what an address has. */
async function fill(address: string, { quick } = both): Promise<void> {
  for (let count = 0; count < 3; count += 1) await ask(quick, { method: 'POST', path: CREATE, headers: from(address), body: BOOKING });
  await ask(quick, { path: '/engagement/v3/callbacks/open-for/Sales_VQ', headers: from(address) });
  await ask(quick, { path: '/engagement/v3/callbacks/open-for/Sales_VQ', headers: from(address) });
}
const FULL = '198.51.100.7';
const create = (more: Record<string, string | string[]> = {}, body = BOOKING): Wish => ({
  method: 'POST',
  path: CREATE,
  headers: from(FULL, more),
  body,
});

describe('[SE1] a refusal at once', () => {
  const cases: [string, number, Wish][] = [
    ['beyond the limit of an address', 429, create()],
    ['beyond it, from a known page', 429, create({ origin: LISTED_ORIGIN })],
    ['beyond it, with a body that is no JSON', 429, create({}, '{"')],
    ['beyond it, with no key', 429, { method: 'POST', path: CREATE, headers: { 'x-forwarded-for': FULL } }],
    ['beyond it, with an Idempotency-Key that is none', 400, create({ 'idempotency-key': 'x'.repeat(300) })],
    ['beyond it, with two of them', 400, create({ 'idempotency-key': ['x'.repeat(200), 'y'.repeat(100)] })],
    ['beyond it, with a body of 300 kB', 429, create({}, 'x'.repeat(300_000))],
    ['beyond it, in chunks', 429, create({ 'transfer-encoding': 'chunked' })],
    ['beyond the limit of an endpoint', 429, { path: '/engagement/v3/callbacks/open-for/Sales_VQ', headers: from(FULL) }],
    ['the same, head only', 429, { method: 'HEAD', path: '/engagement/v3/callbacks/open-for/Sales_VQ', headers: from(FULL) }],
    ['the same, with a query', 429, { path: '/engagement/v3/callbacks/open-for/Sales_VQ?a=%zz&b=<', headers: from(FULL) }],
    ['a foreign page', 403, create({ origin: EVIL })],
    ['a page that calls itself null', 403, create({ origin: 'null' })],
    ['a page with an empty origin', 403, create({ origin: '' })],
    ['a page with two origins', 403, create({ origin: [LISTED_ORIGIN, LISTED_ORIGIN] })],
    ['a foreign page, head only', 403, { method: 'HEAD', headers: { origin: EVIL } }],
    ['a foreign page that deletes', 403, { method: 'DELETE', headers: { origin: EVIL } }],
    ['a foreign page anywhere', 403, { path: '/visitor/v9/nothing', headers: { origin: EVIL } }],
    ['its preflight', 403, { method: 'OPTIONS', path: CREATE, headers: { origin: EVIL, 'access-control-request-method': 'POST' } }],
    ['a foreign page at the console', 403, { path: '/console/v1/desk', headers: { origin: EVIL } }],
    ['another site at the console', 403, { path: '/console/v1/desk', headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page at the telephony API', 403, { method: 'POST', path: '/telephony/v1/callbacks', headers: { origin: LISTED_ORIGIN } }],
    ['no key', 401, {}],
    ['an empty key', 401, { headers: { 'x-api-key': '' } }],
    ['an unknown key', 401, { headers: { 'x-api-key': 'nobody' } }],
    ['a known key, twice', 401, { headers: { 'x-api-key': ['demo-key', 'demo-key'] } }],
    ['an unknown key, head only', 401, { method: 'HEAD', headers: { 'x-api-key': 'nobody' } }],
    ['an unknown key, from a known page', 401, { headers: { 'x-api-key': 'nobody', origin: LISTED_ORIGIN } }],
    ['no visitor token', 401, { path: '/visitor/v1/callback' }],
    ['no bearer', 401, { path: '/visitor/v1/callback', headers: { authorization: 'Basic a' } }],
    ['no token for a stream', 401, { path: '/visitor/v1/callback/events' }],
  ];
  it.each(cases)('[SE1] says what the whole app says, field by field: %s', async (_, http, wish) => {
    await fill(FULL);
    const [before, counted] = [both.atOnce(), both.counted()];
    const quick = await ask(both.quick, wish);
    expect([quick.http, both.atOnce() - before, both.counted() - counted]).toEqual([http, 1, 0]);
    expect(quick).toEqual(await ask(both.whole, wish));
  });

  it('[SE1] also behind https', async () => {
    const secure = await pair(LIMITS, 'https://callback.example.com');
    for (const wish of [create({ origin: EVIL }), { path: '/console/v1/desk', headers: { origin: EVIL } }]) {
      const quick = await ask(secure.quick, wish);
      expect(quick).toEqual(await ask(secure.whole, wish));
      expect(quick.headers).toContain('strict-transport-security: max-age=31536000');
    }
    expect(secure.atOnce()).toBe(2);
    await secure.close();
  });

  it.each<[string, Wish]>([
    ['a good question', { headers: { 'x-api-key': 'demo-key' } }],
    ['a preflight of a known page', { method: 'OPTIONS', headers: { origin: LISTED_ORIGIN, 'access-control-request-method': 'GET' } }],
    ['a token, good or not', { path: '/visitor/v1/callback', headers: { authorization: 'Bearer x' } }],
    ['a token in the address of a stream', { path: '/visitor/v1/callback/events?token=x' }],
    ['an address that nobody has', { path: '/engagement/v3/nothing' }],
    ['another method', { method: 'DELETE', path: CREATE }],
    ['a path with something encoded', { path: '/engagement/v3/callbacks/queue-status/Sales%5FVQ' }],
    ['a path with dots', { path: '/engagement/v3/callbacks/../callbacks/queue-status/Sales_VQ', headers: { origin: EVIL } }],
    ['a host that is none', { headers: { host: '1.2.3.4.5', origin: EVIL } }],
    ['a page, not an API', { path: '/docs', headers: { origin: EVIL } }],
    ['a login', { method: 'POST', path: '/console/v1/session', body: '{}' }],
  ])('[SE1] leaves to the app: %s', async (_, wish) => {
    const before = both.atOnce();
    const quick = await ask(both.quick, wish);
    expect(both.atOnce()).toBe(before);
    expect(quick.http).toBeLessThan(500);
    expect(quick).toEqual(await ask(both.whole, wish));
  });

  it('[SE1] whatever is asked, it is what the app would say, on a replica that has only the shared counts', async () => {
    const wishes = fc.record({
      method: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT'),
      path: fc.oneof(
        fc.constantFrom(
          CREATE,
          STATUS,
          '/engagement/v3/callbacks/open-for/Sales_VQ',
          '/visitor/v1/callback',
          '/visitor/v1/offers/Sales_VQ',
        ),
        fc.constantFrom(
          '/engagement/v3/callbacks/open-for/',
          '/engagement',
          '/visitor/v1/callback/',
          '/console/v1/session',
          '/telephony/v1/x',
        ),
        fc.constantFrom(
          '//visitor/v1/callback',
          '/visitor/v1/callback/events?token',
          '/engagement/v3/call-in/requests/create',
          '/visitor/v1/push',
        ),
      ),
      address: fc.nat(3).map((last) => `198.51.100.${last}`),
      headers: fc.record(
        {
          origin: fc.constantFrom(EVIL, LISTED_ORIGIN, 'http://shop.test:8080', 'HTTPS://WWW.EXAMPLE.COM'),
          'x-api-key': fc.constantFrom('demo-key', 'nobody', '__proto__', ' demo-key '),
          authorization: fc.constantFrom('Bearer ', 'bearer x', 'Bearer', 'x'),
          'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin'),
          host: fc.constantFrom('a', 'A.B:80', '1.2.3.4.5', 'a..b', '[::1]:80', 'x_y', 'a:99999', 'xn--a'),
        },
        { requiredKeys: [] },
      ),
      pass: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 70_000 })),
    });
    let same = 0;
    await fc.assert(
      fc.asyncProperty(wishes, async ({ method, path, address, headers, pass }) => {
        now += pass;
        const wish: Wish = {
          method,
          path,
          headers: { 'x-forwarded-for': address, ...headers },
          ...(method === 'POST' && { body: BOOKING }),
        };
        const before = both.atOnce();
        const quick = await ask(both.quick, wish);
        if (both.atOnce() === before) return;
        same += 1;
        expect(quick).toEqual(await ask(both.whole, wish));
      }),
      { numRuns: 400 },
    );
    expect(same).toBeGreaterThan(40);
  });
});

describe('[SE1] who is refused at once', () => {
  const booked = async (address: string, more: Record<string, string> = {}) =>
    (await ask(both.quick, { method: 'POST', path: CREATE, headers: from(address, more), body: BOOKING })).http;

  it('[SE1] is let in again at the very millisecond at which the app would', async () => {
    await fill(FULL);
    const [, seconds] = /retry-after: (\d+)/.exec((await ask(both.quick, create())).headers.join('\n')) ?? [];
    const wait = Number(seconds) * 1000;
    const before = both.atOnce();
    now += wait - 1;
    expect([await booked(FULL), both.atOnce() - before]).toEqual([429, 1]);
    now += 1;
    expect([await booked(FULL), both.atOnce() - before]).toEqual([200, 1]);
  });

  it('[SE1] keeps nobody else out: another address, another endpoint, another visitor', async () => {
    await fill(FULL);
    expect(await booked(FULL)).toBe(429);
    expect(await booked('198.51.100.8')).toBe(200);
    expect((await ask(both.quick, { headers: from(FULL) })).http).toBe(200);
    for (let count = 0; count < 50; count += 1) await ask(both.quick, { headers: from(FULL, { 'x-api-key': 'nobody', origin: EVIL }) });
    expect((await ask(both.quick, { headers: from(FULL) })).http).toBe(200);
    expect((await ask(both.quick, { headers: from(FULL, { origin: LISTED_ORIGIN }) })).http).toBe(200);
  });

  it('[SE1] nobody is, whose limit the operator has raised', async () => {
    const limits = { ...LIMITS };
    const raised = await pair(limits);
    await fill(FULL, raised);
    expect((await ask(raised.quick, create())).http).toBe(429);
    limits.perAddressPerMinute = 9;
    expect((await ask(raised.quick, create())).http).toBe(200);
    await raised.close();
  });

  it('[SE1] an address that somebody else has written into X-Forwarded-For is not', async () => {
    await fill(FULL);
    // What the trusted proxy has written stands on the right.
    expect(await booked(`${FULL}, 198.51.100.9`)).toBe(200);
    const direct = await pair({ ...LIMITS, trustedProxies: [] });
    await fill('198.51.100.10', direct);
    const asked = { method: 'POST', path: CREATE, body: BOOKING };
    expect((await ask(direct.quick, { ...asked, headers: from('198.51.100.10') })).http).toBe(429);
    // Without a trusted proxy it was the connection all the time: no name that it gives itself helps or hurts.
    expect((await ask(direct.quick, { ...asked, headers: from('198.51.100.11') })).http).toBe(429);
    const sent = `POST ${CREATE} HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\nX-Forwarded-For: 127.0.0.1\r\nContent-Length: ${BOOKING.length}\r\nConnection: close\r\n\r\n${BOOKING}`;
    expect(partsOf(await opened(direct.quick, sent, '127.0.0.2').answer).http).toBe(200);
    await direct.close();
  });

  it('[SE1][CB1] may have an earlier answer given again, a few times', async () => {
    await fill(FULL);
    let asked = 0;
    both.booted.ringback.replace({ createdBefore: async () => void (asked += 1) });
    const before = both.atOnce();
    for (let count = 0; count < 5; count += 1) expect(await booked(FULL, { 'idempotency-key': 'key' })).toBe(429);
    expect([asked, both.atOnce() - before]).toEqual([3, 2]);
  });
});

describe('[SE1] a connection on which somebody is refused at once', () => {
  const head = `POST ${CREATE} HTTP/1.1\r\nHost: a\r\nOrigin: ${EVIL}\r\n`;
  it('[SE1] goes on with the next request, whose begin is where the refused body ends', async () => {
    const body = 'GET /console/v1/desk HTTP/1.1\r\nHost: a\r\n\r\n';
    const next = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const answers = await exchange(both.quick, `${head}Content-Length: ${body.length}\r\n\r\n${body}${next}`);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200']);
  });

  it.each([
    ['of a length', 'Content-Length: 60000\r\n\r\n{'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])('[SE1] is cut when the rest of the body does not come: %s', async (_, rest) => {
    const answers = await exchange(both.quick, head + rest);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 403']);
  });

  it('[SE1] a fault in judging leaves the request to the app', async () => {
    const broken = await pair();
    broken.booted.ringback.replace({
      knownLimit: () => {
        throw new Error('broken');
      },
    });
    expect((await ask(broken.quick, { headers: { 'x-api-key': 'demo-key' } })).http).toBe(200);
    expect(broken.booted.logged()).toContainEqual(expect.objectContaining({ msg: 'could not refuse at once' }));
    await broken.close();
  });

  it('[SE1] leaves the same traces as any other: log and metrics, without address or origin', async () => {
    await ask(both.quick, { headers: { 'x-api-key': 'nobody', origin: LISTED_ORIGIN } });
    const { route, method, status, code } = both.booted.logged().findLast(({ msg }) => msg === 'request') ?? {};
    expect([route, method, status, code]).toEqual(['/engagement/v3/callbacks/queue-status/{queue-name}', 'GET', 401, 1103]);
    expect((await both.booted.services.metrics.text()).body).toMatch(
      /http_requests_total\{route="[^"]*queue-name[^"]*",method="GET",status="401"\} \d/,
    );
    expect(both.booted.logText()).not.toMatch(/198\.51\.100|evil\.example/);
  });
});
