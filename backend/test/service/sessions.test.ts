import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedService, bootService } from './boot-service.js';

/* Sessions of the console as somebody outside meets them: over the network, with real passwords. */

const LOGIN = { username: 'root', password: 'a long password' };
let booted: BootedService;
beforeAll(async () => {
  booted = await bootService({ config: { users: [{ ...LOGIN, roles: ['administrator'] }] } });
});
afterAll(() => booted?.end());

const at = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${booted.url}/console/v1${path}`, init);
const logIn = (headers: Record<string, string> = {}): Promise<Response> =>
  at('/session', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(LOGIN) });
async function session(headers?: Record<string, string>): Promise<{ cookie: string; csrf: string }> {
  const answer = await logIn(headers);
  const { data } = (await answer.json()) as { data: { csrfToken: string } };
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', csrf: data.csrfToken };
}
const change = (headers: Record<string, string>): Promise<Response> =>
  at('/origins', { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: '{"version":0,"value":[]}' });
const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

describe('a session', () => {
  it('[SE2] that somebody else has chosen is never taken over, and one of two cookies of that name counts as none', async () => {
    const { cookie } = await session({ cookie: 'ringback_session=chosen-by-somebody-else' });
    expect(cookie).toMatch(/^ringback_session=[\w-]{43}$/);
    expect(await statusOf(at('/session', { headers: { cookie: 'ringback_session=chosen-by-somebody-else' } }))).toBe(401);
    expect(await statusOf(at('/session', { headers: { cookie } }))).toBe(200);
    expect(await statusOf(at('/session', { headers: { cookie: `ringback_session=x; ${cookie}` } }))).toBe(401);
  });

  it('[SE2] changes nothing without its own token, nor with that of another session, nor once it is logged out', async () => {
    const [mine, other] = [await session(), await session()];
    expect(await statusOf(change({ cookie: mine.cookie }))).toBe(403);
    expect(await statusOf(change({ cookie: mine.cookie, 'x-ringback-csrf': other.csrf }))).toBe(403);
    const whole = { cookie: mine.cookie, 'x-ringback-csrf': mine.csrf };
    expect(await statusOf(change({ ...whole, origin: 'https://evil.example' }))).toBe(403);
    expect(await statusOf(at('/session', { method: 'DELETE', headers: whole }))).toBe(200);
    expect(await statusOf(change(whole))).toBe(401);
  });

  it('[SE2] no method is hidden in another: what looks like a question changes nothing', async () => {
    const { cookie, csrf } = await session();
    const headers = { cookie, 'x-ringback-csrf': csrf, 'x-http-method-override': 'DELETE' };
    expect(await statusOf(at('/session?_method=DELETE', { headers }))).toBe(200);
    expect(await statusOf(at('/session', { headers: { cookie } }))).toBe(200);
  });

  it.each<[string, RequestInit]>([
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'username=root&password=a+long+password' }],
    ['JSON as plain text', { headers: { 'content-type': 'text/plain' }, body: JSON.stringify(LOGIN) }],
    ['another site', { headers: { 'content-type': 'application/json', origin: 'https://evil.example' }, body: JSON.stringify(LOGIN) }],
    ['no site at all', { headers: { 'content-type': 'application/json', origin: 'null' }, body: JSON.stringify(LOGIN) }],
    [
      'a subdomain that looks like ours',
      { headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1.evil.example' }, body: JSON.stringify(LOGIN) },
    ],
  ])('[SE2] nobody is logged in by %s', async (_, init) => {
    const answer = await at('/session', { method: 'POST', ...init });
    expect([403, 415]).toContain(answer.status);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});
