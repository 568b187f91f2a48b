import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import type { LimitState } from '../../src/usecases/limit-request.js';
import { asked, bootApp, LISTED_ORIGIN, loggedIn, posted } from './boot-app.js';
import { TOKEN } from './fake-ringback.js';

const NAMES = { demoSite: 'demo', console: 'console', widget: 'widget', serviceWorker: 'worker', bridge: 'bridge' } as const;
let root: string;
let folders: Record<keyof typeof NAMES, string>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ringback-headers-'));
  folders = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, join(root, name)])) as typeof folders;
  for (const folder of Object.values(folders)) {
    await mkdir(folder);
    await writeFile(join(folder, 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'script.js'), '1');
    await writeFile(join(folder, 'ringback-worker.js'), '1');
    await writeFile(join(folder, 'picture.svg'), '<svg/>');
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What kind of thing an address gives, and with it what its headers have to be. */
type Kind = 'page' | 'console' | 'data' | 'console data' | 'file' | 'shared file';
const PAGE =
  /^default-src 'self'; .*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'(?:; require-trusted-types-for 'script'; trusted-types ringback)?$/;
const CONSOLE = /^default-src 'self'; .*frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/;
const DATA = /^default-src 'none'; frame-ancestors 'none'$/;
const RULES: Readonly<Record<Kind, Readonly<Record<string, RegExp | undefined>>>> = {
  page: { 'content-security-policy': PAGE, 'cross-origin-resource-policy': /^same-origin$/, 'permissions-policy': /microphone=\(\)/ },
  console: {
    'content-security-policy': CONSOLE,
    'x-frame-options': /^DENY$/,
    'cross-origin-opener-policy': /^same-origin$/,
    'referrer-policy': /^no-referrer$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'permissions-policy': /microphone=\(\)/,
  },
  data: { 'content-security-policy': DATA, 'cross-origin-resource-policy': /^same-origin$/ },
  'console data': { 'content-security-policy': DATA, 'x-frame-options': /^DENY$/, 'access-control-allow-origin': undefined },
  file: { 'cross-origin-resource-policy': /^same-origin$/, 'access-control-allow-origin': undefined },
  'shared file': { 'cross-origin-resource-policy': /^cross-origin$/, 'access-control-allow-origin': /^\*$/ },
};

describe('[SE1] headers', () => {
  it.each<[string, RequestInit | undefined, Kind]>([
    ['/', undefined, 'page'],
    ['/nowhere', { headers: { accept: 'text/html' } }, 'page'],
    ['/docs', undefined, 'page'],
    ['/console/', undefined, 'console'],
    ['/console/nowhere', { headers: { accept: 'text/html' } }, 'console'],
    ['/console/v1/welcome', undefined, 'console data'],
    ['/console/v1/desk', undefined, 'console data'],
    ['/console/v1/session', { ...posted({}), headers: { origin: 'https://evil.example' } }, 'console data'],
    ['/healthz', undefined, 'data'],
    ['/readyz', undefined, 'data'],
    ['/metrics', undefined, 'data'],
    ['/openapi.json', undefined, 'data'],
    ['/nowhere', undefined, 'data'],
    ['/healthz', { method: 'DELETE' }, 'data'],
    ['/engagement/v3/callbacks/queue-status/Sales_VQ', asked(), 'data'],
    ['/engagement/v3/callbacks/queue-status/Sales_VQ', asked({ origin: LISTED_ORIGIN }), 'data'],
    ['/engagement/v3/callbacks/queue-status/Sales_VQ', asked({ origin: 'https://evil.example' }), 'data'],
    ['/engagement/v3/callbacks/queue-status/%00', asked(), 'data'],
    ['/engagement/v3/callbacks/create', posted('x'.repeat(70_000)), 'data'],
    ['/visitor/v1/callback', undefined, 'data'],
    [`/visitor/v1/callback/events?token=${TOKEN}`, undefined, 'data'],
    ['/telephony/v1/callbacks', posted({}), 'data'],
    ['/docs/style.css', undefined, 'file'],
    ['/script.js', undefined, 'file'],
    ['/picture.svg', undefined, 'file'],
    ['/console/script.js', undefined, 'file'],
    ['/ringback-worker.js', undefined, 'file'],
    ['/widget/script.js', undefined, 'shared file'],
    ['/service-worker/ringback-worker.js', undefined, 'shared file'],
    ['/bridge/script.js', undefined, 'shared file'],
  ])('[SE1] of %s %o are those of a %s', async (path, init, kind) => {
    const { app } = bootApp({ folders });
    const response = await app.request(path, init);
    await response.body?.cancel();
    const always = { 'x-content-type-options': /^nosniff$/, 'referrer-policy': /^(?:strict-origin-when-cross-origin|no-referrer)$/ };
    for (const [name, expected] of Object.entries({ ...always, ...RULES[kind] })) {
      const value = response.headers.get(name);
      if (expected) expect(value, name).toMatch(expected);
      else if (kind !== 'data') expect(value, name).toBeNull();
    }
    expect(response.headers.get('content-security-policy') ?? '').not.toMatch(/unsafe|\*/);
    for (const name of ['server', 'x-powered-by', 'strict-transport-security']) expect(response.headers.has(name), name).toBe(false);
    expect(response.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('[SE1] who was here over https comes back over https', async () => {
    const { app } = bootApp({ folders, publicUrl: 'https://callback.example.com' });
    for (const path of ['/', '/console/', '/healthz', '/widget/script.js', '/engagement/v3/nothing'])
      expect((await app.request(path)).headers.get('strict-transport-security'), path).toBe('max-age=31536000');
  });

  it.each([
    ['http://127.0.0.1:8080', false],
    ['https://callback.example.com', true],
  ])('[SE2] the cookie of the console is for no script and no other site (%s)', async (publicUrl, secure) => {
    const { app } = bootApp({ folders, publicUrl });
    const login = posted({ username: 'admin', password: 'change-me-now' });
    const cookie = (await app.request('/console/v1/session', login)).headers.getSetCookie();
    expect(cookie).toHaveLength(1);
    const attributes = cookie[0]!.split('; ').slice(1).sort();
    expect(attributes).toEqual(['HttpOnly', 'Path=/console', 'SameSite=Strict', ...(secure ? ['Secure'] : [])]);
    const out = await app.request('/console/v1/session', { method: 'DELETE', headers: await loggedIn(app) });
    expect(out.headers.getSetCookie()[0]).toMatch(/^ringback_session=; Max-Age=0; Path=\/console; HttpOnly;.*SameSite=Strict/);
  });

  it('[SE2] a session tells which site it is of', async () => {
    const { app } = bootApp({ folders });
    const answer = await app.request('/console/v1/session', { headers: await loggedIn(app) });
    expect(await answer.json()).toMatchObject({ data: { site: 'demo', username: 'admin' } });
  });

  it.each(['/', '/widget/script.js', '/engagement/v3/callbacks/create', '/visitor/v1/callback', '/openapi.json'])(
    '[SE2] no other address gives a cookie: %s',
    async (path) => {
      expect((await bootApp({ folders }).app.request(path, { headers: { cookie: 'ringback_session=x' } })).headers.has('set-cookie')).toBe(
        false,
      );
    },
  );
});

describe('[SE1] limits, as answers tell them', () => {
  const state: LimitState = { policy: 'address', most: 60, remaining: 12, resetSeconds: 30 };
  const booking = posted({ serviceName: 'Sales_VQ', phoneNumber: '+12125550111' }, { 'idempotency-key': 'key' });
  const refusal = new Refusal('TOO_MANY_REQUESTS', 'Too many requests from your network. Try again in 5 seconds.', {
    retryAfterSeconds: 5,
  });
  const CREATE = '/engagement/v3/callbacks/create';

  it('[SE1] how they stand is said with what is served', async () => {
    const { app, ringback } = bootApp();
    const site: LimitState = { policy: 'site', most: 600, remaining: 0, resetSeconds: 5 };
    ringback.replace({ limitRequest: async () => ({ states: [state, site], refusal: undefined, mayRepeat: () => false }) });
    const { status, headers } = await app.request(CREATE, booking);
    expect([status, headers.get('ratelimit-policy'), headers.get('ratelimit')]).toEqual([
      200,
      '"address";q=60;w=60, "site";q=600;w=60',
      '"address";r=12;t=30, "site";r=0;t=5',
    ]);
  });

  it('[SE1] and with a refusal, which reads nothing of the request and asks for no key', async () => {
    const { app, ringback } = bootApp();
    ringback.replace({
      limitRequest: async () => ({ states: [{ ...state, remaining: 0, resetSeconds: 5 }], refusal, mayRepeat: () => false }),
    });
    const { status, headers } = await app.request(CREATE, { method: 'POST', body: 'x'.repeat(100_000) });
    expect([status, headers.get('ratelimit'), headers.get('retry-after')]).toEqual([429, '"address";r=0;t=5', '5']);
    expect(ringback.calls).toEqual([]);
  });

  it('[SE1][CB1] a repeated booking beyond the limit gets its first answer', async () => {
    const { app, ringback } = bootApp();
    const first = { id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as never, visitorToken: 'token' };
    let left = 1;
    ringback.replace({
      limitRequest: async () => ({ states: [state], refusal, mayRepeat: () => (left -= 1) >= 0 }),
      createdBefore: async (key) => (key === 'key' ? first : undefined),
    });
    const again = await app.request(CREATE, booking);
    expect([again.status, ((await again.json()) as { data: unknown }).data]).toEqual([200, first]);
    expect((await app.request(CREATE, booking)).status).toBe(429);
  });

  it('[SE1] staff and telephony are not counted', async () => {
    const { app, ringback } = bootApp();
    ringback.replace({ limitRequest: () => Promise.reject(new Error('counted')) });
    const headers = { authorization: 'Bearer demo-telephony-secret', 'content-type': 'application/json' };
    const body = JSON.stringify({ serviceName: 'Sales_VQ', phoneNumber: '+12125550111' });
    expect((await app.request('/telephony/v1/callbacks', { method: 'POST', headers, body })).status).toBe(200);
    expect((await app.request('/console/v1/desk', { headers: { cookie: 'ringback_session=x' } })).status).toBe(401);
  });

  it('[SE1] a limit of an endpoint that visitors do not have is refused at the start', () => {
    const { services } = bootApp();
    const withLimit = (name: string) => ({
      ...services.config,
      limits: { ...services.config.limits, perEndpointPerMinute: { [name]: 5 } },
    });
    for (const name of ['nothing', 'desk', '__proto__x', 'toString'])
      expect(() => bootApp({ config: withLimit(name) })).toThrow(`limits.perEndpointPerMinute: "${name}" is no endpoint of visitors`);
    expect(() => bootApp({ config: withLimit('availability') })).not.toThrow();
  });
});

describe('[SE1] a flood in the log', () => {
  it('[SE1] gets so many lines a second, and the rest are counted', async () => {
    const { app, logged } = bootApp();
    const started = performance.now();
    for (let count = 0; count < 450; count += 1) await app.request('/engagement/v3/callbacks/queue-status/Nowhere', asked());
    const seconds = Math.ceil((performance.now() - started) / 1000) + 1;
    expect(logged().length).toBeGreaterThanOrEqual(100);
    expect(logged().length).toBeLessThanOrEqual(100 * seconds);
    await app.request('/engagement/v3/callbacks/queue-status/Sales_VQ', asked());
    expect(logged().at(-1)).toMatchObject({ status: 200 });
  });

  it('[SE1] leaves room for others on the list of errors: so many of a kind, then one a second', async () => {
    const { app, ringback } = bootApp();
    const noted: number[] = [];
    ringback.replace({ noteApiError: ({ code }) => void noted.push(code) });
    const started = performance.now();
    for (let count = 0; count < 700; count += 1) await app.request('/visitor/v1/callback');
    const seconds = Math.ceil((performance.now() - started) / 1000) + 1;
    expect(noted.length).toBeGreaterThanOrEqual(500);
    expect(noted.length).toBeLessThanOrEqual(500 + seconds);
    await app.request('/engagement/v3/callbacks/queue-status/Sales_VQ', { headers: { 'x-api-key': 'nobody' } });
    expect(noted.at(-1)).not.toBe(noted[0]);
  });
});
