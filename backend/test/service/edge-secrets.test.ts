import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { configFile, parseConfigFile } from '@ringback/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.js';
import { createPinoLog } from '../../src/adapters/pino-log.js';
import { type BootedService, bootService, post } from './boot-service.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
/** Nobody listens there: every message to the outside fails, and says so in the log. */
const NOWHERE = 'http://127.0.0.1:9';
const PLANTED = {
  apiKey: 'planted-api-key-5Jx2',
  captchaSecret: 'planted-captcha-secret-k3Vw',
  webhookSecret: 'planted-webhook-secret-Yb7t',
  telephonySecret: 'planted-telephony-secret-Qm4z',
  serviceSecret: 'planted-service-secret-Dw8c',
  password: 'planted-password-Nr6h',
  twilioToken: 'planted-twilio-token-Ek5v',
  twilioBasic: Buffer.from('AC0:planted-twilio-token-Ek5v').toString('base64'),
  dialerSecret: 'planted-dialer-secret-of-32-characters-Lg3f',
  databasePassword: 'planted-database-password-Xs8d',
  identitySecret: 'planted-identity-secret-of-32-characters-Ut9e',
  pushKey: privateKey.split('\n')[3]!,
  phone: '6465550173',
  firstName: 'Wilhelmina',
  lastName: 'Plantedname',
  notes: 'my dog is ill',
  mail: 'wilhelmina@planted.example',
  pushToken: 'planted-fcm-token-Zp1s',
  captchaToken: 'planted-captcha-token-Hb2k',
  address: '203.0.113.77',
};

/** Somebody outside who refuses everything, and repeats what they were sent. */
async function parrot(): Promise<{ url: string; heard: string[]; close: () => Promise<void> }> {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    const said = JSON.stringify({ message: `no: ${JSON.stringify(request.headers)} ${await text(request)}`, code: 20003, status: 401 });
    heard.push(said);
    response.writeHead(401, { 'content-type': 'application/json' }).end(said);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close };
}

/** The same database with a password: one that trusts its own machine takes any. */
const withPassword = async (url: string): Promise<string> => {
  const address = new URL(url);
  if (address.password === '') address.password = PLANTED.databasePassword;
  return address.href;
};

