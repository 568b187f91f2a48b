import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import { openApiDocument } from '../../src/http/openapi/document.js';
import { type BootedService, bootService, NOW, post } from './boot-service.js';
import type { Meanings, Schema } from './edge-fuzz/from-schema.js';
import { type FuzzAnswer, judgeBy } from './edge-fuzz/judge.js';
import { type Credentials, type FuzzRequest, requestsTo } from './edge-fuzz/requests.js';

/** `npm run fuzz` sends 20,000 and writes down what it measured. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const BATCH = 100;
const LANES = 4;
const MIB = 2 ** 20;
/** What the heap may grow by between the first quarter, when everything has been made once, and the end. */
const MOST_GROWTH = 24 * MIB;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heap(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const document = openApiDocument(undefined);
/** All that a stranger can reach; of the console what is open before a login. */
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { tags, security }]) => tags[0] !== 'Console' || security.length === 0)
    // Hashing a password takes long on purpose, and six of them would be refused: test/service/garbage.test.ts tries the login.
    .filter(([, { operationId }]) => operationId !== 'login')
    .map(([method, operation]) => ({ path, method, operation })),
);
const addresses = fc.nat(20).map((n) => ({ 'x-forwarded-for': `198.51.100.${n}` }));
const instants = fc.integer({ min: 0, max: 40 * 96 }).map((slot) => new Date(Date.UTC(2026, 10, 22) + slot * 900_000).toISOString());
const queues = fc.constantFrom('Sales_VQ', 'Support_VQ', 'Checked_VQ', 'ClickToCallInDelayed_VQ', 'Nowhere_VQ');
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 2_000_000, max: 9_999_999 }).map((n) => `+1646${n}`) },
  fc.constantFrom('+19005550123', '+447911123456', '2125550111', '+1', 'abc'),
);

