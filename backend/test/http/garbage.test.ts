import { ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, createHttpServer } from '../../src/http/server.js';
import { bootApp, loggedIn } from './boot-app.js';
import { expectEnvelope, garbageFor } from './garbage.js';
import { exchange, partsOf } from './raw-socket.js';

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
        if (response.headers.get('content-type')?.match(/event-stream|csv/)) await response.body?.cancel();
        else expectEnvelope(response.status, await response.text(), { ...init, path, body });
      }),
      // Those of 'npm run fuzz' are many more, and each run of these has others.
      { numRuns: 50 },
    );
    expect(booted.logged().filter((line) => line['level'] === 'error')).toEqual([]);
  });
});

describe('garbage over a real socket', () => {
  const booted = bootApp();
  let server: HttpServer;
  let port: number;
  beforeAll(async () => {
    server = createHttpServer(booted.app.fetch, {}, booted.answerEarly);
    port = await server.listen(0, '127.0.0.1');
  });
  afterAll(() => server.close(0));

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
    const { http: answered, body } = partsOf(await exchange(port, bytes));
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
      const { http, body } = partsOf(await exchange(port, bytes));
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
            if (response.headers.get('content-type')?.match(/event-stream|csv/)) await response.body?.cancel();
            else expectEnvelope(response.status, await response.text(), { ...init, path, body });
          },
        ),
        { numRuns: 5 },
      );
    }
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(booted.logged().filter((line) => line['level'] === 'error')).toEqual([]);
  });
});