describe('[SE1][CB10] secrets and personal data that were planted', () => {
  const lines: string[] = [];
  /** What was given to whom: answers, metrics, the document, and the list of errors. */
  const told: string[] = [];
  /** Made on the way. */
  const made = { visitorToken: '', session: '', csrf: '' };
  let booted: BootedService;
  let twilio: Awaited<ReturnType<typeof parrot>>;

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(booted.url + path, init);
    told.push(await response.clone().text(), JSON.stringify([...response.headers]));
    return response;
  };
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await post(booted.url + path, body, { 'x-api-key': PLANTED.apiKey, 'x-forwarded-for': PLANTED.address, ...headers });
    told.push(await response.clone().text());
    return response;
  };
  const booking = (wish: Record<string, unknown> = {}) => ({
    serviceName: 'Support_VQ',
    phoneNumber: `+1${PLANTED.phone}`,
    userData: { firstname: PLANTED.firstName, lastname: PLANTED.lastName, notes: PLANTED.notes, email: PLANTED.mail },
    pushTargets: [{ channel: 'FCM', target: PLANTED.pushToken }],
    ...wish,
  });
  const captcha = {
    provider: 'recaptcha-v2-checkbox',
    name: 'shop',
    siteKey: 'public',
    secretKey: PLANTED.captchaSecret,
    verifyUrl: `${NOWHERE}/verify`,
  };

  beforeAll(async () => {
    twilio = await parrot();
    booted = await bootService({
      publicUrl: 'http://callbacks.planted.example',
      secret: PLANTED.serviceSecret,
      log: createPinoLog('trace', { write: (line) => void lines.push(line) }),
      through: withPassword,
      config: {
        site: {
          name: 'planted',
          apiKeys: [PLANTED.apiKey],
          origins: [],
          captcha: { ...captcha, onVerifierDown: 'fail-open' },
          push: {
            projectId: 'p',
            clientEmail: 'push@planted.example',
            privateKey,
            tokenUrl: `${NOWHERE}/token`,
            sendUrl: `${NOWHERE}/send`,
          },
          webhooks: [{ url: `${NOWHERE}/hook`, secret: PLANTED.webhookSecret, allowPrivateAddresses: true, includeUserData: true }],
          identity: { keys: [{ kid: 'one', alg: 'HS256', secret: PLANTED.identitySecret }] },
        },
        limits: { perAddressPerMinute: 4, perNumberPerDay: 3, trustedProxies: ['127.0.0.1'] },
        telephony: { secret: PLANTED.telephonySecret },
        dialer: {
          adapter: 'twilio',
          accountSid: 'AC0',
          authToken: PLANTED.twilioToken,
          from: '+12125550100',
          baseUrl: twilio.url,
          assumeAgents: 9,
        },
        users: [{ username: 'root', password: PLANTED.password, roles: ['administrator', 'developer', 'supervisor', 'agent'] }],
      },
    });
    await everythingThatFails();
  });
  afterAll(async () => {
    await booted?.end();
    await twilio.close();
  });

  async function everythingThatFails(): Promise<void> {
    const create = '/engagement/v3/callbacks/create';
    // Not kept in `told`: whoever books gets the token.
    const first = await post(booted.url + create, booking({ captchaToken: PLANTED.captchaToken }), {
      'x-api-key': PLANTED.apiKey,
      'x-forwarded-for': '198.51.100.1',
    });
    made.visitorToken = ((await first.json()) as { data: { visitorToken: string } }).data.visitorToken;
    for (const wish of [
      {},
      { captchaToken: PLANTED.captchaToken },
      { phoneNumber: PLANTED.firstName },
      { serviceName: 'Nowhere_VQ' },
      { priority: PLANTED.notes },
      { desiredTime: PLANTED.mail },
      {},
    ])
      await send(create, booking(wish));
    await send(`${create}?phone=${PLANTED.phone}`, booking(), { origin: 'https://evil.example' });
    await send('/engagement/v3/callbacks/retrieve', { id: PLANTED.phone });
    await ask(`/engagement/v3/callbacks/queue-status/Support_VQ?name=${PLANTED.firstName}`, { headers: { 'x-api-key': PLANTED.apiKey } });
    await ask('/visitor/v1/callback/cancel', { method: 'POST', headers: { authorization: `Bearer ${made.visitorToken}x` } });
    await ask(`/visitor/v1/callback?token=${made.visitorToken}`);
    await ask('/telephony/v1/callbacks', { method: 'POST', headers: { authorization: `Bearer ${PLANTED.telephonySecret}x` } });
    await ask('/console/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'root', password: `${PLANTED.password}x` }),
    });
    const login = await post(`${booted.url}/console/v1/session`, { username: 'root', password: PLANTED.password });
    made.session = /ringback_session=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')![1]!;
    made.csrf = ((await login.json()) as { data: { csrfToken: string } }).data.csrfToken;
    const cookie = { cookie: `ringback_session=${made.session}` };
    for (const part of ['captcha-key-sets', 'push-credentials', 'webhooks', 'telephony-secret', 'identity', 'origins', 'limits'])
      expect((await ask(`/console/v1/${part}`, { headers: cookie })).status, part).toBe(200);
    for (const path of ['/console/v1/api-errors', '/console/v1/audit', '/console/v1/users', '/console/v1/regions'])
      expect((await ask(path, { headers: cookie })).status, path).toBe(200);
    await booted.context.scheduler.runOnce();
    for (const path of ['/metrics', '/openapi.json', '/healthz', '/readyz', '/docs', '/', '/console/v1/welcome']) await ask(path);
  }

  it('[CB10] the log has none of them, at its most talkative', () => {
    expect(lines.length).toBeGreaterThan(30);
    const log = lines.join('');
    for (const [name, secret] of Object.entries({ ...PLANTED, ...made })) if (secret !== '') expect(log.includes(secret), name).toBe(false);
  });

  it('[SE1] no answer has a secret, neither an error nor metrics nor what the console shows', () => {
    const { address: _address, ...planted } = PLANTED;
    const { csrf: _theirs, ...own } = made;
    expect(told.length).toBeGreaterThan(40);
    const all = told.join('\n');
    for (const [name, secret] of Object.entries({ ...planted, ...own }))
      if (secret !== '')
        expect(all.includes(secret), `${name}: ${all.slice(all.indexOf(secret) - 160, all.indexOf(secret) + 60)}`).toBe(false);
  });

  it('[SE1] and the search finds what is there', () => {
    expect(lines.join('')).toContain('/engagement/v3/callbacks/create');
    expect(twilio.heard.join('')).toContain(PLANTED.twilioBasic);
    expect(told.join('\n')).toContain('ringback_callbacks_created_total');
  });
});

