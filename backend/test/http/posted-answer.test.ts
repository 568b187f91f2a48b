import type { Config } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { ROUTES } from '../../src/http/routes/index.js';
import { DatabaseUnavailable } from '../../src/ports/database-unavailable.js';
import { createLimitVerbs } from '../../src/usecases/limit-request.js';
import { type BootedApp, bootApp, LISTED_ORIGIN } from './boot-app.js';
import { comparableAnswer, type ComparableAnswer, type Wish } from './comparable-answer.js';
import { countsInMemory } from './counted.js';
import { ID, NUMBER_CHECK } from './fake-ringback.js';
import { exchange, opened, partsOf } from './raw-socket.js';

const base = bootApp().services.config;
const START = Date.UTC(2026, 10, 23, 14, 0);
const CREATE = '/engagement/v3/callbacks/create';
const CALL_IN = '/engagement/v3/call-in/requests/create';
const RESEND = ROUTES.find(({ name }) => name === 'resendCode')!.endpoint.path;
const BOOKING = JSON.stringify({ serviceName: 'Sales_VQ', phoneNumber: '+12125550111' });

const clock = { now: () => START };

/** One way to be served; both ways get every request, and each counts for itself. */
interface Way {
  readonly booted: BootedApp;
  readonly server: HttpServer;
  readonly port: number;
  /** Requests that reached the framework. */
  readonly framed: () => number;
}

async function way(early: boolean, limits: Partial<Config['limits']>): Promise<Way> {
  const config = { ...base, limits: { ...base.limits, perNumberPerDay: 0, trustedProxies: ['127.0.0.1'], ...limits } };
  const booted = bootApp({ config });
  booted.ringback.replace({
    ...createLimitVerbs({ limits: config.limits, requests: countsInMemory() as never, clock }),
    createdBefore: async (key) => (key === 'known' ? ({ id: 'made before', visitorToken: 'token' } as never) : undefined),
  });
  let framed = 0;
  const fetch: BootedApp['app']['fetch'] = (...of) => {
    framed += 1;
    return booted.app.fetch(...of);
  };
  const server = createHttpServer(fetch, {}, early ? booted.answerEarly : undefined);
  return { booted, server, port: await server.listen(0, '127.0.0.1'), framed: () => framed };
}

/** An empty header is left out. */
function ask(port: number, { headers = {}, body = BOOKING, ...wish }: Wish): Promise<ComparableAnswer> {
  const given = { 'x-api-key': 'demo-key', 'content-type': 'application/json', ...headers };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  return comparableAnswer(port, { method: 'POST', path: CREATE, ...wish, headers: present, body });
}

/** The same wish on both ways. */
async function bothWays(
  wishes: readonly Wish[],
  limits: Partial<Config['limits']> = {},
  replace: Parameters<BootedApp['ringback']['replace']>[0] = {},
) {
  const ways = await Promise.all([way(true, limits), way(false, limits)]);
  for (const { booted } of ways) booted.ringback.replace(replace);
  const answers = [];
  for (const wish of wishes) {
    const [early, whole] = await Promise.all(ways.map(({ port }) => ask(port, wish)));
    expect(early).toEqual(whole);
    answers.push(early!);
  }
  const given = ways.map(({ booted }) => booted.ringback.calls.map(({ verb, given: of }) => [verb, of]));
  expect(given[0]).toEqual(given[1]);
  const lines = ways.map(({ booted }) =>
    booted.logged().flatMap(({ msg, route, status, code }) => (msg === 'request' ? [[route, status, code]] : [])),
  );
  // Of very many refusals a second not all get a line.
  if (wishes.length < 20) expect(lines[0]).toEqual(lines[1]);
  await Promise.all(ways.map(({ server }) => server.close(0)));
  return { answers, framed: ways[0]!.framed(), logText: ways[0]!.booted.logText() };
}

const refusing = (error: Error) => ({
  async createCallback() {
    throw error;
  },
});

