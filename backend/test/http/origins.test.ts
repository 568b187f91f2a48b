import { describe, expect, it } from 'vitest';
import { LISTED_ORIGIN, OWN_ORIGIN, asked, bootApp, loggedIn, posted } from './boot-app.js';

const CREATE = '/engagement/v3/callbacks/create';
const GOOD = { serviceName: 'Sales_VQ', phoneNumber: '+12123456789' };
const CORS_HEADERS = [
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
  'access-control-allow-credentials',
];
const corsOf = (headers: Headers): string[] => CORS_HEADERS.filter((name) => headers.has(name));

describe('[SE1] origins of the Engagement and visitor APIs', () => {
  it.each([LISTED_ORIGIN, OWN_ORIGIN])('%s is served', async (origin) => {
    const response = await bootApp().app.request(CREATE, posted(GOOD, { origin }));
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-expose-headers')).toBe('x-correlation-id, retry-after, ratelimit, ratelimit-policy, date');
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('[pain 19] a request without origin passes, and caches are told that the answer depends on it', async () => {
    const response = await bootApp().app.request(CREATE, posted(GOOD));
    expect([response.status, response.headers.get('vary'), corsOf(response.headers)]).toEqual([200, 'Origin', []]);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://www.example.com',
    'https://www.example.com.evil.example',
    'https://www.example.com:8443',
    'https://WWW.example.com/',
    '',
  ])('origin "%s" is refused before anything else, without CORS headers', async (origin) => {
    const { app, ringback } = bootApp();
    const response = await app.request(CREATE, posted(GOOD, { origin }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ status: { code: 1103 } });
    expect(corsOf(response.headers)).toEqual([]);
    expect(ringback.calls).toEqual([]);
  });

  it('refusals can be read by a listed page', async () => {
    const { app } = bootApp();
    for (const [path, init] of [
      [CREATE, posted({}, { origin: LISTED_ORIGIN })],
      ['/engagement/v3/no', asked({ origin: LISTED_ORIGIN })],
      [CREATE, asked({ origin: LISTED_ORIGIN })],
    ] as const) {
      expect((await app.request(path, init)).headers.get('access-control-allow-origin')).toBe(LISTED_ORIGIN);
    }
  });

  const preflight = (origin: string, method: string): RequestInit => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'x-api-key,content-type' },
  });

  it.each([
    [CREATE, 'POST', 'POST'],
    ['/engagement/v3/callbacks/availability/Sales_VQ', 'GET', 'GET'],
    ['/visitor/v1/callback', 'GET', 'GET'],
    ['/visitor/v1/callback/cancel', 'POST', 'POST'],
    [CREATE, 'DELETE', 'POST'],
  ])('preflight of %s for %s allows %s', async (path, method, allowed) => {
    const response = await bootApp().app.request(path, preflight(LISTED_ORIGIN, method));
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(response.headers.get('access-control-allow-origin')).toBe(LISTED_ORIGIN);
    expect(response.headers.get('access-control-allow-methods')).toBe(allowed);
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'content-type, x-api-key, authorization, idempotency-key, cache-control',
    );
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0);
    expect(response.headers.get('vary')).toContain('Origin');
  });

  it('preflight from a foreign page is refused without CORS headers', async () => {
    const response = await bootApp().app.request(CREATE, preflight('https://evil.example', 'POST'));
    expect([response.status, corsOf(response.headers)]).toEqual([403, []]);
  });
});

