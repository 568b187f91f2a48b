import { brotliCompressSync, gzipSync } from 'node:zlib';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDPOINTS, numberRule, type Endpoint, type EndpointName } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileNumberRule, judgeNumber } from '../../src/domain/phone-number.js';
import { addressBehind } from '../../src/http/client-address.js';
import { describeCause } from '../../src/http/error-cause.js';
import { parseFormBody } from '../../src/http/form-body.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import { bootApp, loggedIn, type BootedApp } from './boot-app.js';
import { EXAMPLES } from '../../src/http/openapi/examples.js';
import { exchange, partsOf, type RawAnswer } from './raw-socket.js';

const CREATE = 'POST /engagement/v3/callbacks/create HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\nConnection: close\r\n';
const GOOD = { serviceName: 'Sales_VQ', phoneNumber: '+12125550111' };
const MIB = 2 ** 20;

let root: string;
let booted: BootedApp;
let server: HttpServer;
let port: number;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ringback-edge-'));
  const names = { demoSite: 'demo', console: 'console', widget: 'widget', serviceWorker: 'worker', bridge: 'bridge' } as const;
  const folders = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, join(root, name)]));
  for (const folder of Object.values(folders)) {
    await mkdir(join(folder, 'sub'), { recursive: true });
    await writeFile(join(folder, 'index.html'), 'a page');
  }
  await writeFile(join(root, 'secret.txt'), 'not for you');
  booted = bootApp({ folders });
  server = createHttpServer(booted.app.fetch, {}, booted.answerEarly);
  port = await server.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await server.close(0);
  await rm(root, { recursive: true, force: true });
});

const ask = async (bytes: string | Buffer): Promise<RawAnswer> => partsOf(await exchange(port, bytes));
const get = (target: string, headers = ''): Promise<RawAnswer> =>
  ask(`GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}Connection: close\r\n\r\n`);
