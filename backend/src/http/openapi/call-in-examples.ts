const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
const CALL_IN_ID = '0191f0aa-9d20-7a41-b0c6-5f0e7c1b2a34';

const RECORD = {
  id: CALL_IN_ID,
  groupName: 'technical_help',
  state: 'MATCHED',
  toPhoneNumber: '+19059680004',
  accessCode: '730184',
  callbackServiceId: ID,
  createdAt: '2026-11-23T15:30:00.000Z',
  expiresAt: '2026-11-23T15:30:30.000Z',
  matchedAt: '2026-11-23T15:30:21.000Z',
  callerNumber: '+12125550111',
};
const POOL = { numbers: [{ dnis: '+19059680004', description: 'Toronto 1' }, { dnis: '+19059680005' }], version: 3 };

/** What the document shows of Click-To-Call-In and push. */
export const CALL_IN_EXAMPLES = {
  createCallIn: {
    body: { groupName: 'technical_help', callbackServiceId: ID, userData: { page: 'help' } },
    data: {
      id: CALL_IN_ID,
      toPhoneNumber: '+19059680004',
      groupName: 'technical_help',
      expirationTime: 1_795_447_830_000,
      accessCode: 730_184,
      callbackServiceId: ID,
      telUri: 'tel:+19059680004,,730184',
    },
  },
  visitorCallIn: { data: { id: CALL_IN_ID, state: 'MATCHED', expiresAt: '2026-11-23T15:30:30.000Z', version: 2 } },
  visitorCallInEvents: { data: { id: CALL_IN_ID, state: 'MATCHED', expiresAt: '2026-11-23T15:30:30.000Z', version: 2 } },
  pushConfig: {
    data: { web: { projectId: 'shop', apiKey: 'AIza...', appId: '1:1:web:1', messagingSenderId: '1', vapidKey: 'B...' } },
  },
  visitorPushTargets: { body: { pushTargets: [{ channel: 'FCM', target: 'a registration token' }] } },
  simulatedCall: {
    body: { dialedNumber: '+19059680004', accessCode: '730184', callId: 'call 1' },
    data: { matched: true, said: 'Thank you. We are connecting you now.', failure: null, triesLeft: 4 },
  },
  callInMatch: {
    body: {
      dialedNumber: '+19059680004',
      callerNumber: '+12125550111',
      accessCode: '730184',
      criteria: ['accessCode', 'dialedNumber'],
      callId: 'call-4711',
    },
    data: {
      matched: true,
      outcome: { accessCode: true, callerNumber: false, dialedNumber: true, name: 'ACCESS_CODE+DIALED_NUMBER' },
      request: RECORD,
      callback: {
        id: ID,
        serviceName: 'ClickToCallInDelayed_VQ',
        phoneNumber: '+12125550111',
        desiredTime: '2026-11-23T15:12:00.000Z',
        attempt: 1,
      },
      routing: { queue: 'ClickToCallInDelayed_VQ', priority: 0, skillExpression: null },
      userData: { page: 'help' },
      failure: null,
      triesLeft: 4,
    },
  },
  listCallIns: { data: { callIns: [RECORD], total: 1, page: 1, pages: 1 } },
  getCallInPool: { data: POOL },
  importCallInPool: { data: POOL },
  testPushCredentials: { body: {}, data: { ok: true, message: 'The credentials work: Google and Firebase accept them.' } },
} as const;