describe('[SE2] the console is not to be used by other pages', () => {
  it.each<Record<string, string>>([{ origin: LISTED_ORIGIN }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])(
    'login from %j',
    async (headers) => {
      const response = await bootApp().app.request('/console/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ username: 'admin', password: 'change-me-now' }),
      });
      expect([response.status, response.headers.get('set-cookie'), corsOf(response.headers)]).toEqual([403, null, []]);
    },
  );

  it('its own page may, and gets a cookie that scripts and other sites never see', async () => {
    const { app } = bootApp();
    const response = await app.request('/console/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: OWN_ORIGIN },
      body: JSON.stringify({ username: 'admin', password: 'change-me-now' }),
    });
    expect(response.headers.get('set-cookie')).toBe('ringback_session=session-1; Path=/console; HttpOnly; SameSite=Strict');
  });

  it('behind https the cookie is Secure', async () => {
    const { app } = bootApp({ publicUrl: 'https://callback.example.com' });
    const response = await app.request('/console/v1/session', { ...posted({ username: 'admin', password: 'change-me-now' }) });
    expect(response.headers.get('set-cookie')).toContain('; Secure');
  });

  it.each([undefined, '', 'csrf-of-session-2'])('a change with csrf token %s is refused', async (token) => {
    const { app, ringback } = bootApp();
    const { cookie } = await loggedIn(app);
    const headers: Record<string, string> = {
      cookie,
      'content-type': 'application/json',
      ...(token === undefined ? {} : { 'x-ringback-csrf': token }),
    };
    const response = await app.request('/console/v1/desk/state', { method: 'PUT', headers, body: '{"state":"ready"}' });
    expect([response.status, ringback.calls]).toEqual([403, []]);
  });

  it('reading needs no csrf token; changing works with the right one', async () => {
    const { app, ringback } = bootApp();
    const headers = await loggedIn(app);
    expect((await app.request('/console/v1/desk', { headers: { cookie: headers.cookie } })).status).toBe(200);
    expect((await app.request('/console/v1/desk/state', { method: 'PUT', headers, body: '{"state":"ready"}' })).status).toBe(200);
    expect(ringback.calls.map((call) => call.verb)).toContain('setDeskState');
  });

  it('logging in again ends the session before; logging out ends this one', async () => {
    const { app } = bootApp();
    const first = await loggedIn(app);
    const again = await app.request('/console/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: first.cookie },
      body: JSON.stringify({ username: 'admin', password: 'change-me-now' }),
    });
    const { data } = (await again.json()) as { data: { csrfToken: string } };
    expect((await app.request('/console/v1/session', { headers: { cookie: first.cookie } })).status).toBe(401);
    const cookie = again.headers.get('set-cookie')?.split(';')[0] ?? '';
    const out = await app.request('/console/v1/session', { method: 'DELETE', headers: { cookie, 'x-ringback-csrf': data.csrfToken } });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await app.request('/console/v1/session', { headers: { cookie } })).status).toBe(401);
  });

  it('[SE2] the welcome tells whether the cookie is of a live session', async () => {
    const { app } = bootApp();
    const signedIn = async (cookie: string) =>
      ((await (await app.request('/console/v1/welcome', { headers: { cookie } })).json()) as { data: { signedIn: boolean } }).data.signedIn;
    const { cookie } = await loggedIn(app);
    expect(await signedIn('')).toBe(false);
    expect(await signedIn('ringback_session=made-up')).toBe(false);
    expect(await signedIn(cookie)).toBe(true);
  });

  it('the login page learns the demo login only while the demo runs', async () => {
    const welcome = async (booted: ReturnType<typeof bootApp>) => (await booted.app.request('/console/v1/welcome')).json();
    expect(await welcome(bootApp())).toMatchObject({ data: {} });
    const demoLogin = { username: 'admin', password: 'change-me-now' };
    expect(await welcome(bootApp({ demoLogin }))).toMatchObject({ data: { demoLogin } });
    expect(JSON.stringify(await welcome(bootApp()))).not.toContain('change-me-now');
  });

  it.each([
    [['administrator'], '/console/v1/desk', 'GET', undefined, 403],
    [['supervisor'], '/console/v1/desk/events', 'GET', undefined, 403],
    [['monitor'], '/console/v1/desk/next', 'POST', undefined, 403],
    [['developer'], '/console/v1/simulator', 'PUT', '{"paused":true}', 403],
    [['supervisor'], '/console/v1/simulator', 'PUT', '{"paused":true}', 200],
    [['administrator'], '/console/v1/simulator', 'PUT', '{"paused":true}', 200],
    [['agent'], '/console/v1/simulator', 'PUT', '{"paused":true}', 200],
    [['agent'], '/console/v1/desk/next', 'POST', undefined, 200],
  ])('roles %j on %s', async (...[roles, path, method, body, http]) => {
    const { app, ringback } = bootApp();
    ringback.replace({ session: async () => ({ user: { username: 'ann', roles, queues: undefined }, csrfToken: 'token' }) });
    const response = await app.request(path, {
      method,
      headers: { cookie: 'ringback_session=x', 'x-ringback-csrf': 'token', 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
    expect(response.status).toBe(http);
  });
});