describe('[SE1] secrets of the configuration', () => {
  /** What a schema of the configuration asks for by name: `dialer.authToken`. */
  function secretsIn(schema: unknown, path: string): string[] {
    if (!(schema instanceof Object)) return [];
    const { entries = {}, options = [], item, wrapped, pipe = [], getter } = schema as Record<string, never>;
    // One or a list, told apart by what is given.
    const later = typeof getter === 'function' ? [{}, []].map(getter as (given: unknown) => unknown) : [];
    const named = Object.entries(entries as Record<string, unknown>).flatMap(([key, inner]) => [
      ...(/(?:secret|secretKey|token|password|privateKey)$/i.test(key) ? [`${path}${key}`] : []),
      ...secretsIn(inner, `${path}${key}.`),
    ]);
    const others = [...(options as unknown[]), ...later, item, wrapped, ...(pipe as unknown[]).filter((part) => part !== schema)];
    return [...named, ...others.flatMap((one) => secretsIn(one, path))];
  }

  it('[SE1] are all among those that are planted', () => {
    expect([...new Set(secretsIn(configFile, ''))].sort()).toEqual([
      'dialer.authToken',
      'dialer.secret',
      'site.captcha.secretKey',
      'site.identity.keys.secret',
      'site.push.privateKey',
      'site.webhooks.secret',
      'telephony.secret',
      'users.password',
    ]);
  });

  it('[SE1] of a webhook dialer reach neither the log nor the receiver, whatever that one answers', async () => {
    const lines: string[] = [];
    const receiver = await parrot();
    const dialer = {
      adapter: 'webhook',
      url: `${receiver.url}/dial`,
      secret: PLANTED.dialerSecret,
      allowPrivateAddresses: true,
      assumeAgents: 9,
    };
    const log = createPinoLog('trace', { write: (line) => void lines.push(line) });
    const booted = await bootService({ log, config: { dialer } });
    try {
      const wish = { serviceName: 'Support_VQ', phoneNumber: '+12125550177' };
      expect((await post(`${booted.url}/engagement/v3/callbacks/create`, wish)).status).toBe(200);
      await booted.context.scheduler.runOnce();
      expect(receiver.heard.join('')).toContain('dial.requested');
      expect(receiver.heard.join('') + lines.join('')).not.toContain(PLANTED.dialerSecret);
    } finally {
      await booted.end();
      await receiver.close();
    }
  });

  it('[SE1] are not quoted when they are not good, nor is the address of the database', () => {
    const bad = 'pl4nted';
    const parsed = parseConfigFile({
      site: {
        name: 'x',
        apiKeys: ['k'],
        captcha: { provider: bad, secretKey: [bad], siteKey: 'k' },
        push: { privateKey: bad, projectId: 1 },
        webhooks: [{ url: `http://user:${bad}@[`, secret: bad }],
        identity: {
          keys: [
            { kid: 'a', alg: 'HS256', secret: bad },
            { kid: 'b', alg: 'RS256', publicKey: bad },
          ],
        },
      },
      telephony: { secret: bad },
      dialer: { adapter: 'twilio', accountSid: bad, authToken: [bad], from: bad },
      users: [{ username: 'u', password: [bad], roles: [bad] }],
      queues: [],
      businessHours: [],
    });
    if (parsed.ok) throw new Error('taken');
    expect(parsed.problems.length).toBeGreaterThan(8);
    expect(JSON.stringify(parsed.problems)).not.toContain(bad);
    for (const url of [`mysql://u:${bad}@host/db`, `postgres://u:${bad}@`, `u:${bad}`, `postgres://u:${bad}@host:99999/db`]) {
      const read = readEnvironment({ DATABASE_URL: url });
      if (!read.ok) expect(read.problems.join(), url).not.toContain(bad);
    }
  });
});
