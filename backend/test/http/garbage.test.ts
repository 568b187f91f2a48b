import { createConnection } from 'node:net';
import { ENDPOINTS, type Endpoint, type EndpointName, STATUS_CODES } from '@ringback/contract';
import fc from 'fast-check';
import type { ObjectSchema } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalSchema } from '../../src/http/openapi/canonical-schema.js';
import { type HttpServer, createHttpServer } from '../../src/http/server.js';
import { bootApp, loggedIn } from './boot-app.js';

/** 408 and 431 come from the HTTP parser, before there is any endpoint. */
const CODES = new Map<number, Set<number>>([
  [408, new Set([501])],
  [431, new Set([501])],
]);
for (const { code, http } of Object.values(STATUS_CODES)) CODES.set(http, new Set([...(CODES.get(http) ?? []), code]));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The envelope, with a code that goes with the HTTP status. Never a fault of ours. */
function expectEnvelope(http: number, text: string, what: unknown): void {
  const context = `${http} ${JSON.stringify(what)?.slice(0, 500)} -> ${text.slice(0, 300)}`;
  expect(http, context).toBeLessThan(500);
  const { status } = JSON.parse(text) as { status: { code: number; message: string; corrId: string } };
  expect([...(CODES.get(http) ?? [])], context).toContain(status.code);
  expect(status.message.length, context).toBeGreaterThan(0);
  expect(status.corrId, context).toMatch(UUID);
}

const long = fc.integer({ min: 1, max: 70_000 }).map((length) => 'x'.repeat(length));
const nasty = fc.constantFrom(
  '__proto__',
  'constructor',
  '\0',
  '\ud800',
  'ｆｕｌｌ',
  '🙂'.repeat(90),
  '-0',
  '1e999',
  'NaN',
  'null',
  '../../etc/passwd',
  "'; DROP TABLE callback; --",
  '${7*7}',
  '\r\nX: y',
  '2026-02-30T00:00:00Z',
  '9999999999999999999999',
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 3, arbitrary: nasty },
  fc.string({ unit: 'binary' }),
  fc.double(),
  { weight: 1, arbitrary: long },
);
const fieldsOf = (schema: Endpoint['body']): string[] =>
  schema ? Object.keys((canonicalSchema(schema) as ObjectSchema<Record<string, never>, undefined>).entries) : [];
const bodyFor = (endpoint: Endpoint) => {
  const known = fc.record(
    Object.fromEntries(
      fieldsOf(endpoint.body).map((field) => [
        field,
        fc.oneof(value, fc.constantFrom('Sales_VQ', '+12125550111', '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10')),
      ]),
    ),
    { requiredKeys: [] },
  );
  return fc.oneof(
    { weight: 6, arbitrary: known.map((body) => JSON.stringify(body)) },
    fc.jsonValue().map((body) => JSON.stringify(body)),
    fc.string({ unit: 'binary' }),
    known.map((body) =>
      new URLSearchParams(
        Object.fromEntries(
          Object.entries(body).map(([key, item]) => [`${key}[${JSON.stringify(item)?.slice(0, 9)}]`, JSON.stringify(item) ?? '']),
        ),
      ).toString(),
    ),
    fc.uint8Array({ maxLength: 300 }),
    fc.constant(undefined),
  );
};
const queryFor = (endpoint: Endpoint) =>
  fc
    .dictionary(
      fc.oneof(fc.constantFrom('start', 'token', '__proto__', ...fieldsOf(endpoint.query)), fc.string()),
      fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.integer().map(String), fc.constant('Sales_VQ')),
      { maxKeys: 5 },
    )
    .map((query) => new URLSearchParams(Object.entries(query)).toString());
const segment = fc.oneof(
  fc.constantFrom('Sales_VQ', '%', '%zz', '%00', '..', '%2e%2e%2f', '%E0%A4%A', encodeURIComponent('日本')),
  fc.string({ minLength: 1, maxLength: 40 }).map((text) => encodeURIComponent(text)),
);
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
  ';;;',
  'application/vnd.x+json',
);
const method = (endpoint: Endpoint) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(endpoint.method as string) },
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'),
  );

interface Garbage {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
}
const garbageFor = (endpoint: Endpoint, credentials: Record<string, string>): fc.Arbitrary<Garbage> =>
  fc
    .record({
      method: method(endpoint),
      segments: fc.array(segment, { minLength: 2, maxLength: 2 }),
      query: queryFor(endpoint),
      body: bodyFor(endpoint),
      type,
      key: fc.oneof({ weight: 6, arbitrary: fc.constant('demo-key') }, fc.constantFrom('', 'x', 'ü', 'k'.repeat(4000))),
      idempotency: fc.oneof(fc.constant(undefined), fc.constantFrom('a key', 'é', '', 'k'.repeat(300))),
    })
    .map(({ method: verb, segments, query, body, type: contentType, key, idempotency }) => {
      const path = endpoint.path.replaceAll(/\{[^}]+\}/g, () => segments.pop() ?? 'x');
      const headers = {
        ...credentials,
        'x-api-key': key,
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(idempotency === undefined ? {} : { 'idempotency-key': idempotency }),
      };
      const bodyless = verb === 'GET' || body === undefined;
      return { method: verb, path: `${path}?${query}`, headers, body: bodyless ? undefined : body };
    });

