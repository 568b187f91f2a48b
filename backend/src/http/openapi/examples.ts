import type { EndpointName } from '@ringback/contract';
import { CALL_IN_EXAMPLES } from './call-in-examples.js';
import { SETTINGS_EXAMPLES } from './settings-examples.js';

const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
const VISITOR_CALLBACK = {
  id: ID,
  serviceName: 'Support_VQ',
  phoneNumber: '+12125550111',
  state: 'QUEUED',
  scheduled: false,
  desiredTime: '2026-11-23T15:30:00.000Z',
  createdAt: '2026-11-23T15:30:00.000Z',
  queuedAt: '2026-11-23T15:30:00.000Z',
  position: 2,
  estimatedWaitTime: 90,
  attempts: 0,
  canCancel: true,
  canReschedule: false,
  version: 2,
};

const LISTED_CALLBACK = {
  id: ID,
  queue: 'Support_VQ',
  phoneNumber: '+12125550111',
  name: 'Ann Lee',
  state: 'SCHEDULED',
  scheduled: true,
  desiredTime: '2026-11-23T15:30:00.000Z',
  late: false,
  createdAt: '2026-11-22T09:00:00.000Z',
  attempts: 0,
  canCancel: true,
  canReschedule: true,
  canRecreate: false,
  version: 1,
};

const OWN_CALLBACK = {
  id: ID,
  queue: 'Support_VQ',
  phoneNumber: '+12125550111',
  name: 'Ann',
  notes: 'Has the invoice by then',
  desiredTime: '2026-11-23T15:30:00.000Z',
  state: 'SCHEDULED',
  ownership: 'own',
  ownedUntil: '2026-11-23T17:30:00.000Z',
  canReschedule: true,
  canCancel: true,
};

const NUMBER_CHECK = {
  id: 'pT0rB9l0bXhhbXBsZQ',
  way: 'sms',
  digits: 6,
  triesLeft: 5,
  expiresAt: '2026-11-23T15:40:00.000Z',
  resendAfter: 30,
};

interface Example {
  readonly body?: unknown;
  readonly data?: unknown;
}