const withBody = (headers: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${CREATE}${headers}Content-Length: ${body.length}\r\n\r\n`), body]);
const booked = () => booted.ringback.calls.filter(({ verb }) => verb === 'createCallback');

describe('[SE1] bombs', () => {
  const zeros = Buffer.alloc(64 * MIB, '0');
  it.each([
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(zeros.subarray(0, 16 * MIB))],
    ['deflate', gzipSync(Buffer.from(JSON.stringify(GOOD)))],
    ['gzip, identity', gzipSync(Buffer.from(JSON.stringify(GOOD)))],
  ])('[SE1] a body compressed as %s is refused, and never unpacked', async (encoding, body) => {
    const before = booked().length;
    const { http, body: answer } = await ask(
      withBody(`Content-Type: application/json\r\nContent-Encoding: ${encoding}\r\n`, body.subarray(0, 60_000)),
    );
    expect([http, JSON.parse(answer).status.message]).toEqual([415, 'compressed bodies are not taken; send it without Content-Encoding']);
    expect(booked()).toHaveLength(before);
  });

  it('[SE1] nor when it says nothing of it: the bytes are no JSON', async () => {
    const { http } = await ask(withBody('Content-Type: application/json\r\n', gzipSync(Buffer.from(JSON.stringify(GOOD)))));
    expect(http).toBe(400);
  });

  it('[SE1] nor as a transfer coding', async () => {
    const { http } = await ask(`${CREATE}Content-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\nabc`);
    expect(http).toBe(400);
  });

  it.each([
    ['9,000 fields of a form', 'application/x-www-form-urlencoded', Array.from({ length: 9_000 }, (_, i) => `f${i}=`).join('&')],
    ['brackets in brackets', 'application/x-www-form-urlencoded', `userData${'[a]'.repeat(5_000)}=1`],
    ['objects in objects', 'application/json', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['lists in lists', 'application/json', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['60,000 keys', 'application/json', `{${Array.from({ length: 6_000 }, (_, i) => `"k${i}":0`).join(',')}}`],
    ['a number of 60,000 digits', 'application/json', `{"priority":${'9'.repeat(60_000)}}`],
  ])('[SE1] %s', async (_, type, body) => {
    const started = performance.now();
    const { http } = await ask(withBody(`Content-Type: ${type}\r\n`, Buffer.from(body)));
    expect(http).toBe(400);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('[SE1] every static door', () => {
  const doors = ['', '/widget', '/service-worker', '/bridge', '/console', '/docs', '/widget/sub', '/console/sub'];
  const ways = ['..', '%2e%2e', '%2E%2E', '..%2f', '%2e%2e%2f', '..%5c', '..\\', '....//', '%252e%252e', '.%00./', '..;', '%c0%ae%c0%ae'];
  const paths = doors.flatMap((door) =>
    ways.flatMap((way) => [`${door}/${way}/secret.txt`, `${door}/${way}/${way}/secret.txt`, `${door}/${way}secret.txt`]),
  );
  it(`[SE1] leads nowhere outside, by any of ${paths.length} paths`, async () => {
    const absolute = [
      '//etc/passwd',
      '/%2fetc/passwd',
      'file:///etc/passwd',
      'http://a/../secret.txt',
      '/widget//etc/passwd',
      `/widget/${root}/secret.txt`,
    ];
    for (const path of [...paths, ...absolute]) {
      const { http, body } = await get(path);
      expect([308, 400, 404], path).toContain(http);
      expect(body, path).not.toMatch(/not for you|root:/);
    }
  });

  it.each(['/widget/sub', '/widget/sub/', '/console/sub/', '/service-worker/'])('[SE1] lists no folder: %s', async (path) => {
    const { http, body } = await get(path);
    expect(body).not.toContain('index.html');
    expect([200, 404]).toContain(http);
    if (http === 200) expect(body).toBe('a page');
  });
});

describe('[SE1] prototype pollution', () => {
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  const withBodies = names.filter((name) => (ENDPOINTS[name] as Endpoint).body && !(ENDPOINTS[name] as Endpoint).upload);
  const POISON = '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":{"polluted":"yes"}';
  const untouched = (): void => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
  };

  it.each(withBodies)('[SE1] by the body of %s: nothing of it takes hold', async (name) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const example = EXAMPLES[name]?.body ?? GOOD;
    const text = JSON.stringify(example);
    const inner = typeof example === 'object' && example !== null ? Object.keys(example)[0] : undefined;
    const bodies = [text.replace(/^\{/, `{${POISON},`), `{${POISON}}`, ...(inner ? [`{${POISON},"${inner}":{${POISON}}}`] : [])];
    const session = endpoint.door === 'session' ? await loggedIn(booted.app) : {};
    const path = endpoint.path.replaceAll(/\{[^}]+\}/g, 'Sales_VQ');
    for (const body of bodies) {
      const headers = {
        'x-api-key': 'demo-key',
        authorization: 'Bearer demo-telephony-secret',
        'content-type': 'application/json',
        ...session,
      };
      const response = await booted.app.request(path, { method: endpoint.method, headers, body });
      expect(response.status).toBeLessThan(500);
      untouched();
    }
  });

  it.each([
    [
      'JSON',
      'application/json',
      `{"serviceName":"Sales_VQ","phoneNumber":"+12125550111","userData":{"firstname":"Ann",${POISON},"deep":{${POISON}}}}`,
    ],
    [
      'a form',
      'application/x-www-form-urlencoded',
      'serviceName=Sales_VQ&phoneNumber=%2B12125550111&userData[__proto__][polluted]=yes&userData[constructor][prototype][polluted]=yes&__proto__[polluted]=yes',
    ],
  ])('[SE1][CB10] what is kept of userData sent as %s has no prototype of theirs', async (_, type, body) => {
    expect((await ask(withBody(`Content-Type: ${type}\r\n`, Buffer.from(body)))).http).toBe(200);
    const { userData } = booked().at(-1)!.given[0] as { userData: Record<string, unknown> };
    expect(Object.hasOwn(userData, '__proto__')).toBe(false);
    expect(Object.getPrototypeOf(userData)).toBe(Object.prototype);
    expect({ ...userData }['polluted']).toBeUndefined();
    untouched();
  });

  it.each([
    '?__proto__[polluted]=yes',
    '?__proto__=yes',
    '?constructor.prototype.polluted=yes',
    '?start=2026-11-23T00:00:00.000Z&__proto__=1',
  ])('[SE1] by the query %s', async (query) => {
    expect((await get(`/engagement/v3/callbacks/availability/Sales_VQ${query}`, 'x-api-key: demo-key\r\n')).http).toBe(200);
    untouched();
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('[SE1] a name like %s is a name that nobody has', async (name) => {
    expect((await get(`/engagement/v3/callbacks/queue-status/${name}`, 'x-api-key: demo-key\r\n')).http).toBe(400);
    expect((await get(`/engagement/v3/callbacks/queue-status/Sales_VQ`, `x-api-key: ${name}\r\n`)).http).toBe(401);
  });
});

describe('[SE1] header injection', () => {
  const lines = ({ head }: RawAnswer): string[] =>
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(':')[0]!.toLowerCase());
  it.each([
    ['the path', () => get('/console%0d%0aX-Injected:%20yes')],
    ['a path that leads on', () => get('/console%0d%0aX-Injected:%20yes/..')],
    ['a name', () => get('/engagement/v3/callbacks/queue-status/a%0d%0aX-Injected:%20yes', 'x-api-key: demo-key\r\n')],
    ['the query', () => get('/engagement/v3/estimated-wait-time?virtual-queues=a%0d%0aX-Injected:%20yes', 'x-api-key: demo-key\r\n')],
    [
      'the origin',
      () =>
        get(
          '/engagement/v3/callbacks/queue-status/Sales_VQ',
          'x-api-key: demo-key\r\nOrigin: https://evil.example%0d%0aX-Injected: yes\r\n',
        ),
    ],
    ['a line that goes on', () => get('/healthz', 'Origin: a\r\n X-Injected: yes\r\n')],
    ['a bare carriage return', () => get('/healthz', 'Origin: a\rX-Injected: yes\r\n')],
    ['an origin that is refused at once', () => get('/visitor/v1/callback', 'Origin: https://evil.example%0d%0aX-Injected: yes\r\n')],
    ['a key that is refused at once', () => get('/visitor/v1/offers/Sales_VQ', 'x-api-key: a%0d%0aX-Injected: yes\r\n')],
    ['the query of what is refused at once', () => get('/visitor/v1/callback?a=%0d%0aX-Injected:%20yes')],
    ['a host that is none', () => ask('GET /healthz HTTP/1.1\r\nHost: 1.2.3.4.5\r\nConnection: close\r\n\r\n')],
    ['the host', () => ask('GET /console HTTP/1.1\r\nHost: a%0d%0aX-Injected: yes\r\nConnection: close\r\n\r\n')],
    [
      'the idempotency key',
      () =>
        ask(withBody('Content-Type: application/json\r\nIdempotency-Key: a%0d%0aX-Injected: yes\r\n', Buffer.from(JSON.stringify(GOOD)))),
    ],
    [
      'a preflight',
      () =>
        ask(
          'OPTIONS /engagement/v3/callbacks/create HTTP/1.1\r\nHost: a\r\nOrigin: http://shop.test:8080\r\nAccess-Control-Request-Method: POST%0d%0aX-Injected: yes\r\nConnection: close\r\n\r\n',
        ),
    ],
  ])('[SE1] by %s', async (_, send) => {
    const answer = await send();
    expect(lines(answer)).not.toContain('x-injected');
    expect(answer.http).toBeLessThan(500);
  });

  it.each(['1.2.3.4.5', 'xn--a', '0x.0x.0x.0x.0x'])('[SE1] a host that is none is refused as that: %s', async (host) => {
    const { http, body } = await ask(`GET /visitor/v1/callback HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect([http, JSON.parse(body).status.message]).toEqual([400, expect.stringContaining('no readable address')]);
  });

  it('[SE1] a host that is not ours leads nobody there', async () => {
    const answer = await ask('GET /console HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n');
    expect(answer.head).toMatch(/\r\nlocation: \/console\/\r\n/i);
    expect((await ask('GET /openapi.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).body).not.toContain('evil.example');
  });

  it('[SE1] a second request hidden in the first is none', async () => {
    const hidden = 'GET /console/v1/desk HTTP/1.1\r\nHost: a\r\n\r\n';
    for (const framing of [
      `Content-Length: ${hidden.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
      `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    ]) {
      const answer = await exchange(port, `POST /healthz HTTP/1.1\r\nHost: a\r\n${framing}`);
      expect(answer.match(/HTTP\/1\.1 /g), framing).toHaveLength(1);
      expect(partsOf(answer).http, framing).toBe(400);
    }
  });
});

describe('[SE1] patterns that take for ever elsewhere', () => {
  const EVIL = [
    '(a+)+$',
    '^(\\d+)+$',
    '^(\\+?\\d+)*x',
    '(\\d|\\d\\d)*$x',
    '^(([0-9])+.)+x',
    '(.*)*(.*)*(.*)*x',
    '(\\+?1?)*$x',
    '^(?:\\d+\\d+)+y',
  ];
  const rule = (blocked: string) => compileNumberRule(v.parse(numberRule, { name: 'Evil', countries: ['US'], blocked: [blocked] }));
  it.each(EVIL)('[NV1] as a blocked number: %s', (pattern) => {
    const started = performance.now();
    for (let count = 0; count < 50; count += 1) {
      try {
        judgeNumber('+12125550111', { rule: rule(pattern) });
      } catch (error) {
        expect(error).toMatchObject({ name: 'Refusal' });
      }
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  const LONG = 60_000;
  it.each<[string, () => unknown]>([
    ['an error that quotes 60,000 letters', () => describeCause(new Error('a'.repeat(LONG)))],
    ['an error that quotes digits and blanks', () => describeCause(new Error('1 '.repeat(LONG / 2)))],
    ['an error full of quotes', () => describeCause(new Error(`"'\``.repeat(LONG / 3)))],
    ['an error full of brackets', () => describeCause(new Error('('.repeat(LONG)))],
    ['a form of brackets', () => parseFormBody(`a${'['.repeat(LONG)}=1`)],
    ['a form of closed brackets', () => parseFormBody(`a${'[]'.repeat(LONG / 2)}=1`)],
    ['a forwarded address of dots', () => addressBehind('10.0.0.1', '1.'.repeat(LONG / 2), ['10.0.0.1'])],
    ['a forwarded address of brackets', () => addressBehind('10.0.0.1', '['.repeat(LONG), ['10.0.0.1'])],
    ['a number of digits', () => judgeNumber('1'.repeat(LONG), {})],
    ['a number of pluses', () => judgeNumber('+'.repeat(LONG), {})],
    ['a number of extensions', () => judgeNumber(`+12125550111${' ext'.repeat(LONG / 4)}`, {})],
  ])('[SE1] %s', (_, work) => {
    const started = performance.now();
    try {
      work();
    } catch (error) {
      expect(error).toMatchObject({ name: 'Refusal' });
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([
    ['authorization', `Bearer ${' '.repeat(7_000)}`],
    ['authorization', `Bearer ${'a.'.repeat(3_500)}`],
    ['content-type', `application/${'a.'.repeat(3_500)}`],
    ['content-type', `${';'.repeat(7_000)}charset=`],
    ['origin', 'h'.repeat(7_000)],
    ['x-forwarded-for', ','.repeat(7_000)],
    ['cookie', 'ringback_session='.repeat(400)],
    ['accept-encoding', 'br;q=0.'.repeat(900)],
    ['x-api-key', 'k'.repeat(7_000)],
    ['host', 'a.'.repeat(3_500)],
    ['range', `bytes=${'0-,'.repeat(2_000)}`],
    ['if-none-match', '"a",'.repeat(1_700)],
  ])('[SE1] the header %s', async (name, value) => {
    const started = performance.now();
    const body = JSON.stringify(GOOD);
    for (const target of ['GET /widget/index.html', 'POST /engagement/v3/callbacks/create', 'GET /visitor/v1/callback']) {
      const { http } = await ask(
        `${target} HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\n${name}: ${value}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      expect(http).toBeLessThan(500);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
