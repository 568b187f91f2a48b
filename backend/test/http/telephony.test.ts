import { beforeEach, describe, expect, it } from 'vitest';
import { standardWebhooks } from '../../src/adapters/standard-webhooks.js';
import { bootApp, type BootedApp } from './boot-app.js';
import { ID } from './fake-ringback.js';
import { DIALER_SECRET } from './fake-telephony.js';

const SECRET = 'demo-telephony-secret';
const EVENTS = `/telephony/v1/callbacks/${ID}/attempts/1/events`;
const BODY = JSON.stringify({ type: 'answered' });

let booted: BootedApp;
beforeEach(() => void (booted = bootApp()));

const bearer = (secret = SECRET) => ({ authorization: `Bearer ${secret}` });
const signed = (secret = DIALER_SECRET, body = BODY, at = Date.now()) => ({
  ...standardWebhooks.sign(secret, { id: 'report_1', at, body }),
});
const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
  booted.app.request(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
const report = (headers: Record<string, string>, body = BODY) => send('POST', EVENTS, headers, body);
const verbs = () => booted.ringback.calls.map(({ verb }) => verb);

describe('[TE1] who may report a dial', () => {
  it.each([
    ['the telephony secret', bearer(), undefined],
    ['the telephony secret, with an id of the report', { ...bearer(), 'webhook-id': 'report_7' }, 'report_7'],
    ['a signature', signed(), 'report_1'],
    ['both', { ...bearer(), ...signed() }, 'report_1'],
  ])('[TE1] takes %s', async (_, headers, reportId) => {
    expect((await report(headers)).status).toBe(200);
    expect(booted.ringback.calls).toEqual([{ verb: 'reportAttempt', given: [{ id: ID, attempt: 1, type: 'answered', reportId }] }]);
  });

  it.each([
    ['nothing', {}],
    ['a wrong secret', bearer('demo-telephony-secreT')],
    ['another scheme', { authorization: `Basic ${SECRET}` }],
    ['a signature by another secret', signed('another secret')],
    ['a signature of another body', signed(DIALER_SECRET, '{"type":"busy"}')],
    ['an old signature', signed(DIALER_SECRET, BODY, Date.now() - 400_000)],
    ['a wrong signature beside the right secret', { ...bearer(), ...signed('another secret') }],
    ['a right signature beside a wrong secret', { ...bearer('wrong'), ...signed() }],
    ['a signature without its id', { ...signed(), 'webhook-id': '' }],
  ])('[TE1] refuses %s', async (_, headers) => {
    const response = await report(headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ status: { code: 503 } });
    expect(verbs()).toEqual([]);
  });

  it('[TE1] a signature is judged before the body is: strangers learn nothing of it', async () => {
    const response = await report(signed('another secret', '{"type":"nonsense"}'), '{"type":"nonsense"}');
    expect(response.status).toBe(401);
    const own = await report(signed(DIALER_SECRET, '{"type":"nonsense"}'), '{"type":"nonsense"}');
    expect(own.status).toBe(400);
    expect(await own.json()).toMatchObject({ status: { code: 501, message: expect.stringContaining('ringing') } });
  });

  it.each([
    [`/telephony/v1/callbacks/${ID}/attempts/2/events`, 404],
    ['/telephony/v1/callbacks/0191f0aa-7c1e-7d33-8a54-000000000000/attempts/1/events', 404],
    ['/telephony/v1/callbacks/no-uuid/attempts/1/events', 400],
    [`/telephony/v1/callbacks/${ID}/attempts/0/events`, 400],
    [`/telephony/v1/callbacks/${ID}/attempts/1e0/events`, 400],
  ])('[TE1] %s is %i', async (path, http) => expect((await send('POST', path, bearer(), BODY)).status).toBe(http));
});