/** What the document shows beside the schemas. A test parses each with its schema. */
export const EXAMPLES: { readonly [Name in EndpointName]?: Example } = {
  createCallback: {
    body: {
      serviceName: 'Support_VQ',
      phoneNumber: '+12125550111',
      desiredTime: '2026-11-23T15:30:00.000Z',
      language: 'en-US',
      userData: { firstname: 'Ann', notes: 'Order 17' },
    },
    data: { id: ID, visitorToken: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl' },
  },
  resendCode: {
    body: { numberCheckId: NUMBER_CHECK.id, serviceName: 'Support_VQ', phoneNumber: '+12125550111', language: 'en-US' },
    data: { numberCheck: NUMBER_CHECK },
  },
  simulatedMessage: {
    body: { numberCheckId: NUMBER_CHECK.id },
    data: { simulated: true, way: 'sms', text: '048213 is your code to confirm the callback.' },
  },
  testIdentity: {
    body: { token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl' },
    data: {
      ok: true,
      message: 'The token holds. What it signs for is listed in signedFields.',
      kid: '2026-11',
      signedFields: ['phoneNumber', 'firstname'],
      expiresAt: '2026-11-23T15:35:00.000Z',
    },
  },
  checkApiKey: {
    body: { apiKey: 'demo-key', origin: 'https://www.example.com' },
    data: {
      ok: true,
      message: 'The key is accepted from pages of this origin.',
      problems: [],
      origin: 'https://www.example.com',
      allows: [{ queue: 'Support_VQ', immediate: true, scheduled: true, demands: ['number-check'] }],
    },
  },
  retrieveCallback: {
    body: { id: ID },
    data: {
      id: ID,
      desiredTime: '2026-11-23T15:30:00.000Z',
      callbackState: 'QUEUED',
      phoneNumber: '+12125550111',
      positionInQueue: 2,
      estimatedWaitTime: 90,
    },
  },
  cancelCallback: { body: { id: ID }, data: { id: ID } },
  offerAccept: { body: { id: ID } },
  offerDecline: { body: { id: ID } },
  ownSchedule: {
    body: {
      phoneNumber: '+12125550111',
      queue: 'Support_VQ',
      desiredTime: '2026-11-23T15:30:00.000Z',
      ownership: 'own',
      firstname: 'Ann',
      notes: 'Has the invoice by then',
    },
    data: OWN_CALLBACK,
  },
  ownReschedule: { body: { desiredTime: '2026-11-23T15:30:00.000Z' }, data: OWN_CALLBACK },
  ownCallbacks: { data: { callbacks: [OWN_CALLBACK] } },
  availability: {
    data: {
      slots: [{ utcTime: '2026-11-23T15:30:00.000Z', localTime: '2026-11-23T10:30:00.000', capacity: 4, total: 5 }],
      durationMin: 15,
      timezone: 'America/New_York',
    },
  },
  openFor: { data: { openFor: 7200 } },
  statistics: {
    body: { statistics: [{ name: 'EstimatedWaitTime', objectId: 'Support_VQ' }] },
    data: {
      statistics: [{ name: 'EstimatedWaitTime', objectId: 'Support_VQ', objectType: 'Queue', timestamp: 1795447800000, value: 90 }],
    },
  },
  queueStatus: { data: { ewt: 90, offerImmediateCallback: true, offerScheduledCallback: true } },
  estimatedWaitTime: {
    data: [
      { virtualQueue: 'Support_VQ', estimatedWaitTime: 90, message: '', resultCode: 0 },
      { virtualQueue: 'Nowhere_VQ', estimatedWaitTime: -1, message: 'There is no queue of this name.', resultCode: -1 },
    ],
  },
  visitorCallback: { data: VISITOR_CALLBACK },
  visitorEvents: { data: VISITOR_CALLBACK },
  visitorCancel: {
    data: {
      ...VISITOR_CALLBACK,
      state: 'COMPLETED',
      reason: 'CANCELLED_BY_CUSTOMER',
      position: undefined,
      estimatedWaitTime: undefined,
      canCancel: false,
    },
  },
  visitorReschedule: { body: { desiredTime: '2026-11-23T16:00:00.000Z' } },
  login: { body: { username: 'ann', password: 'a good long password' } },
  deskState: { body: { state: 'ready' } },
  deskOutcome: { body: { id: ID, attempt: 1, outcome: 'no-answer' } },
  simulator: { body: { paused: true } },
  telephonyCreate: {
    body: {
      serviceName: 'Support_VQ',
      phoneNumber: '+12125550111',
      queuedSince: '2026-11-23T15:24:00.000Z',
      skills: 'english>5',
      priority: 3,
      cbOriginationIxnId: 'call-4711',
    },
    data: { id: ID, visitorToken: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl' },
  },
  telephonyCancel: { body: { by: 'customer' }, data: { id: ID } },
  attemptReport: { body: { type: 'answered' }, data: { id: ID, attempt: 1, applied: true, state: 'PROCESSING' } },
  telephonyAgentPut: {
    body: { state: 'ready', skills: { english: 7 }, queues: ['Support_VQ'], expiresInSeconds: 120 },
    data: { name: 'ann', state: 'ready', expiresAt: '2026-11-23T15:32:00.000Z' },
  },
  listCallbacks: { data: { callbacks: [LISTED_CALLBACK] } },
  manageCreate: { body: { queue: 'Support_VQ', phoneNumber: '+12125550111', userData: { firstname: 'Ann' } } },
  manageReschedule: { body: { desiredTime: '2026-11-23T16:00:00.000Z' } },
  manageRecreate: { body: { desiredTime: '2026-11-23T16:00:00.000Z' } },
  startBulkCancel: { body: { range: { from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z', queues: ['Support_VQ'] } } },
  exportPersonalData: { body: { phoneNumber: '+12125550111' } },
  erasePersonalData: { body: { phoneNumber: '+12125550111', openCallbacks: 'refuse' }, data: { records: 3, cancelled: 0 } },
  ...SETTINGS_EXAMPLES,
  ...CALL_IN_EXAMPLES,
  testCaptchaKeySet: {
    body: { captchaToken: 'a token that was made a moment ago' },
    data: { ok: true, message: 'The key set works: the token passes.', score: 0.9 },
  },
};
