import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedService, bootService, NOW, post } from './boot-service.js';

const USERS = [
  { username: 'boss', roles: ['administrator'] },
  { username: 'super', roles: ['supervisor'] },
  { username: 'lee', roles: ['supervisor'], queues: ['Support_VQ'] },
  { username: 'mona', roles: ['monitor'] },
  { username: 'dev', roles: ['developer'] },
  { username: 'anna', roles: ['agent'] },
].map((user) => ({ ...user, password: 'correct horse' }));

let service: BootedService;
const sessions = new Map<string, Record<string, string>>();
beforeAll(async () => {
  service = await bootService({
    config: { users: USERS, limits: { perAddressPerMinute: 0, perNumberPerDay: 0, trustedProxies: ['127.0.0.1', '::1'] } },
  });
  for (const { username, password } of USERS) {
    const response = await fetch(`${service.url}/console/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const { data } = (await response.json()) as { data: { csrfToken: string } };
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    sessions.set(username, { cookie, 'x-ringback-csrf': data.csrfToken, 'content-type': 'application/json' });
  }
});
afterAll(() => service?.end());

interface Answer {
  status: number;
  code: number | undefined;
  data: Record<string, unknown> & { callbacks?: Record<string, unknown>[]; errors?: Record<string, unknown>[] };
  headers: Headers;
}

async function ask(user: string, method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${service.url}/console/v1${path}`, {
    method,
    headers: { ...sessions.get(user), ...extra },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { status: { code: number }; data: Answer['data'] };
  return { status: response.status, code: answer.status.code, data: answer.data, headers: response.headers };
}

let numbers = 0;
const newNumber = (): string => `+1646555${String(1000 + (numbers += 1)).slice(-4)}`;
const bookOne = async (wish: Record<string, unknown> = {}): Promise<string> => {
  const response = await post(`${service.url}/engagement/v3/callbacks/create`, {
    serviceName: 'Support_VQ',
    phoneNumber: newNumber(),
    ...wish,
  });
  return ((await response.json()) as { data: { id: string } }).data.id;
};

describe('[SE2] who may do what', () => {
  const all = ['boss', 'super', 'mona', 'dev', 'anna'];
  it.each<[string, string, unknown, string[]]>([
    ['GET', '/callbacks', undefined, ['boss', 'super', 'mona', 'dev']],
    ['GET', '/callback-search?for=%2B12125550111', undefined, ['boss', 'super', 'mona', 'dev']],
    ['POST', '/callbacks', { queue: 'Nowhere_VQ', phoneNumber: '+12125550111' }, ['boss', 'super']],
    ['POST', '/callbacks/nonsense/cancel', undefined, ['boss', 'super']],
    ['POST', '/callbacks/nonsense/recreate', {}, ['boss', 'super']],
    ['POST', '/callbacks/nonsense/reschedule', { desiredTime: '2026-11-24T15:00:00Z' }, ['boss', 'super']],
    ['POST', '/bulk-cancels', { range: { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' } }, ['boss', 'super']],
    ['GET', '/bulk-cancels', undefined, ['boss', 'super']],
    ['POST', '/personal-data/export', { phoneNumber: '+12125550111' }, ['boss']],
    ['POST', '/personal-data/erase', { phoneNumber: '+12125550111', openCallbacks: 'refuse' }, ['boss']],
    ['GET', '/api-errors', undefined, ['boss', 'dev']],
  ])('%s %s', async (method, path, body, allowed) => {
    const passed: string[] = [];
    for (const user of all) if ((await ask(user, method, path, body)).status !== 403) passed.push(user);
    expect(passed).toEqual(allowed);
  });

  it('changes nothing without the session’s token against forgery', async () => {
    const id = await bookOne();
    const forged = await ask('super', 'POST', `/callbacks/${id}/cancel`, undefined, { 'x-ringback-csrf': 'guessed' });
    expect(forged.status).toBe(403);
    expect((await ask('super', 'GET', `/callbacks/${id}`)).data).toMatchObject({ state: 'QUEUED' });
  });
});

describe('a supervisor’s day', () => {
  it('[CB6][CB8] books, moves, cancels, recreates; the record tells', async () => {
    const phoneNumber = newNumber();
    const desiredTime = new Date(NOW + 3_600_000).toISOString();
    const key = { 'idempotency-key': 'one click' };
    const made = await ask(
      'super',
      'POST',
      '/callbacks',
      { queue: 'Support_VQ', phoneNumber, desiredTime, userData: { firstname: 'Ann' } },
      key,
    );
    expect(made).toMatchObject({ status: 200, data: { state: 'SCHEDULED', metrics: { createdBy: 'super' } } });
    const again = await ask('super', 'POST', '/callbacks', { queue: 'Support_VQ', phoneNumber, desiredTime }, key);
    expect(again.data['id']).toBe(made.data['id']);
    const path = `/callbacks/${String(made.data['id'])}`;
    const moved = await ask('super', 'POST', `${path}/reschedule`, { desiredTime: new Date(NOW + 7_200_000).toISOString() });
    expect(moved.data).toMatchObject({ desiredTime: new Date(NOW + 7_200_000).toISOString() });
    expect((await ask('super', 'POST', `${path}/recreate`, {})).status).toBe(400);
    expect((await ask('super', 'POST', `${path}/cancel`)).data).toMatchObject({ reason: 'CANCELLED_BY_ADMIN' });
    const recreated = await ask('super', 'POST', `${path}/recreate`, {});
    expect(recreated.data).toMatchObject({ state: 'QUEUED', recreatedFrom: made.data['id'], name: 'Ann' });
    expect((await ask('mona', 'GET', path)).data).toMatchObject({
      recreatedAs: [recreated.data['id']],
      metrics: { createdBy: 'super', rescheduledBy: 'super', cancelledBy: 'super', recreatedBy: 'super' },
    });
    expect((await ask('mona', 'GET', `/callback-search?for=${encodeURIComponent(phoneNumber)}`)).data.callbacks).toHaveLength(2);
    expect((await ask('super', 'POST', '/callbacks', { queue: 'Support_VQ', phoneNumber: 'x' })).code).toBe(7030);
    expect((await ask('lee', 'POST', '/callbacks', { queue: 'Sales_VQ', phoneNumber: newNumber() })).code).toBe(7040);
  });

  it('[SE4][CB6] cancels in bulk and takes both files home', async () => {
    const ids = [await bookOne(), await bookOne({ userData: { firstname: '=1+1' } })];
    const report = await ask('super', 'POST', '/bulk-cancels', { ids });
    expect(report.data).toMatchObject({ total: 2, cancelled: 2, pending: 0 });
    const file = await fetch(`${service.url}/console/v1/bulk-cancels/${String(report.data['id'])}/report.csv`, {
      headers: sessions.get('super') ?? {},
    });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await file.text()).split('\r\n').slice(1, 3).toSorted()).toEqual(ids.map((id) => `${id},cancelled`).toSorted());
    const list = await fetch(`${service.url}/console/v1/callbacks.csv?states=COMPLETED&field=id&search=${ids[1]}`, {
      headers: sessions.get('super') ?? {},
    });
    expect(list.headers.get('content-disposition')).toBe('attachment; filename="callbacks.csv"');
    const [, line] = (await list.text()).split('\r\n');
    expect(line).toMatch(new RegExp(`^${ids[1]},Support_VQ,COMPLETED,CANCELLED_BY_ADMIN,\\+1646\\d+,'=1\\+1,`));
    const refused = await fetch(`${service.url}/console/v1/callbacks.csv?timeZone=Mars`, { headers: sessions.get('super') ?? {} });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/json']);
    expect((await ask('lee', 'GET', `/bulk-cancels/${String(report.data['id'])}`)).status).toBe(404);
  });
});

describe('[SE1] errors of API clients', () => {
  it('[SE1] are found by correlation id, newest first, with page and reason and nothing that was sent', async () => {
    const secret = '+99912345';
    const bad = await post(
      `${service.url}/engagement/v3/callbacks/create`,
      { serviceName: 'Support_VQ', phoneNumber: secret },
      { origin: service.url },
    );
    const { status } = (await bad.json()) as { status: { corrId: string; message: string } };
    service.advance(1);
    await post(`${service.url}/engagement/v3/callbacks/retrieve`, { id: 'nonsense' });
    const { errors = [] } = (await ask('dev', 'GET', '/api-errors')).data;
    expect(errors.slice(0, 2)).toMatchObject([
      { route: '/engagement/v3/callbacks/retrieve', http: 400, code: 501, method: 'POST' },
      { corrId: status.corrId, code: 7030, origin: service.url, message: status.message, at: new Date(NOW).toISOString() },
    ]);
    expect(JSON.stringify(errors)).not.toContain(secret.slice(1));
    expect((await ask('dev', 'GET', `/api-errors?corrId=${status.corrId}`)).data.errors).toHaveLength(1);
    expect((await ask('dev', 'GET', '/api-errors?corrId=0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10')).data.errors).toEqual([]);
    expect((await ask('dev', 'GET', '/api-errors?corrId=x')).status).toBe(400);
  });

  it('[SE1] are not those of the console, nor successes; a flood costs no more than a statement each second', async () => {
    const before = (await ask('dev', 'GET', '/api-errors')).data.errors?.length ?? 0;
    await ask('mona', 'POST', '/callbacks', {});
    await bookOne();
    expect((await ask('dev', 'GET', '/api-errors')).data.errors).toHaveLength(before);
    const { statements } = await service.context.metrics();
    await Promise.all(Array.from({ length: 300 }, () => fetch(`${service.url}/engagement/v3/callbacks/queue-status/Support_VQ`)));
    expect((await service.context.metrics()).statements - statements).toBeLessThan(100);
    const page = (await ask('dev', 'GET', '/api-errors')).data;
    expect(page.errors).toHaveLength(250);
    const rest = (await ask('dev', 'GET', `/api-errors?cursor=${String(page['next'])}`)).data.errors ?? [];
    expect(rest).toHaveLength(before + 50);
    service.advance(8 * 86_400_000);
    await service.context.scheduler.runOnce();
    await expect.poll(() => ask('dev', 'GET', '/api-errors').then(({ status }) => status)).toBe(401);
  });
});

describe('[SE1] limits over HTTP', () => {
  it('[SE1] 429 / 7041 with Retry-After and without data, by the address behind the trusted proxy', async () => {
    const limited = await bootService({
      config: { limits: { perAddressPerMinute: 2, perNumberPerDay: 0, trustedProxies: ['127.0.0.1', '::ffff:127.0.0.1'] } },
    });
    try {
      const create = (forwarded: string) =>
        new Promise<{ status: number; retryAfter: string | undefined; body: unknown }>((resolve, reject) => {
          const sent = request(`${limited.url}/engagement/v3/callbacks/create`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key', 'x-forwarded-for': forwarded },
          });
          sent.on('error', reject);
          sent.on('response', (response) =>
            text(response).then(
              (body) =>
                resolve({
                  status: response.statusCode ?? 0,
                  retryAfter: response.headers['retry-after'],
                  body: JSON.parse(body) as unknown,
                }),
              reject,
            ),
          );
          sent.end(JSON.stringify({ serviceName: 'Support_VQ', phoneNumber: newNumber() }));
        });
      expect((await create('203.0.113.7')).status).toBe(200);
      expect((await create('1.1.1.1, 203.0.113.7')).status).toBe(200);
      const refused = await create('2.2.2.2, 203.0.113.7');
      expect(refused).toMatchObject({ status: 429, retryAfter: '65', body: { status: { code: 7041 } } });
      expect(refused.body).not.toHaveProperty('data');
      expect((await create('203.0.113.8')).status).toBe(200);
      limited.advance(65_000);
      expect((await create('203.0.113.7')).status).toBe(200);
    } finally {
      await limited.end();
    }
  });
});

it('[QU1] answers in three modes over HTTP, an entry for every name, with result codes', async () => {
  const ewt = async (query: string) => {
    const response = await fetch(`${service.url}/engagement/v3/estimated-wait-time?virtual-queues=Support_VQ,Nowhere_VQ${query}`, {
      headers: { 'x-api-key': 'demo-key' },
    });
    const { data } = (await response.json()) as {
      data: { virtualQueue: string; estimatedWaitTime: number; resultCode: number; message: string }[];
    };
    expect(data.map(({ virtualQueue }) => virtualQueue)).toEqual(['Support_VQ', 'Nowhere_VQ']);
    for (const { message } of data) expect(message.length).toBeGreaterThan(0);
    expect(data[1]).toMatchObject({ estimatedWaitTime: -1, resultCode: -1 });
    return data[0]?.resultCode;
  };
  // Nobody is at a desk and nothing has been finished yet.
  expect([await ewt('&mode=mode1'), await ewt('&mode=mode2'), await ewt('&mode=mode3'), await ewt('')]).toEqual([-1, -2, -2, -2]);
  expect(await ewt('&mode=mode1&include-calls-on-hold=true')).toBe(-1);
  const wrong = await fetch(`${service.url}/engagement/v3/estimated-wait-time?virtual-queues=Support_VQ&mode=mode4`, {
    headers: { 'x-api-key': 'demo-key' },
  });
  expect(wrong.status).toBe(400);
});