describe('the telephony API is for servers', () => {
  const everything: [string, string, string?][] = [
    ['POST', '/telephony/v1/callbacks', JSON.stringify({ serviceName: 'Support_VQ', phoneNumber: '+12125550111' })],
    ['GET', `/telephony/v1/callbacks/${ID}`],
    ['POST', `/telephony/v1/callbacks/${ID}/cancel`, '{}'],
    ['POST', EVENTS, BODY],
    ['PUT', '/telephony/v1/agents/ann', '{"state":"ready"}'],
    ['DELETE', '/telephony/v1/agents/ann'],
  ];
  it.each(everything)('[SE1] %s %s takes the secret, and no request of a page even with it', async (method, path, body) => {
    expect((await send(method, path, {}, body)).status).toBe(401);
    expect((await send(method, path, { 'x-api-key': 'demo-key' }, body)).status).toBe(401);
    expect((await send(method, path, { ...bearer(), origin: 'http://shop.test:8080' }, body)).status).toBe(403);
    expect(verbs()).toEqual([]);
    expect((await send(method, path, bearer(), body)).status).toBe(200);
    expect(verbs()).toHaveLength(1);
  });

  it('[SE1] answers no preflight that would let a page in', async () => {
    const response = await booted.app.request('/telephony/v1/callbacks', {
      method: 'OPTIONS',
      headers: { origin: 'https://www.example.com', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('[SE1] without a telephony secret in the configuration nothing opens it', async () => {
    const { telephony: _, ...config } = booted.services.config;
    booted = bootApp({ config });
    for (const secret of ['', 'undefined', SECRET])
      expect((await send('GET', `/telephony/v1/callbacks/${ID}`, bearer(secret))).status).toBe(401);
    expect((await report(signed())).status).toBe(200);
  });
});

it('[CB3][CB9] what an IVR sends arrives as it is meant', async () => {
  const body = {
    serviceName: 'Support_VQ',
    phoneNumber: '+12125550111',
    queuedSince: '2026-11-23T15:00:00.000Z',
    skills: 'english>5',
    keepSkillsAndPriority: 'false',
    priority: '7',
    channel: 'campaign',
  };
  expect((await send('POST', '/telephony/v1/callbacks', { ...bearer(), 'idempotency-key': 'k1' }, JSON.stringify(body))).status).toBe(200);
  expect(booted.ringback.calls[0]?.given).toMatchObject([
    { queuedSince: Date.parse(body.queuedSince), skills: 'english>5', keepSkillsAndPriority: false, priority: 7, channel: 'campaign' },
    { idempotencyKey: 'k1' },
  ]);
});

it('[TE1] an agent of the telephony side: ready with skills and queues, for two minutes unless told otherwise', async () => {
  await send(
    'PUT',
    '/telephony/v1/agents/ann%20lee',
    bearer(),
    JSON.stringify({ state: 'ready', skills: { english: 7 }, queues: ['Sales_VQ'] }),
  );
  expect(booted.ringback.calls[0]?.given).toEqual([
    'ann lee',
    { state: 'ready', skills: { english: 7 }, queues: ['Sales_VQ'], expiresInSeconds: 120 },
  ]);
  for (const wrong of [
    {},
    { state: 'away' },
    { state: 'ready', skills: { a: 101 } },
    { state: 'ready', queues: 'Sales_VQ' },
    { state: 'ready', expiresInSeconds: 4 },
  ])
    expect((await send('PUT', '/telephony/v1/agents/ann', bearer(), JSON.stringify(wrong))).status).toBe(400);
});

it.each([
  ['{}', 'customer'],
  ['{"by":"agent"}', 'agent'],
  ['{"by":"admin"}', 'admin'],
])('[CB6] cancels in the name of whom it says: %s', async (body, kind) => {
  await send('POST', `/telephony/v1/callbacks/${ID}/cancel`, bearer(), body);
  expect(booted.ringback.calls).toEqual([{ verb: 'cancelCallback', given: [ID, { kind, name: 'telephony' }] }]);
});
