const EDITED = { version: 12, source: 'console', changedAt: '2026-11-23T15:30:00.000Z', changedBy: 'ann' };
const object = (name: string, value: unknown, assignedTo: readonly string[] = ['Support_VQ']) => ({ name, ...EDITED, assignedTo, value });
const edit = (value: unknown) => ({ version: 11, value });

const HOURS = {
  timeZone: 'America/New_York',
  weekly: {
    mon: [['08:00', '18:00']],
    fri: [
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ],
  },
  exceptions: [{ date: '2026-12-25', closed: true }],
};
const CAPACITY = { cellMinutes: 60, cells: { mon: { '08:00': 10, '12:00': 15 } } };
const NUMBERS = { countries: ['US', 'CA'], blocked: ['^\\+1900[0-9]+$'] };
const REGIONS = { preferred: ['us-east', 'us-west'], fallback: ['eu-west'], ignored: [] };
const GROUP = {
  numbers: [{ dnis: '+19059680004', description: 'Toronto 1' }],
  accessCode: { length: 6 },
  expirySeconds: 30,
  uniqueDnis: false,
};
const QUEUE_EDIT = { businessHours: 'Office', slotCapacity: 5, numberRule: 'North America', skillExpression: 'english>5' };
const QUEUE = {
  description: '',
  immediateEnabled: true,
  scheduledEnabled: true,
  immediateBlackoutMinutes: 0,
  slotDurationMinutes: 15,
  bookingPolicy: 'enforce',
  maxAdvanceDays: 30,
  desiredTimeWindowMinutes: 2,
  callDirection: 'USERTERMINATED',
  connectMode: 'CUSTOMER_FIRST',
  pacingModifier: 1,
  maxAttempts: 3,
  retryIntervalMinutes: 15,
  pushNotificationThresholdMinutes: 5,
  pushedCallbackExpiryMinutes: 15,
  priority: 0,
  agingPerMinute: 0,
  watermark: 1000,
  duplicatePolicy: 'reject',
  autoAnswer: false,
  autoDial: false,
  autoEnd: false,
  retentionDays: 14,
  ...QUEUE_EDIT,
};
const OVERVIEW = {
  name: 'Support_VQ',
  description: '',
  immediateEnabled: true,
  scheduledEnabled: true,
  callDirection: 'USERTERMINATED',
  timeZone: 'America/New_York',
  open: true,
  openFor: 7200,
  closesAt: '2026-11-23T23:00:00.000Z',
  nextOpening: '2026-11-24T13:00:00.000Z',
  offersImmediate: true,
  offersScheduled: true,
  estimatedWaitTime: 90,
  waiting: 2,
  scheduled: 14,
  inCall: 1,
  agents: 3,
  businessHours: 'Office',
  numberRule: 'North America',
  version: 12,
};
const PUSH = { projectId: 'fcm-client-11959', clientEmail: 'push@fcm-client-11959.iam.gserviceaccount.com' };
const CAPTCHA = { provider: 'recaptcha-v3', name: 'shop', siteKey: '6LcR', threshold: 0.5, hostnames: [], onVerifierDown: 'fail-closed' };
const IDENTITY_KEY = { kid: '2026-11', alg: 'HS256', secret: 'a-long-secret-of-the-shop-that-signs-Y2Vz' } as const;
const IDENTITY = { required: false, audience: 'ringback', issuer: 'https://shop.example', maxLifetimeSeconds: 3600, clockSkewSeconds: 30 };
const WEBHOOK = { url: 'https://shop.example/ringback', allowPrivateAddresses: false };
const USER = { roles: ['supervisor', 'agent'], skills: { english: 10 }, queues: ['Support_VQ'] };
const STORED_USER = { username: 'bo', ...EDITED, passwordSource: 'console', ...USER };
const part = (value: unknown) => ({ ...EDITED, value });

