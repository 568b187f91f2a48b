import { ENDPOINTS, type Endpoint, STATUS_CODES, answersOf, deletion } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../../src/ports/database-unavailable.js';
import { Refusal } from '../../src/domain/refusal.js';
import { EXAMPLES } from '../../src/http/openapi/examples.js';
import { type BootedApp, asked, bootApp, loggedIn, posted } from './boot-app.js';
import { ID, SLOT, TOKEN } from './fake-ringback.js';

const CREATE = '/engagement/v3/callbacks/create';
const GOOD = { serviceName: 'Sales_VQ', phoneNumber: '+12123456789' };

interface Answer {
  status: { code: number; message: string; corrId: string };
  data?: { slots?: Record<string, string> };
}
async function request({ app }: BootedApp, path: string, init?: RequestInit): Promise<{ http: number; answer: Answer; headers: Headers }> {
  const response = await app.request(path, init);
  const answer = (await response.json()) as Answer;
  expect(answer.status.corrId).toBe(response.headers.get('x-correlation-id'));
  return { http: response.status, answer, headers: response.headers };
}
const raw = (body: string | Uint8Array, type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'x-api-key': 'demo-key', 'content-type': type },
  body,
});

describe('refusals', () => {
  it.each([
    ['unknown address', '/engagement/v3/nothing', asked(), 404, 501],
    ['unknown address outside the APIs', '/nothing', asked(), 404, 501],
    ['address with a slash too many', `${CREATE}/`, posted(GOOD), 404, 501],
    ['telephony that does not exist', '/telephony/v1/call-in/nothing', posted({}), 404, 501],
    ['wrong method', CREATE, asked(), 405, 501],
    ['broken JSON', CREATE, raw('{"serviceName":'), 400, 501],
    ['empty body', CREATE, raw(''), 400, 501],
    ['blank body', CREATE, raw('  \n'), 400, 501],
    ['JSON null', CREATE, raw('null'), 400, 501],
    ['JSON list', CREATE, raw('[]'), 400, 501],
    ['JSON text', CREATE, raw('"x"'), 400, 501],
    ['plain text', CREATE, raw('{}', 'text/plain'), 415, 501],
    ['multipart', CREATE, raw('--x--', 'multipart/form-data; boundary=x'), 415, 501],
    ['latin-1', CREATE, raw('{}', 'application/json; charset=iso-8859-1'), 415, 501],
    ['invalid UTF-8', CREATE, raw(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), 400, 501],
    ['64 KiB and a byte', CREATE, raw(`{"a":"${'x'.repeat(64 * 1024 - 7)}"}`), 413, 501],
    ['nesting of 9000 levels', CREATE, raw(`{"userData":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`), 400, 501],
    ['30000 open brackets', CREATE, raw('['.repeat(30_000) + ']'.repeat(30_000)), 400, 501],
    ['nesting of 40 levels', CREATE, raw(`{"userData":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`), 400, 501],
    ['NUL in a text', CREATE, raw(JSON.stringify({ ...GOOD, language: 'a\0b' })), 400, 501],
    ['half a surrogate pair', CREATE, raw('{"serviceName":"Sales_VQ","phoneNumber":"+12123456789","userData":{"a":"\\ud800"}}'), 400, 501],
    ['field twice in a form', CREATE, raw('serviceName=a&serviceName=b', 'application/x-www-form-urlencoded'), 400, 501],
    ['text and group in a form', CREATE, raw('userData=a&userData[b]=c', 'application/x-www-form-urlencoded'), 400, 501],
    ['broken brackets in a form', CREATE, raw('userData[a=1', 'application/x-www-form-urlencoded'), 400, 501],
    ['missing key', CREATE, { method: 'POST', body: '{}' }, 401, 503],
    ['unknown key', CREATE, posted(GOOD, { 'x-api-key': 'other-key' }), 401, 1103],
    ['key with another case', CREATE, posted(GOOD, { 'x-api-key': 'Demo-Key' }), 401, 1103],
    ['id that is no UUID', '/engagement/v3/callbacks/retrieve', posted({ id: 'x' }), 400, 501],
    ['unknown id', '/engagement/v3/callbacks/retrieve', posted({ id: '0191f0aa-7c1e-7d33-8a54-000000000000' }), 404, 501],
    ['unknown service', CREATE, posted({ ...GOOD, serviceName: 'Nowhere' }), 400, 7040],
    ['no number', CREATE, posted({ ...GOOD, phoneNumber: 'abc' }), 400, 7030],
    ['query parameter twice', '/engagement/v3/callbacks/availability/Sales_VQ?start=a&start=b', asked(), 400, 501],
    ['bad percent-encoding in the path', '/engagement/v3/callbacks/queue-status/%E0%A4%A', asked(), 400, 501],
    ['NUL in the path', '/engagement/v3/callbacks/queue-status/a%00b', asked(), 400, 501],
    ['NUL in the query', '/engagement/v3/estimated-wait-time?virtual-queues=a%00', asked(), 400, 501],
    ['missing query', '/engagement/v3/estimated-wait-time', asked(), 400, 501],
    ['unknown zone', '/engagement/v3/callbacks/availability/Sales_VQ?timezone=Mars/Base', asked(), 400, 501],
    ['empty idempotency key', CREATE, posted(GOOD, { 'idempotency-key': '' }), 400, 501],
    ['idempotency key too long', CREATE, posted(GOOD, { 'idempotency-key': 'k'.repeat(256) }), 400, 501],
    ['visitor without token', '/visitor/v1/callback', undefined, 401, 503],
    ['visitor with a forged token', '/visitor/v1/callback', { headers: { authorization: 'Bearer x' } }, 401, 503],
    ['token in the address where a header can be sent', '/visitor/v1/callback?token=visitor-token-of-the-fake', undefined, 401, 503],
    ['stream without token', '/visitor/v1/callback/events', undefined, 401, 503],
    ['desk without session', '/console/v1/desk', undefined, 401, 503],
    ['desk with a made-up session', '/console/v1/desk', { headers: { cookie: 'ringback_session=x' } }, 401, 503],
    [
      'a form at the console',
      '/console/v1/session',
      raw('username=admin&password=change-me-now', 'application/x-www-form-urlencoded'),
      415,
      501,
    ],
    ['wrong password', '/console/v1/session', raw('{"username":"admin","password":"x"}'), 401, 503],
  ])('%s', async (...[, path, init, http, code]) => {
    const result = await request(bootApp(), path, init);
    expect(result.http).toBe(http);
    expect(result.answer.status.code).toBe(code);
    expect(result.answer.status.message).not.toBe('');
    expect(result.answer).not.toHaveProperty('data');
    expect(result.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    [{ phoneNumber: '1' }, 'serviceName is missing'],
    [{ serviceName: '', phoneNumber: '1' }, 'serviceName must not be empty'],
    [{ serviceName: 5, phoneNumber: '1' }, 'serviceName: expected text'],
    [{ ...GOOD, desiredTime: 'tomorrow' }, 'desiredTime: expected an ISO 8601 date-time with offset, like 2026-11-23T13:00:00.000Z'],
    [{ ...GOOD, pushTargets: [{ channel: 'SMS', target: 'x' }] }, 'pushTargets[0].channel: expected "FCM"'],
    [{ ...GOOD, priority: 'high' }, 'priority: expected a number'],
    [{ ...GOOD, userData: [] }, 'userData: expected an object, not a list'],
  ])('name the field and what is expected: %j', async (body, message) => {
    expect((await request(bootApp(), CREATE, posted(body))).answer.status.message).toContain(message);
  });

  it('name several fields at once', async () => {
    const { answer } = await request(bootApp(), CREATE, posted({ priority: 'x' }));
    expect(answer.status.message).toBe('serviceName is missing; phoneNumber is missing; priority: expected a number');
  });

  it('[SL7] a full slot proposes others, in order, as texts', async () => {
    const booted = bootApp();
    booted.ringback.replace({
      createCallback: async () => {
        throw new Refusal('TOO_MANY_REQUESTS', 'This slot is full.', {
          slots: new Map([
            [SLOT, 3],
            [SLOT + 900_000, 1],
          ]),
        });
      },
    });
    const { http, answer, headers } = await request(booted, CREATE, posted(GOOD));
    expect([http, answer.status.code]).toEqual([429, 7041]);
    expect(Object.entries(answer.data?.slots ?? {})).toEqual([
      ['2026-11-23T15:30:00.000Z', '3'],
      ['2026-11-23T15:45:00.000Z', '1'],
    ]);
    expect(headers.get('retry-after')).toBeNull();
  });

  it('[SE1] a limit says when to come back, and proposes nothing', async () => {
    const booted = bootApp();
    booted.ringback.replace({
      createCallback: async () => {
        throw new Refusal('TOO_MANY_REQUESTS', 'Too many requests.', { retryAfterSeconds: 12.2 });
      },
    });
    const { answer, headers } = await request(booted, CREATE, posted(GOOD));
    expect(headers.get('retry-after')).toBe('13');
    expect(answer).not.toHaveProperty('data');
  });

  it('[CB1] a second request of a number says why, and nothing of the first', async () => {
    const booted = bootApp();
    booted.ringback.replace({
      createCallback: async () => {
        throw new Refusal('TOO_MANY_REQUESTS', 'Too many requests.', { reason: 'open-request' });
      },
    });
    const { http, answer, headers } = await request(booted, CREATE, posted(GOOD));
    expect([http, answer.status]).toMatchObject([429, { code: 7041, message: 'Too many requests.', reason: 'open-request' }]);
    expect(answer).not.toHaveProperty('data');
    expect(headers.get('retry-after')).toBeNull();
  });

  it('a database that is away is a 503 that may be repeated', async () => {
    const booted = bootApp();
    booted.ringback.replace({ retrieveCallback: () => Promise.reject(new DatabaseUnavailable(new Error('connect ECONNREFUSED'))) });
    const { http, answer, headers } = await request(booted, '/engagement/v3/callbacks/retrieve', posted({ id: ID }));
    expect([http, answer.status.code, headers.get('retry-after')]).toEqual([503, 500, '2']);
    expect(booted.logText()).toContain('ECONNREFUSED');
  });

  it('[SE1] a fault answers 500 with the id that finds its cause in the log, and nothing of it', async () => {
    const booted = bootApp();
    booted.ringback.replace({ retrieveCallback: () => Promise.reject(new TypeError('secret insides')) });
    const { http, answer } = await request(booted, '/engagement/v3/callbacks/retrieve', posted({ id: ID }));
    expect([http, answer.status.code]).toEqual([500, 500]);
    expect(JSON.stringify(answer)).not.toMatch(/secret insides|at .*\.ts/);
    const entry = booted.logged().find((line) => line['msg'] === 'request failed');
    expect(entry).toMatchObject({ corrId: answer.status.corrId, error: 'TypeError', message: 'secret insides', level: 'error' });
  });
});

describe('methods', () => {
  it.each(Object.entries(ENDPOINTS) as [string, Endpoint][])('%s tells which it takes', async (_, endpoint) => {
    const booted = bootApp();
    const path = endpoint.path.replaceAll(/\{[^}]+\}/g, 'Sales_VQ');
    const methods = Object.values(ENDPOINTS)
      .filter((other) => other.path === endpoint.path)
      .map((other) => other.method as string);
    const { http, headers } = await request(booted, path, { method: 'PATCH' });
    expect(http).toBe(405);
    expect(headers.get('allow')?.split(', ').sort()).toEqual([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort());
    const options = await booted.app.request(path, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, headers.get('allow')]);
  });

  it('HEAD is a GET without the body, and leaves no listener behind on a stream', async () => {
    const { app, ringback, streams } = bootApp();
    const head = await app.request('/engagement/v3/callbacks/queue-status/Sales_VQ', { ...asked(), method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const stream = await app.request('/visitor/v1/callback/events?token=visitor-token-of-the-fake', { method: 'HEAD' });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });
});

describe('every endpoint of the table', () => {
  const QUERIES: Partial<Record<keyof typeof ENDPOINTS, string>> = {
    estimatedWaitTime: '?virtual-queues=a',
    searchCallbacks: '?for=%2B12125550111',
  };
  const bodies: Partial<Record<keyof typeof ENDPOINTS, unknown>> = {
    createCallback: GOOD,
    retrieveCallback: { id: ID },
    cancelCallback: { id: ID },
    visitorReschedule: { desiredTime: '2026-11-23T16:00:00.000Z' },
    login: { username: 'admin', password: 'change-me-now' },
    deskState: { state: 'ready' },
    deskOutcome: { id: ID, attempt: 1, outcome: 'no-answer' },
    simulator: { paused: true },
  };

  it.each(Object.keys(ENDPOINTS) as (keyof typeof ENDPOINTS)[])(
    '%s answers a good request by its schema, and only listed refusals',
    async (name) => {
      const { parse } = await import('valibot');
      const endpoint: Endpoint = ENDPOINTS[name];
      const booted = bootApp();
      const credentials =
        endpoint.door === 'session'
          ? await loggedIn(booted.app)
          : { 'x-api-key': 'demo-key', authorization: `Bearer ${endpoint.door.startsWith('telephony') ? 'demo-telephony-secret' : TOKEN}` };
      const path =
        endpoint.path
          .replace('{id}', ID)
          .replace('{n}', '1')
          .replaceAll(/\{[^}]+\}/g, 'Sales_VQ') + (QUERIES[name] ?? (endpoint.query === deletion ? '?version=0' : ''));
      const response = await booted.app.request(path, {
        method: endpoint.method,
        headers: { ...credentials, 'content-type': endpoint.upload ?? 'application/json' },
        ...(endpoint.body
          ? { body: endpoint.upload ? '+19059680004,Toronto 1' : JSON.stringify(bodies[name] ?? EXAMPLES[name]?.body) }
          : {}),
      });
      // The fake's desk is offered nothing.
      if (response.status === 404) return expect(answersOf(endpoint)).toContain('NOT_FOUND');
      expect(response.status).toBe(200);
      if (endpoint.stream) {
        expect(response.headers.get('content-type')).toContain('text/event-stream');
        await response.body?.cancel();
      } else if (endpoint.media) {
        expect(response.headers.get('content-type')).toBe(`${endpoint.media}; charset=utf-8`);
        expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
        expect(await response.text()).toBe('a,b\r\n1,2\r\n');
      } else {
        const { data, status } = (await response.json()) as { data: unknown; status: unknown };
        expect(status).toMatchObject({ code: 0, message: 'Successful' });
        expect(() => parse(endpoint.data, data)).not.toThrow();
      }
      const anonymous = await booted.app.request(path, { method: endpoint.method });
      const listed = answersOf(endpoint).map((status) => STATUS_CODES[status].http as number);
      expect(listed).toContain(anonymous.status);
      if (!endpoint.stream) await anonymous.text();
    },
  );
});