describe('[SE1] what is posted plainly', () => {
  it('[SE1] needs the API key, a body, and nothing else of the framework', () => {
    const posted = ROUTES.filter(({ answerPosted }) => answerPosted);
    expect(posted.map(({ name }) => name).sort()).toEqual(['createCallIn', 'createCallback', 'resendCode']);
    for (const { endpoint } of posted) {
      const { method, door, query, bodyOptional, stream, upload, media } = endpoint;
      expect([method, door, query, bodyOptional, stream, upload, media]).toEqual(['POST', 'api-key', ...Array.from({ length: 5 })]);
      expect([endpoint.body !== undefined, endpoint.path.includes('{')]).toEqual([true, false]);
    }
  });

  const good: [string, number, Wish][] = [
    ['a booking', 200, {}],
    ['with an Idempotency-Key', 200, { headers: { 'idempotency-key': 'a key' } }],
    ['from a listed page', 200, { headers: { origin: LISTED_ORIGIN } }],
    ['with a charset', 200, { headers: { 'content-type': 'application/json; charset=utf-8' } }],
    ['without a type', 200, { headers: { 'content-type': '' } }],
    ['with a query that nobody asks for', 200, { path: `${CREATE}?a=b` }],
    ['a call-in', 200, { path: CALL_IN, body: JSON.stringify({ groupName: 'technical_help', fromPhoneNumber: '+12125550111' }) }],
    ['another code', 200, { path: RESEND, body: JSON.stringify({ numberCheckId: 'id-of-a-check', ...(JSON.parse(BOOKING) as object) }) }],
    ['an unknown queue', 400, { body: JSON.stringify({ serviceName: 'None_VQ', phoneNumber: '+12125550111' }) }],
    ['a number that is none', 400, { body: JSON.stringify({ serviceName: 'Sales_VQ', phoneNumber: 'x' }) }],
    ['a body that breaks the schema', 400, { body: JSON.stringify({ serviceName: 7, userData: { a: { b: [] } }, priority: 'x' }) }],
    ['a body that is no JSON', 400, { body: '{"' }],
    ['no body', 400, { body: '' }],
    ['a body of blanks', 400, { body: ' \n ' }],
    ['NUL in it', 400, { body: JSON.stringify({ serviceName: 'a\0' }) }],
    ['nested deep', 400, { body: `${'['.repeat(40)}${']'.repeat(40)}` }],
    ['no UTF-8', 400, { body: Buffer.from([0x7b, 0xff, 0x7d]) }],
    ['an Idempotency-Key that is none', 400, { headers: { 'idempotency-key': 'x'.repeat(300) } }],
    ['an unknown key', 401, { headers: { 'x-api-key': 'nobody' } }],
    ['two keys', 401, { headers: { 'x-api-key': ['demo-key', 'demo-key'] } }],
    ['no key and no body', 401, { headers: { 'x-api-key': '' }, body: '' }],
    ['64 KiB', 400, { body: '"'.repeat(65_536) }],
  ];
  it.each(good)('[SE1] is answered as by the app, field by field, without it: %s', async (_, http, wish) => {
    const { answers, framed } = await bothWays([wish], { perAddressPerMinute: 5 });
    expect([answers[0]?.http, framed]).toEqual([http, 0]);
  });

  it.each<[string, number, Wish]>([
    [
      'a form',
      200,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'serviceName=Sales_VQ&phoneNumber=%2B12125550111' },
    ],
    ['another type', 415, { headers: { 'content-type': 'text/plain' } }],
    ['two types', 415, { headers: { 'content-type': ['application/json', 'text/plain'] } }],
    ['another charset', 415, { headers: { 'content-type': 'application/json; charset=utf-16' } }],
    ['compressed', 415, { headers: { 'content-encoding': 'gzip' } }],
    ['in chunks', 200, { headers: { 'transfer-encoding': 'chunked' } }],
    ['a byte too many', 413, { body: '"'.repeat(65_537) }],
    ['another address', 200, { path: '/engagement/v3/callbacks/retrieve', body: JSON.stringify({ id: ID }) }],
  ])('[SE1] is left to the app when it is not plain: %s', async (_, http, wish) => {
    const { answers, framed } = await bothWays([wish], { perAddressPerMinute: 5 });
    expect([answers[0]?.http, framed]).toEqual([http, 1]);
  });

  it.each<[string, number, Error]>([
    ['free places', 400, new Refusal('OUTSIDE_OFFICE_HOURS', 'Full.', { slots: new Map([[START, 3]]) })],
    ['a check of the number', 400, new Refusal('NUMBER_CHECK_NEEDED', 'A code is on its way.', { numberCheck: NUMBER_CHECK })],
    ['when to come again', 429, new Refusal('TOO_MANY_REQUESTS', 'Later.', { retryAfterSeconds: 7.2, reason: 'open-request' })],
    ['a captcha that is missing', 400, new Refusal('CAPTCHA_FAILED', 'captchaToken is missing.')],
    ['a database that is away', 503, new DatabaseUnavailable(new Error('gone'))],
    ['a fault, without its cause', 500, new Error('the secret of the fault')],
  ])('[SE1] is refused in the words of the app: %s', async (_, http, error) => {
    const { answers, framed, logText } = await bothWays([{}], {}, refusing(error));
    expect([answers[0]?.http, framed]).toEqual([http, 0]);
    expect(JSON.stringify(answers)).not.toContain('the secret of the fault');
    expect(logText.includes('request failed')).toBe(http === 500);
  });

  it('[SE1][CB1] is counted once, tells how the limit stands, and beyond it gives an earlier answer again', async () => {
    const known = { headers: { 'idempotency-key': 'known' } };
    const { answers } = await bothWays([{}, { body: '{' }, {}, {}, known, known, known, known], { perAddressPerMinute: 2 });
    expect(answers.map(({ http }) => http)).toEqual([200, 400, 429, 429, 200, 200, 200, 429]);
    const left = answers.map(({ headers }) => /r=(\d+)/.exec(headers.find((header) => header.startsWith('ratelimit:')) ?? '')?.[1]);
    expect(left).toEqual(['1', '0', '0', '0', '0', '0', '0', '0']);
  });

  it('[SE1] whatever is posted, the app would have said the same', async () => {
    const wishes = fc.record({
      path: fc.constantFrom(CREATE, CALL_IN, RESEND, `${CREATE}?x=%zz`, '/engagement/v3/callbacks/cancel'),
      body: fc.oneof(
        fc.constantFrom(BOOKING, '', '[]', 'null', '{"serviceName":"Sales_VQ"}', '{"__proto__":{"a":1}}', '"\ud800"'),
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc
          .record({ serviceName: fc.constantFrom('Sales_VQ', ' ', 'x'.repeat(300)), phoneNumber: fc.string(), userData: fc.jsonValue() })
          .map((value) => JSON.stringify(value)),
      ),
      headers: fc.record(
        {
          origin: fc.constantFrom(LISTED_ORIGIN, 'https://evil.example', 'null'),
          'x-api-key': fc.constantFrom('demo-key', 'nobody', '__proto__', ' demo-key '),
          'content-type': fc.constantFrom('application/json', 'APPLICATION/JSON;charset=UTF-8', 'application/json; x=y', 'text/json', ''),
          'idempotency-key': fc.constantFrom('known', 'new', '\u00e9', 'x'.repeat(256)),
          'x-forwarded-for': fc.constantFrom('198.51.100.1', '198.51.100.2', 'nonsense'),
          'content-encoding': fc.constantFrom('identity', 'br'),
        },
        { requiredKeys: [] },
      ),
    });
    const { framed } = await bothWays(fc.sample(wishes, 150), { perAddressPerMinute: 20 });
    expect(framed).toBeLessThan(100);
  });
});