/** Shown beside the schemas of settings, users and audit. */
export const SETTINGS_EXAMPLES = {
  listBusinessHours: { data: [object('Office', HOURS)] },
  getBusinessHours: { data: object('Office', HOURS) },
  putBusinessHours: { body: edit(HOURS), data: object('Office', HOURS) },
  deleteBusinessHours: { data: {} },
  listCapacityRules: { data: [object('March', CAPACITY)] },
  getCapacityRule: { data: object('March', CAPACITY) },
  putCapacityRule: { body: edit(CAPACITY), data: object('March', CAPACITY) },
  deleteCapacityRule: { data: {} },
  switchCellLength: { body: { version: 11, cellMinutes: 60 }, data: object('March', CAPACITY) },
  putCapacityStatement: { body: { version: 11, statement: CAPACITY.cells }, data: object('March', CAPACITY) },
  listNumberRules: { data: [object('North America', NUMBERS)] },
  getNumberRule: { data: object('North America', NUMBERS) },
  putNumberRule: { body: edit(NUMBERS), data: object('North America', NUMBERS) },
  deleteNumberRule: { data: {} },
  testNumberRule: {
    body: { phoneNumber: '+1 900 555 0123' },
    data: {
      verdict: 'blocked',
      reason: 'The pattern ^\\+1900[0-9]+$ is found in the number.',
      phoneNumber: '+19005550123',
      country: 'US',
      pattern: '^\\+1900[0-9]+$',
    },
  },
  listRegionRules: { data: [object('East first', REGIONS)] },
  getRegionRule: { data: object('East first', REGIONS) },
  putRegionRule: { body: edit(REGIONS), data: object('East first', REGIONS) },
  deleteRegionRule: { data: {} },
  getRegions: {
    data: {
      regions: [
        { name: 'eu-west', replicas: 2 },
        { name: 'us-east', replicas: 0 },
        { name: 'us-west', replicas: 1 },
      ],
      withoutRegion: 0,
      queues: [{ queue: 'Sales_VQ', regionRule: 'East first', dialledBy: 'region', region: 'us-west' }],
    },
  },
  listCallInGroups: { data: [object('technical_help', GROUP)] },
  getCallInGroup: { data: object('technical_help', GROUP) },
  putCallInGroup: { body: edit(GROUP), data: object('technical_help', GROUP) },
  deleteCallInGroup: { data: {} },
  listQueues: { data: [object('Support_VQ', QUEUE, [])] },
  getQueue: { data: object('Support_VQ', QUEUE, []) },
  putQueue: { body: edit(QUEUE_EDIT), data: object('Support_VQ', QUEUE, []) },
  deleteQueue: { data: {} },
  assignRules: { body: { version: 11, numberRule: 'North America', capacityRule: null }, data: object('Support_VQ', QUEUE, []) },
  listQueueOverviews: { data: [OVERVIEW] },
  getQueueOverview: { data: OVERVIEW },
  getOrigins: { data: part(['https://www.example.com']) },
  putOrigins: { body: edit(['https://www.example.com']), data: part(['https://www.example.com']) },
  getLimits: { data: part({ perAddressPerMinute: 60, perNumberPerDay: 10 }) },
  putLimits: {
    body: edit({ perAddressPerMinute: 60, perNumberPerDay: 10 }),
    data: part({ perAddressPerMinute: 60, perNumberPerDay: 10 }),
  },
  getTelephonySecret: { data: part({ secret: '••••f3a9' }) },
  putTelephonySecret: { body: edit({ secret: 'a long telephony secret' }), data: part({ secret: '••••cret' }) },
  clearTelephonySecret: { data: part(null) },
  getPushCredentials: { data: part({ ...PUSH, privateKey: '••••mF9x' }) },
  putPushCredentials: { body: edit({ ...PUSH, projectId: 'fcm-client-2' }), data: part({ ...PUSH, privateKey: '••••mF9x' }) },
  clearPushCredentials: { data: part(null) },
  getCaptchaKeySets: { data: part([{ ...CAPTCHA, secretKey: '••••Zk1d' }]) },
  putCaptchaKeySets: { body: edit([{ ...CAPTCHA, secretKey: '6LcR-secret-Zk1d' }]), data: part([{ ...CAPTCHA, secretKey: '••••Zk1d' }]) },
  clearCaptchaKeySets: { data: part([]) },
  getIdentity: { data: part({ ...IDENTITY, keys: [{ ...IDENTITY_KEY, secret: '••••Y2Vz' }] }) },
  putIdentity: {
    body: edit({ ...IDENTITY, keys: [IDENTITY_KEY] }),
    data: part({ ...IDENTITY, keys: [{ ...IDENTITY_KEY, secret: '••••Y2Vz' }] }),
  },
  clearIdentity: { data: part(null) },
  getWebhooks: { data: part([{ ...WEBHOOK, secret: '••••5678' }]) },
  putWebhooks: { body: edit([{ ...WEBHOOK, secret: 'hook-secret-5678' }]), data: part([{ ...WEBHOOK, secret: '••••5678' }]) },
  listUsers: { data: [STORED_USER] },
  getUser: { data: STORED_USER },
  putUser: { body: { value: USER, password: 'a good long password' }, data: STORED_USER },
  deleteUser: { data: {} },
  resetPassword: { body: { version: 3, password: 'a good long password' }, data: STORED_USER },
  changeOwnPassword: { body: { current: 'the present one', password: 'a good long password' }, data: {} },
  listAudit: {
    data: {
      entries: [
        {
          id: 812,
          at: '2026-11-23T15:30:00.000Z',
          actor: 'ann',
          action: 'changed',
          kind: 'capacity-rules',
          name: 'March',
          before: { cellMinutes: 60, cells: {} },
          after: CAPACITY,
        },
      ],
      next: 812,
    },
  },
} as const;