const NAMES = Object.keys(ENDPOINTS) as EndpointName[];

describe('garbage', () => {
  it.each(NAMES)('[SE1] %s always answers with the envelope and never with a fault', async (name) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const booted = bootApp();
    const session = await loggedIn(booted.app);
    const credentials: Record<string, string> =
      endpoint.door === 'session'
        ? { cookie: session.cookie, 'x-ringback-csrf': session['x-ringback-csrf'] }
        : { authorization: 'Bearer visitor-token-of-the-fake' };
    await fc.assert(
      fc.asyncProperty(garbageFor(endpoint, credentials), async ({ path, body, ...init }) => {
        const response = await booted.app.request(path, { ...init, ...(body === undefined ? {} : { body }) });
        if (response.headers.get('content-type')?.includes('event-stream')) await response.body?.cancel();
        else expectEnvelope(response.status, await response.text(), { ...init, path, body });
      }),
      { numRuns: 150 },
    );
    expect(booted.logged().filter((line) => line['level'] === 'error')).toEqual([]);
  });
});

describe('garbage over a real socket', () => {
  const booted = bootApp();
  let server: HttpServer;
  let port: number;
  beforeAll(async () => {
    server = createHttpServer(booted.app.fetch);
    port = await server.listen(0, '127.0.0.1');
  });
  afterAll(() => server.close(0));

  /** Writes bytes as they are and reads until the server closes. */
  const exchange = (bytes: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      let received = '';
      const socket = createConnection(port, '127.0.0.1', () => socket.write(bytes));
      socket.setEncoding('utf8');
      socket.on('data', (chunk) => (received += String(chunk)));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(received) : reject(error),
      );
      socket.on('close', () => resolve(received));
    });
  const partsOf = (answer: string): { http: number; body: string } => {
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    return { http: Number(head.split(' ')[1]), body };
  };

  it.each([
    ['not HTTP', 'hello\r\n\r\n', 400],
    ['TLS at a plain port', Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 13, 10]), 400],
    ['unknown method', 'FOO /healthz HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['header without colon', 'GET /healthz HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n', 400],
    ['headers of 20 KiB', `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['length and chunks', 'POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n', 400],
    ['backslash in the path', 'GET /a\\..\\b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['path outside', 'GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['strange expectation', 'GET /nothing HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n', 404],
    ['upgrade to a websocket', 'GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n', 404],
    ['TRACE', 'TRACE /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
    [
      'wrong chunk',
      'POST /engagement/v3/callbacks/create HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
  ])('%s gets the envelope', async (_, bytes, http) => {
    const { http: answered, body } = partsOf(await exchange(bytes));
    expect(answered).toBe(http);
    expectEnvelope(answered, body, bytes.toString());
  });

  it('[SE1] five megabytes are refused after the first 64 KiB, announced or not', async () => {
    const head =
      'POST /engagement/v3/callbacks/create HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\nContent-Type: application/json\r\nConnection: close\r\n';
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    for (const bytes of [
      `${head}Content-Length: 5000000\r\n\r\n${'x'.repeat(200_000)}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`,
    ]) {
      const { http, body } = partsOf(await exchange(bytes));
      expect(http).toBe(413);
      expect(body).toContain('"code":501');
    }
  });

  it('one run over all endpoints', async () => {
    for (const name of NAMES) {
      const endpoint: Endpoint = ENDPOINTS[name];
      await fc.assert(
        fc.asyncProperty(
          garbageFor(endpoint, { authorization: 'Bearer visitor-token-of-the-fake' }),
          async ({ path, body, headers, ...init }) => {
            const sendable = Object.fromEntries(Object.entries(headers).filter(([, item]) => /^[\x20-\xff]*$/.test(item)));
            const response = await fetch(`http://127.0.0.1:${port}${path}`, {
              ...init,
              headers: sendable,
              ...(body === undefined ? {} : { body }),
            });
            if (response.headers.get('content-type')?.includes('event-stream')) await response.body?.cancel();
            else expectEnvelope(response.status, await response.text(), { ...init, path, body });
          },
        ),
        { numRuns: 15 },
      );
    }
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(booted.logged().filter((line) => line['level'] === 'error')).toEqual([]);
  });
});