/** Number check (SE5) on one queue, and visitors whom the site has signed for (WI12). */
const SECRET = 'a secret of the shop that nobody guesses';
const SITE = {
  site: { ...demoConfig.site, identity: { required: false, audience: 'ringback', keys: [{ kid: 'hs', alg: 'HS256', secret: SECRET }] } },
  // The simulator also reads the codes out that it is given to send.
  dialer: demoConfig.dialer,
  queues: [...demoConfig.queues, { name: 'Checked_VQ', businessHours: 'Always', numberCheck: 'sms' }],
};
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Signed well, with anything in it; or badly. */
const identities = fc
  .record({
    header: fc.constantFrom(
      { alg: 'HS256', kid: 'hs' },
      { alg: 'HS256', kid: '__proto__' },
      { alg: 'none', kid: 'hs' },
      { alg: 'RS256', kid: 'hs' },
    ),
    claims: fc.record(
      {
        phone_number: fc.oneof(numbers, fc.jsonValue({ maxDepth: 1 })),
        phone_number_verified: fc.oneof(fc.boolean(), fc.constant('true')),
        given_name: fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 2 })),
        userData: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    ),
    exp: fc.constantFrom<unknown>(NOW / 1000 + 600, NOW / 1000 - 600, 1e300, 'soon'),
    secret: fc.constantFrom(SECRET, SECRET, 'another'),
  })
  .map(({ header, claims, exp, secret }) => {
    const text = `${base64url(header)}.${base64url({ aud: 'ringback', exp, ...claims })}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  });

/** What is answered to those who begin something. */
interface Begun {
  readonly visitorToken?: string;
  readonly accessCode?: string | number;
  readonly numberCheck?: { readonly id: string };
}

describe('the public edge under a fuzzer', () => {
  let booted: BootedService;
  let credentials: Credentials;
  let meanings: Meanings;
  beforeAll(async () => {
    // A small watermark: what waits is in memory, and is there to stay.
    booted = await bootService({
      config: {
        ...SITE,
        limits: { perAddressPerMinute: 60, perNumberPerDay: 10, perEndpointPerMinute: { openFor: 30 }, trustedProxies: ['127.0.0.1'] },
      },
    });
    const made = (await (
      await post(`${booted.url}/engagement/v3/callbacks/create`, { serviceName: 'Support_VQ', phoneNumber: '+12125550199' })
    ).json()) as {
      data: { id: string; visitorToken: string };
    };
    const answerTo = async (path: string, body: unknown) => (await post(booted.url + path, body)).json() as Promise<{ data: Begun }>;
    const callIn = await answerTo('/engagement/v3/call-in/requests/create', {
      groupName: 'technical_help',
      fromPhoneNumber: '+12125550177',
    });
    const checked = await answerTo('/engagement/v3/callbacks/create', { serviceName: 'Checked_VQ', phoneNumber: '+12125550166' });
    const ids = [checked.data.numberCheck?.id, callIn.data.visitorToken, callIn.data.accessCode];
    if (ids.includes(undefined)) throw new Error(`not begun: ${JSON.stringify([callIn, checked])}`);
    const bearer = (...tokens: (string | undefined)[]) =>
      fc.tuple(addresses, fc.constantFrom(...tokens)).map(([from, token]) => ({ ...from, authorization: `Bearer ${token}` }));
    credentials = {
      apiKey: addresses.map((from) => ({ ...from, 'x-api-key': 'demo-key' })),
      visitorToken: bearer(made.data.visitorToken, callIn.data.visitorToken),
      visitorTokenInAddress: bearer(made.data.visitorToken, callIn.data.visitorToken),
      telephonySecret: bearer('demo-telephony-secret'),
      telephonySignature: addresses.map((from) => ({
        ...from,
        'webhook-id': 'm1',
        'webhook-timestamp': '1795430400',
        'webhook-signature': 'v1,AAAA',
      })),
    };
    meanings = {
      components: document.components.schemas as Record<string, Schema>,
      known: {
        serviceName: queues,
        'service-name': queues,
        'queue-name': queues,
        'virtual-queues': fc.array(queues, { minLength: 1, maxLength: 3 }).map((names) => names.join(',')),
        groupName: fc.constantFrom('technical_help', 'Nowhere'),
        phoneNumber: numbers,
        fromPhoneNumber: numbers,
        callerNumber: numbers,
        dialedNumber: fc.constantFrom('+19059680004', '+19059680005', '+19059680006'),
        id: fc.oneof(fc.constant(made.data.id), fc.uuid()),
        callbackServiceId: fc.oneof(fc.constant(made.data.id), fc.uuid()),
        numberCheckId: fc.oneof(fc.constant(checked.data.numberCheck?.id), fc.string({ minLength: 1, maxLength: 64 })),
        numberCheckCode: fc.oneof(fc.stringMatching(/^\d{6}$/), fc.constantFrom('12 34 56', '١٢٣٤٥٦', '000000', '', '1e5')),
        identity: fc.oneof({ weight: 3, arbitrary: identities }, fc.constantFrom('', 'a.b.c', '..', 'e30.e30.')),
        accessCode: fc.oneof(fc.constant(callIn.data.accessCode), fc.stringMatching(/^\d{6}$/), fc.nat()),
        callId: fc.nat(30).map((call) => `call-${call}`),
        n: fc.constantFrom('1', '2', '0', '999999'),
        desiredTime: instants,
        start: instants,
        timezone: fc.constantFrom('UTC', 'Europe/Lisbon', 'Mars/Base'),
        userData: fc.dictionary(fc.constantFrom('firstname', 'notes', '__proto__', 'constructor', 'a b'), fc.jsonValue({ maxDepth: 2 }), {
          maxKeys: 4,
        }),
      },
    };
  });
  afterAll(() => booted.end());

  async function send({ method, target, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
    const response = await fetch(booted.url + target, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (isStream) await response.body?.cancel();
    return { http: response.status, headers: response.headers, text: isStream ? '' : await response.text() };
  }

  it(
    `[SE1] ${REQUESTS} requests made from the OpenAPI document: only answers that it has, no fault, no memory lost (seed ${SEED})`,
    async () => {
      const requests = requestsTo(operations, meanings, credentials);
      const judge = judgeBy(document);
      const statuses = new Map<number, number>();
      const started = performance.now();
      const problems: string[] = [];
      let sent = 0;
      let early: number | undefined;
      const lane = async (batch: FuzzRequest[]): Promise<void> => {
        for (let request = batch.pop(); request; request = batch.pop()) {
          const answer = await send(request);
          statuses.set(answer.http, (statuses.get(answer.http) ?? 0) + 1);
          const problem = judge(request, answer);
          if (problem)
            problems.push(`${problem}\n${JSON.stringify(request).slice(0, 1_000)}\n-> ${answer.http} ${answer.text.slice(0, 300)}`);
        }
      };
      while (sent < REQUESTS && problems.length < 5) {
        const batch = fc.sample(requests, { numRuns: Math.min(BATCH, REQUESTS - sent), seed: SEED + sent });
        sent += batch.length;
        await Promise.all(Array.from({ length: LANES }, () => lane(batch)));
        booted.advance(2_000);
        if (early === undefined && sent >= REQUESTS / 4) early = heap();
      }
      expect(problems.join('\n\n')).toBe('');
      const growth = heap() - (early ?? 0);
      const report = {
        requests: sent,
        seed: SEED,
        seconds: (performance.now() - started) / 1000,
        heapMiB: (early ?? 0) / MIB,
        growthMiB: growth / MIB,
        statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
      };
      if (process.env['FUZZ_REPORT']) writeFileSync(process.env['FUZZ_REPORT'], JSON.stringify(report));
      // A fuzzer that is always turned away at the door tries nothing.
      expect((statuses.get(200) ?? 0) / sent).toBeGreaterThan(0.15);
      expect(growth).toBeLessThan(MOST_GROWTH);
      expect((await fetch(`${booted.url}/readyz`)).status).toBe(200);
    },
    Math.max(600_000, REQUESTS * 90),
  );
});
