import { type Endpoint, SETTINGS_ENDPOINTS } from '@ringback/contract';
import { generateKeyPairSync } from 'node:crypto';
import { parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedService, bootService, post } from './boot-service.js';

let booted: BootedService;
let session: Record<string, string>;
beforeAll(async () => {
  booted = await bootService();
  session = await logIn('admin', 'change-me-now');
});
afterAll(() => booted.end());

async function logIn(username: string, password: string): Promise<Record<string, string>> {
  const login = await post(`${booted.url}/console/v1/session`, { username, password });
  const { data } = (await login.json()) as { data: { csrfToken: string } };
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, 'x-ringback-csrf': data.csrfToken, 'content-type': 'application/json' };
}

interface Answer<Data = Record<string, unknown>> {
  http: number;
  message: string;
  data: Data;
}
async function call<Data = Record<string, unknown>>(method: string, path: string, body?: unknown, as = session): Promise<Answer<Data>> {
  const response = await fetch(`${booted.url}/console/v1${path}`, {
    method,
    headers: as,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { status, data } = (await response.json()) as { status: { message: string }; data: Data };
  return { http: response.status, message: status.message, data };
}
const engagement = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${booted.url}/engagement/v3${path}`, { headers: { 'x-api-key': 'demo-key', ...headers } });

describe('every change at the console', () => {
  const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const WEEK = { mon: [['09:00', '17:00']] };
  const PUSH = { projectId: 'p', clientEmail: 'a@b.example', privateKey: KEY };
  const RULE = { cellMinutes: 60, cells: { mon: { '09:00': 3 } } };
  const GROUP = { numbers: [{ dnis: '+19059680004' }] };
  const CAPTCHA = [{ provider: 'recaptcha-v3', siteKey: 's', secretKey: 'captcha-secret' }];
  const WEBHOOKS = [{ url: 'https://shop.example/hook', secret: 'hook-secret-1' }];
  const IDENTITY = { keys: [{ kid: 'one', alg: 'HS256', secret: 'identity-secret-of-32-characters' }] };
  /** One good request of each endpoint that changes something, in an order in which all succeed. `?`: the version is put there. */
  const REQUESTS: readonly [endpoint: keyof typeof SETTINGS_ENDPOINTS, name: string, body?: Record<string, unknown>][] = [
    ['putBusinessHours', 'H', { value: { timeZone: 'UTC', weekly: WEEK } }],
    ['putCapacityRule', 'C', { value: RULE }],
    ['switchCellLength', 'C', { cellMinutes: 30 }],
    ['putCapacityStatement', 'C', { statement: { tue: { '09:30': 4 } } }],
    ['putNumberRule', 'N', { value: { countries: ['US'] } }],
    ['putRegionRule', 'R', { value: { preferred: ['eu'] } }],
    ['putCallInGroup', 'G', { value: GROUP }],
    ['putQueue', 'Q', { value: { businessHours: 'H' } }],
    ['assignRules', 'Q', { numberRule: 'N' }],
    ['deleteQueue', 'Q'],
    ['deleteBusinessHours', 'H'],
    ['deleteCapacityRule', 'C'],
    ['deleteNumberRule', 'N'],
    ['deleteRegionRule', 'R'],
    ['deleteCallInGroup', 'G'],
    ['putOrigins', '', { value: ['https://shop.example'] }],
    ['putLimits', '', { value: { perAddressPerMinute: 0, perNumberPerDay: 0 } }],
    ['putTelephonySecret', '', { value: { secret: 'telephony-secret' } }],
    ['clearTelephonySecret', ''],
    ['putPushCredentials', '', { value: PUSH }],
    ['clearPushCredentials', ''],
    ['putCaptchaKeySets', '', { value: CAPTCHA }],
    ['clearCaptchaKeySets', ''],
    ['putIdentity', '', { value: IDENTITY }],
    ['clearIdentity', ''],
    ['putWebhooks', '', { value: WEBHOOKS }],
    ['putUser', 'bo', { value: { roles: ['monitor'] }, password: 'a new password' }],
    ['resetPassword', 'bo', { password: 'another password' }],
    ['deleteUser', 'bo'],
    ['changeOwnPassword', '', { current: 'change-me-now', password: 'change-me-now-2' }],
  ];
  /** Versions as answers gave them. */
  const seen = new Map<string, number>();
  const auditSize = async (): Promise<number> => (await call<{ entries: unknown[] }>('GET', '/audit?limit=200')).data.entries.length;

  it.each(REQUESTS)('[SE3] %s %s leaves exactly one entry in the audit log, without a secret', async (name, object, body) => {
    const endpoint: Endpoint = SETTINGS_ENDPOINTS[name];
    const path = endpoint.path.replace('/console/v1', '').replaceAll(/\{[^}]+\}/g, object);
    const key = endpoint.path.replace(/\/(?:cell-length|statement|rules|password)$/, '') + object;
    const version = seen.get(key) ?? (object === '' ? 0 : undefined);
    const before = await auditSize();
    const query = endpoint.query ? `?version=${version ?? 0}` : '';
    const answer = await call<{ version?: number }>(
      endpoint.method,
      path + query,
      body && { ...(version !== undefined && { version }), ...body },
    );
    expect(answer.message).toBe('Successful');
    expect(() => parse(endpoint.data, answer.data)).not.toThrow();
    if (answer.data.version !== undefined) seen.set(key, answer.data.version);
    expect(await auditSize()).toBe(before + 1);
    const { entries } = (await call<{ entries: { actor: string }[] }>('GET', '/audit?limit=1')).data;
    expect(entries[0]?.actor).toBe('admin');
    expect(JSON.stringify(entries)).not.toMatch(
      /captcha-secret|identity-secret|hook-secret|telephony-secret|a new password|another password|BEGIN/,
    );
  });

  it('is among those tried above', () => {
    const changing = (Object.entries(SETTINGS_ENDPOINTS) as [string, Endpoint][])
      .filter(([name, { method }]) => method !== 'GET' && name !== 'testNumberRule')
      .map(([name]) => name);
    expect(REQUESTS.map(([name]) => name as string).toSorted()).toEqual(changing.toSorted());
  });
});

describe('the public API', () => {
  it('[SE1] serves a page of an origin as soon as it is listed, and no longer than that', async () => {
    const status = async (): Promise<number> =>
      (await engagement('/callbacks/queue-status/Support_VQ', { origin: 'https://listed.example' })).status;
    expect(await status()).toBe(403);
    const { version } = (await call<{ version: number }>('GET', '/origins')).data;
    const saved = await call<{ version: number }>('PUT', '/origins', { version, value: ['https://listed.example'] });
    expect(await status()).toBe(200);
    await call('PUT', '/origins', { version: saved.data.version, value: [] });
    expect(await status()).toBe(403);
  });

  it('[BH2] answers the three questions by the edited hours, offer hours and blackout', async () => {
    // 09:00 in New York; the office closes at 18:00.
    const ask = async (): Promise<Record<string, unknown>> => {
      const query = 'queryImmediateOfferHours=true&returnWithinImmediateOfferTime=true&checkImmediateEnabled=true';
      return ((await (await engagement(`/callbacks/open-for/Edited_VQ?${query}`)).json()) as { data: Record<string, unknown> }).data;
    };
    const weekly = { mon: [['08:00', '18:00']] };
    const hours = { version: undefined, value: { timeZone: 'America/New_York', weekly } };
    await call('PUT', '/business-hours/Edited', hours);
    await call('PUT', '/business-hours/Offer', { value: { timeZone: 'America/New_York', weekly: { mon: [['09:30', '10:00']] } } });
    const queue = await call<{ version: number }>('PUT', '/queues/Edited_VQ', { value: { businessHours: 'Edited' } });
    expect(await ask()).toEqual({
      openFor: 9 * 3600,
      immediateOfferHoursOpenFor: -1,
      isWithinImmediateOfferTime: true,
      isImmediateEnabled: true,
    });
    const offered = await call<{ version: number }>('PUT', '/queues/Edited_VQ', {
      version: queue.data.version,
      value: { businessHours: 'Edited', immediateOfferHours: 'Offer' },
    });
    expect(await ask()).toMatchObject({ immediateOfferHoursOpenFor: 0, isWithinImmediateOfferTime: false });
    booted.advance(45 * 60_000);
    expect(await ask()).toMatchObject({ immediateOfferHoursOpenFor: 15 * 60, isWithinImmediateOfferTime: true });
    booted.advance(-45 * 60_000);
    const blackout = await call<{ version: number }>('PUT', '/queues/Edited_VQ', {
      version: offered.data.version,
      value: { businessHours: 'Edited', immediateBlackoutMinutes: 600, immediateEnabled: false },
    });
    expect(await ask()).toMatchObject({ isWithinImmediateOfferTime: false, isImmediateEnabled: false });
    const object = (await call<{ version: number }>('GET', '/business-hours/Edited')).data;
    await call('PUT', '/business-hours/Edited', {
      version: object.version,
      value: { timeZone: 'America/New_York', weekly, exceptions: [{ date: '2026-11-23', closed: true }] },
    });
    expect(await ask()).toMatchObject({ openFor: 0 });
    expect(blackout.http).toBe(200);
  });

  it('[SL8] trusts the caller as the edited policy says, unless the request asks to be checked', async () => {
    const night = '2026-11-24T08:00:00.000Z';
    const book = async (more: Record<string, unknown> = {}): Promise<number> =>
      (
        (await (
          await post(`${booted.url}/engagement/v3/callbacks/create`, {
            serviceName: 'Sales_VQ',
            phoneNumber: nextNumber(),
            desiredTime: night,
            ...more,
          })
        ).json()) as { status: { code: number } }
      ).status.code;
    expect(await book()).toBe(7042);
    const { version, value } = (await call<{ version: number; value: Record<string, unknown> }>('GET', '/queues/Sales_VQ')).data;
    await call('PUT', '/queues/Sales_VQ', { version, value: { ...value, bookingPolicy: 'trust-caller', slotCapacity: 0 } });
    expect(await book()).toBe(0);
    expect(await book({ alwaysCheckCapacity: true })).toBe(7042);
  });
});

describe('a live stream', () => {
  it('[SE2] ends when its user is deleted', async () => {
    await call('PUT', '/users/gone', { value: { roles: ['agent'] }, password: 'a new password' });
    const { cookie = '' } = await logIn('gone', 'a new password');
    const stream = await fetch(`${booted.url}/console/v1/desk/events`, { headers: { cookie } });
    expect(stream.status).toBe(200);
    const ended = stream.text();
    const { version } = (await call<{ version: number }>('GET', '/users/gone')).data;
    expect((await call('DELETE', `/users/gone?version=${version}`)).http).toBe(200);
    expect(await ended).toContain('event: desk');
    expect((await fetch(`${booted.url}/console/v1/desk`, { headers: { cookie } })).status).toBe(401);
  });
});

let numbers = 4000;
const nextNumber = (): string => `+1212555${(numbers += 1)}`;
