import { desk as deskSchema, type ApiError, type Desk } from '@ringback/contract';
import * as v from 'valibot';

/** The moment at which the tests' desks are seen. */
export const NOW = '2026-11-23T14:04:50.000Z';
const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1_000).toISOString();
const id = (last: number): string => `0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d${String(last).padStart(2, '0')}`;

const agent = { username: 'ada.lopes', state: 'ready', callsToday: 17, averageCallSeconds: 312 } as const;

/** Nobody waits, nobody simulates. */
export const emptyDesk: Desk = v.parse(deskSchema, { agent, waiting: [], waitingCount: 0, current: null, simulator: null, version: 1 });

/** Four wait, the simulator is paused. */
export const busyDesk: Desk = v.parse(deskSchema, {
  ...emptyDesk,
  waiting: [
    { id: id(1), queue: 'Sales_VQ', phoneNumber: '+12123456789', name: 'Ada B.', queuedAt: ago(290), attempts: 0 },
    { id: id(2), queue: 'Support_VQ', phoneNumber: '+4930901820', name: 'M. Weber', queuedAt: ago(211), attempts: 1 },
    { id: id(3), queue: 'Support_VQ', phoneNumber: '+442079460018', queuedAt: ago(132), attempts: 0 },
    {
      id: id(4),
      queue: 'Sales_VQ',
      phoneNumber: '+16465550100',
      name: 'T. Reyes',
      queuedAt: ago(3_723),
      attempts: 2,
      notBefore: new Date(Date.parse(NOW) + 600_000).toISOString(),
    },
  ],
  waitingCount: 4,
  simulator: { paused: true, agents: 2, busy: 0 },
});

/** The first of those who wait is offered to this agent for 14 more seconds. */
export const offeredDesk: Desk = v.parse(deskSchema, {
  ...busyDesk,
  agent: { ...agent, state: 'reserved' },
  waiting: busyDesk.waiting.slice(1),
  waitingCount: 3,
  offer: {
    id: id(1),
    queue: 'Sales_VQ',
    phoneNumber: '+12123456789',
    name: 'Ada B.',
    notes: 'Lamp arrived broken',
    attempt: 1,
    queuedAt: ago(290),
    expiresAt: new Date(Date.parse(NOW) + 14_000).toISOString(),
    own: false,
  },
});

/** What the public APIs refused of late. */
export const refusals: readonly ApiError[] = [
  {
    at: ago(12),
    corrId: '0191f0aa-7c1e-4d33-8a54-3f1f2b0c9d10',
    method: 'POST',
    route: '/engagement/v3/callbacks/create',
    http: 400,
    code: 7043,
    message: "We couldn't verify that you are a person. Please try again.",
    origin: 'https://www.shop.example',
  },
  {
    at: ago(75),
    corrId: '0191f0aa-7c1e-4d33-8a54-3f1f2b0c9d11',
    method: 'POST',
    route: '/engagement/v3/callbacks/create',
    http: 400,
    code: 7046,
    message: 'identity has expired. Sign a new one for each page.',
    origin: 'https://www.shop.example',
  },
  {
    at: ago(3_600),
    corrId: '0191f0aa-7c1e-4d33-8a54-3f1f2b0c9d12',
    method: 'GET',
    route: '/visitor/v1/offers/{service}',
    http: 503,
    code: 504,
    message: 'The database can not be reached. Try again in a moment.',
  },
];

/** Two key sets, as the configuration has them. */
export const keySets = [
  {
    provider: 'recaptcha-v3',
    name: 'shop',
    siteKey: '6LcR-public-of-the-shop',
    secretKey: 'a-secret-of-the-shop-4711',
    threshold: 0.4,
    action: 'callback',
    hostnames: ['www.shop.example', 'shop.example'],
  },
  { provider: 'recaptcha-v2-checkbox', name: 'for people only', siteKey: '6LcR-public', secretKey: 'another-secret-0815', active: false },
] as const;

/** A site that signs for its visitors with two keys. */
export const identity = {
  required: false,
  audience: 'ringback',
  issuer: 'https://www.shop.example',
  keys: [
    { kid: '2026-11', alg: 'HS256', secret: 'a-secret-that-nobody-guesses-at-all-0123' },
    { kid: 'mobile', alg: 'ES256', publicKey: '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYI\n-----END PUBLIC KEY-----' },
  ],
} as const;