describe('[SE1] a client that posts badly', () => {
  const head = (length: number, key = 'demo-key') =>
    `POST ${CREATE} HTTP/1.1\r\nHost: a\r\nx-api-key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

  it('[SE1] goes away in the middle of its body, and nothing is booked', async () => {
    const { booted, server, port } = await way(true, {});
    const { socket } = opened(port, `${head(BOOKING.length)}${BOOKING.slice(0, 20)}`);
    // Somebody else is served, and by then the half has come.
    expect((await ask(port, {})).http).toBe(200);
    socket.destroy();
    await expect.poll(() => booted.logged().filter(({ status }) => status === 400)).toHaveLength(1);
    expect(booted.ringback.calls.filter(({ verb }) => verb === 'createCallback')).toHaveLength(1);
    await server.close(0);
  });

  it('[SE1] is told of a wrong key before its body has come, and cut when it does not', async () => {
    const { server, port } = await way(true, { perAddressPerMinute: 5 });
    const answer = await exchange(port, `${head(60_000, 'nobody')}{`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401']);
    await server.close(0);
  });

  it('[SE1] sends its next request before the answer, and gets both in their order', async () => {
    const { server, port } = await way(true, { perAddressPerMinute: 5 });
    const next = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    const answers = await exchange(port, `${head(BOOKING.length)}${BOOKING}${head(1)}{${head(2, 'nobody')}{}${next}`);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 401', 'HTTP/1.1 200']);
    expect(partsOf(answers).http).toBe(200);
    await server.close(0);
  });
});
