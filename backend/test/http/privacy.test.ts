import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import { asked, bootApp, loggedIn, posted } from './boot-app.js';
import { ID, TOKEN } from './fake-ringback.js';

const SECRETS = [
  '2125550173',
  'Wilhelmina',
  'my dog is ill',
  TOKEN,
  'change-me-now',
  'demo-key',
  'session-1',
  'Sales_VQ%20for',
  'ann@example.com',
  ID,
];
const BOOKING = {
  serviceName: 'Sales_VQ',
  phoneNumber: '+1 212 555 0173',
  userData: { firstname: 'Wilhelmina', notes: 'my dog is ill', email: 'ann@example.com' },
};

describe('the log', () => {
  it('[CB10] has no number, name, note, address, token, key or id of a request in it', async () => {
    const booted = bootApp();
    const { app, ringback } = booted;
    await app.request('/engagement/v3/callbacks/create', posted({ ...BOOKING, phoneNumber: '+12125550173' }));
    await app.request('/engagement/v3/callbacks/create', posted({ ...BOOKING, serviceName: 'Wilhelmina' }));
    await app.request('/engagement/v3/callbacks/create', posted({ ...BOOKING, priority: 'Wilhelmina' }));
    await app.request('/engagement/v3/callbacks/queue-status/Wilhelmina', asked());
    await app.request(`/engagement/v3/callbacks/retrieve/${ID}?phone=2125550173`, asked());
    await app.request('/visitor/v1/callback', { headers: { authorization: `Bearer ${TOKEN}` } });
    await (await app.request(`/visitor/v1/callback/events?token=${TOKEN}`)).body?.cancel();
    const headers = await loggedIn(app);
    await app.request('/console/v1/desk', { headers });
    ringback.replace({
      createCallback: async (request) => {
        const cause = Object.assign(new Error(`Key (phone)=(${request.phoneNumber}) already exists`), { code: '23505' });
        throw new Error(`could not book for "Wilhelmina", ann@example.com, ${request.phoneNumber}, ${TOKEN}`, { cause });
      },
      retrieveCallback: async () => {
        throw new Refusal('UNAVAILABLE', "no database for 'Wilhelmina'");
      },
    });
    const broken = await app.request('/engagement/v3/callbacks/create', posted(BOOKING));
    await app.request('/engagement/v3/callbacks/retrieve', posted({ id: ID }));
    expect(booted.logged().length).toBeGreaterThan(10);
    for (const secret of SECRETS) expect(booted.logText(), secret).not.toContain(secret);
    // Still good for finding the fault.
    const entry = booted.logged().find((line) => line['msg'] === 'request failed');
    expect(entry).toMatchObject({
      corrId: broken.headers.get('x-correlation-id'),
      route: '/engagement/v3/callbacks/create',
      cause: { errorCode: '23505' },
    });
    expect(entry?.['frames']).toEqual(expect.arrayContaining([expect.stringMatching(/^at /)]));
  });

  it('names the pattern of an address, the status, the code and the time', async () => {
    const booted = bootApp();
    const response = await booted.app.request('/engagement/v3/callbacks/queue-status/Nowhere', asked());
    expect(booted.logged().at(-1)).toMatchObject({
      msg: 'request',
      level: 'info',
      route: '/engagement/v3/callbacks/queue-status/{queue-name}',
      method: 'GET',
      status: 400,
      code: 7040,
      corrId: response.headers.get('x-correlation-id'),
      ms: expect.any(Number) as number,
    });
  });

  it('metrics count by pattern, so that names and scanners make no series of their own', async () => {
    const { app } = bootApp();
    await app.request('/engagement/v3/callbacks/queue-status/Wilhelmina', asked());
    await app.request('/wp-login.php');
    await app.request('/', { method: 'PROPFIND' });
    const text = await (await app.request('/metrics')).text();
    expect(text).toContain('http_requests_total{route="/engagement/v3/callbacks/queue-status/{queue-name}",method="GET",status="400"} 1');
    expect(text).toContain('http_requests_total{route="(unknown)",method="GET",status="404"} 1');
    expect(text).toContain('method="other"');
    expect(text).toContain('http_request_duration_seconds_bucket');
    expect(text).not.toMatch(/Wilhelmina|wp-login/);
  });
});

describe('health', () => {
  it('is alive without a database, and ready only with one', async () => {
    const { app, ringback } = bootApp();
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(200);
    for (const ready of [async () => false, () => Promise.reject(new Error('gone'))]) {
      ringback.replace({ ready });
      const response = await app.request('/readyz');
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      expect((await app.request('/healthz')).status).toBe(200);
    }
  });
});
