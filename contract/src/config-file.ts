import * as v from 'valibot';
import { timeZone } from './brands.js';
import { e164, poolNumbers } from './call-in-pool.js';
import { CAPTCHA_PROVIDERS } from './captcha.js';
import { DIALERS, ROLES } from './console.js';
import { identity } from './identity.js';
import { NUMBER_CHECK_WAYS } from './number-check.js';

/*
 * The configuration file (RINGBACK_CONFIG). Structure here; `parseConfigFile` adds the cross references
 * (a queue's hours must exist, names are unique ...) and reports every problem at once with its path.
 */

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof DAYS)[number];

const name = v.pipe(
  v.string('expected text'),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(255, 'is longer than 255 characters'),
);
const whole = (min: number, max: number) =>
  v.pipe(
    v.number('expected a number'),
    v.integer('expected a whole number'),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );
const bool = v.boolean('expected true or false');
const url = v.pipe(
  v.string('expected text'),
  v.check((s) => URL.canParse(s) && /^https?:/.test(s), 'expected an http(s) address'),
);
const secret = v.pipe(v.string('expected text'), v.minLength(8, 'must have at least 8 characters'));
/** Standard Webhooks: `whsec_` and base64, or any other text as it is. */
const signingSecret = v.pipe(
  secret,
  v.check(
    (text) => !text.startsWith('whsec_') || /^whsec_(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text),
    'begins with "whsec_", so base64 must follow',
  ),
);

/** `HH:MM`, 00:00 to 24:00, as minutes of the day. */
const clock = v.pipe(
  v.string('expected a time like "08:30"'),
  v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected a time from "00:00" to "24:00"'),
  v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))),
);
const interval = v.pipe(
  v.tuple([clock, clock], 'expected a pair like ["08:00", "18:00"]'),
  v.check(([open, close]) => open < close, 'must close after it opens (use two days for a night)'),
);
const intervals = v.pipe(
  v.array(interval, 'expected a list of pairs like [["08:00", "18:00"]]'),
  v.check((list) => {
    const sorted = [...list].sort((a, b) => a[0] - b[0]);
    return sorted.every((span, i) => i === 0 || (sorted[i - 1]?.[1] ?? 0) <= span[0]);
  }, 'has intervals that overlap'),
);
const date = v.pipe(
  v.string('expected a date like "2026-12-25"'),
  // A day that a month doesn't have rolls over to the next one; a month that no year has is no time at all.
  v.check((text) => {
    const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
  }, 'expected a date that exists, like "2026-12-25"'),
);
const perDay = <S extends v.GenericSchema>(schema: S) => ({
  sun: v.optional(schema),
  mon: v.optional(schema),
  tue: v.optional(schema),
  wed: v.optional(schema),
  thu: v.optional(schema),
  fri: v.optional(schema),
  sat: v.optional(schema),
});

export const businessHours = v.strictObject({
  name,
  timeZone,
  weekly: v.strictObject(perDay(intervals)),
  exceptions: v.optional(
    v.array(
      v.union(
        [v.strictObject({ date, closed: v.literal(true) }), v.strictObject({ date, intervals })],
        'expected {date, closed: true} or {date, intervals}',
      ),
    ),
    [],
  ),
});
/** Minutes of the day instead of clock text. */
export type BusinessHours = v.InferOutput<typeof businessHours>;

const cellCount = whole(0, 100_000);
export const capacityRule = v.strictObject({
  name,
  cellMinutes: v.picklist([30, 60], 'expected 30 or 60'),
  /** Day -> cell start -> places for each slot that starts in the cell. A cell that is not named is 0. */
  cells: v.strictObject(
    perDay(v.record(v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a cell start like "08:00"')), cellCount)),
  ),
});
export type CapacityRule = v.InferOutput<typeof capacityRule>;

export const numberRule = v.strictObject({
  name,
  /** ISO 3166 two-letter codes. */
  countries: v.pipe(
    v.array(v.pipe(v.string('expected text'), v.regex(/^[A-Z]{2}$/, 'expected a two-letter country code like "US"'))),
    v.minLength(1, 'must name at least one country'),
  ),
  blocked: v.optional(v.array(v.pipe(v.string('expected text'), v.maxLength(500, 'is longer than 500 characters'))), []),
});
export type NumberRule = v.InferOutput<typeof numberRule>;

export const callInGroup = v.strictObject({
  name: v.pipe(name, v.regex(/^[A-Za-z0-9_.-]+$/, 'may have letters, digits, _ . - only')),
  /** Left out: those that were imported at the console. */
  numbers: v.optional(poolNumbers),
  /** Absent or null: no access codes. */
  accessCode: v.nullish(v.strictObject({ length: v.optional(whole(4, 12), 6) })),
  expirySeconds: v.optional(whole(10, 1800), 30),
  uniqueDnis: v.optional(bool, false),
});

/** SC3: the ignored regions, and those that are not named, never dial. `parseConfigFile` refuses a region that is named twice. */
export const regionRule = v.strictObject({
  name,
  /** Tried in this order, then the fallback ones in theirs. */
  preferred: v.pipe(v.array(name), v.minLength(1, 'must name at least one region')),
  fallback: v.optional(v.array(name), []),
  ignored: v.optional(v.array(name), []),
});

export type CallInGroup = v.InferOutput<typeof callInGroup>;
export type RegionRule = v.InferOutput<typeof regionRule>;

export const queue = v.strictObject({
  name,
  description: v.optional(v.string('expected text'), ''),
  immediateEnabled: v.optional(bool, true),
  scheduledEnabled: v.optional(bool, true),
  businessHours: name,
  immediateOfferHours: v.nullish(name),
  immediateBlackoutMinutes: v.optional(whole(0, 1440), 0),
  slotDurationMinutes: v.optional(v.picklist([5, 10, 15, 20, 30, 60], 'expected 5, 10, 15, 20, 30 or 60'), 15),
  slotCapacity: v.optional(whole(0, 100_000), 5),
  capacityRule: v.nullish(name),
  numberRule: v.nullish(name),
  regionRule: v.nullish(name),
  bookingPolicy: v.optional(v.picklist(['enforce', 'trust-caller'], 'expected "enforce" or "trust-caller"'), 'enforce'),
  maxAdvanceDays: v.optional(whole(1, 366), 30),
  desiredTimeWindowMinutes: v.optional(whole(0, 1440), 2),
  callDirection: v.optional(
    v.picklist(['USERTERMINATED', 'USERORIGINATED'], 'expected "USERTERMINATED" or "USERORIGINATED"'),
    'USERTERMINATED',
  ),
  connectMode: v.optional(v.picklist(['CUSTOMER_FIRST', 'AGENT_FIRST'], 'expected "CUSTOMER_FIRST" or "AGENT_FIRST"'), 'CUSTOMER_FIRST'),
  /** AGENT_FIRST: how long an agent is asked before the callback goes on to the next one. */
  offerSeconds: v.optional(whole(5, 300), 20),
  pacingModifier: v.optional(
    v.pipe(v.number('expected a number'), v.minValue(1, 'must be at least 1'), v.maxValue(10, 'must be at most 10')),
    1,
  ),
  /** First try included: 1 + 0..20 retries. */
  maxAttempts: v.optional(whole(1, 21), 3),
  retryIntervalMinutes: v.optional(whole(0, 1440), 15),
  purgeTimeMinutes: v.nullish(whole(1, 43_200)),
  pushNotificationThresholdMinutes: v.optional(whole(0, 1440), 5),
  pushedCallbackExpiryMinutes: v.optional(whole(1, 1440), 15),
  callInGroup: v.nullish(name),
  skillExpression: v.nullish(v.string('expected text')),
  priority: v.optional(whole(-1_000_000, 1_000_000), 0),
  agingPerMinute: v.optional(
    v.pipe(v.number('expected a number'), v.minValue(0, 'must be at least 0'), v.maxValue(1000, 'must be at most 1000')),
    0,
  ),
  watermark: v.optional(whole(0, 1_000_000), 1000),
  duplicatePolicy: v.optional(v.picklist(['reject', 'allow'], 'expected "reject" or "allow"'), 'reject'),
  ownership: v.nullish(
    v.strictObject({
      hours: whole(1, 720),
      onExpiry: v.picklist(['assign-to-queue', 'disconnect'], 'expected "assign-to-queue" or "disconnect"'),
    }),
  ),
  autoAnswer: v.optional(bool, false),
  autoDial: v.optional(bool, false),
  autoEnd: v.optional(bool, false),
  /** SE5: how a code reaches the number before a visitor's request counts. Absent or null: none does. */
  numberCheck: v.nullish(v.picklist(NUMBER_CHECK_WAYS, 'expected "sms" or "voice"')),
  retentionDays: v.optional(whole(1, 3650), 14),
});
/** One row of the queue settings, defaults filled in. */
export type QueueSettings = v.InferOutput<typeof queue>;

export const captcha = v.strictObject({
  provider: v.picklist(CAPTCHA_PROVIDERS, 'expected recaptcha-v3, recaptcha-v2-checkbox or recaptcha-v2-invisible'),
  name: v.optional(name, 'default'),
  siteKey: name,
  secretKey: name,
  /** recaptcha-v3: the lowest score that passes. */
  threshold: v.optional(v.pipe(v.number('expected a number'), v.minValue(0), v.maxValue(1)), 0.5),
  /** recaptcha-v3: absent: any. */
  action: v.optional(v.pipe(name, v.regex(/^[A-Za-z0-9_/]+$/, 'may have letters, digits, _ and / only'))),
  /** Where it may be solved: hosts of pages, or package names of Android apps. Empty: anywhere. */
  hostnames: v.optional(v.array(name), []),
  verifyUrl: v.optional(url),
  scriptUrl: v.optional(url),
  onVerifierDown: v.optional(v.picklist(['fail-closed', 'fail-open'], 'expected "fail-closed" or "fail-open"'), 'fail-closed'),
  /** The one that is asked for; at most one says so. When none does, the first that doesn't say false. */
  active: v.optional(bool),
  /** Whether the verifier is told the visitor's address, too. */
  sendRemoteIp: v.optional(bool, false),
});
export type CaptchaKeySet = v.InferOutput<typeof captcha>;
/** Of a list of key sets, for `v.check`. */
export const captchaNamesDiffer = (list: readonly { readonly name: string }[]): boolean =>
  new Set(list.map((one) => one.name)).size === list.length;
export const atMostOneCaptchaActive = (list: readonly { readonly active?: boolean | undefined }[]): boolean =>
  list.filter(({ active }) => active === true).length <= 1;
const captchas = v.pipe(
  v.array(captcha),
  v.check((list) => captchaNamesDiffer(list), 'has two key sets of one name'),
  v.check((list) => atMostOneCaptchaActive(list), 'has two active key sets; one can be active at a time'),
);
/** Chosen by what is given, so that each problem is told with its path. */
const oneOrMoreCaptchas = v.lazy((given): typeof captcha | typeof captchas => (Array.isArray(given) ? captchas : captcha));
/** PEM of an RSA key is some 1700 characters. */
const privateKey = v.pipe(
  v.string('expected text'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(10_000, 'is longer than 10000 characters'),
);
export const push = v.strictObject({
  projectId: name,
  clientEmail: name,
  privateKey,
  tokenUrl: v.optional(url),
  sendUrl: v.optional(v.string('expected text')),
  web: v.optional(v.strictObject({ apiKey: name, appId: name, messagingSenderId: name, vapidKey: name })),
});
/** A receiver of state changes (TE2). */
export const webhook = v.strictObject({
  url,
  secret: signingSecret,
  allowPrivateAddresses: v.optional(bool, false),
  /** Shown in the console; names the receiver's outbox, so that a new address under the same name goes on where the old one ended. */
  name: v.optional(name),
  /** Whether messages carry the callback's userData. */
  includeUserData: v.optional(bool, false),
});
export type Webhook = v.InferOutput<typeof webhook>;

/** What the dialers that reach out have in common. */
const telephonyTimes = {
  /** Calls that may be under way at once. Absent: as many as the telephony side reports agents ready. */
  assumeAgents: v.optional(whole(0, 100_000)),
  /** An attempt that reports nothing for so long has failed. */
  noProgressSeconds: v.optional(whole(10, 86_400), 300),
  /** A conversation whose end nobody reports is over after this. */
  maxCallSeconds: v.optional(whole(60, 86_400), 14_400),
};

const dialer = v.variant(
  'adapter',
  [
    v.strictObject({
      adapter: v.literal('simulator'),
      agents: v.optional(whole(0, 1000), 2),
      ringSeconds: v.optional(v.pipe(v.number('expected a number'), v.minValue(0), v.maxValue(600)), 1),
      handleSeconds: v.optional(v.pipe(v.number('expected a number'), v.minValue(0), v.maxValue(86_400)), 20),
    }),
    v.strictObject({ adapter: v.literal('desk') }),
    v.strictObject({
      adapter: v.literal('webhook'),
      url,
      /** Signs what we send, and the progress that comes back. */
      secret: signingSecret,
      allowPrivateAddresses: v.optional(bool, false),
      /** Whether a call that nobody wants any more is announced (`dial.cancelled`), so that it stops ringing at once. */
      sendCancellations: v.optional(bool, false),
      ...telephonyTimes,
    }),
    v.strictObject({
      adapter: v.literal('twilio'),
      accountSid: v.pipe(name, v.startsWith('AC', 'must begin with "AC"')),
      authToken: name,
      /** Caller ID, a number of the account. */
      from: e164,
      /** Where an answered call goes: a number, `sip:...`, `client:...` or `queue:...`. Absent: the Twilio queue named like ours. */
      agentDestination: v.optional(
        v.pipe(
          v.string('expected text'),
          v.regex(
            /^(?:\+[1-9]\d{1,14}|(?:sips?|client|queue):\S+)$/,
            'expected a number like "+12125550100", "sip:...", "client:..." or "queue:..."',
          ),
        ),
      ),
      /** How long the customer's phone rings. */
      ringSeconds: v.optional(whole(5, 600), 30),
      /** Instead of Twilio's own API address. */
      baseUrl: v.optional(url),
      ...telephonyTimes,
    }),
  ],
  `expected one of ${DIALERS.join(', ')}`,
);

export const origin = v.pipe(
  v.string('expected text'),
  v.check(
    (s) => URL.canParse(s) && new URL(s).origin === s,
    'expected an origin like "https://www.example.com", without path or final slash',
  ),
);

const address = v.pipe(v.string(), v.ip());
/** An address, or a network: an address with the bits that count. */
const isProxy = (text: string): boolean => {
  const [ip = '', bits, ...more] = text.split('/');
  if (!v.is(address, ip) || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (ip.includes(':') ? 128 : 32));
};
const proxy = v.pipe(name, v.check(isProxy, 'is neither an IP address nor a network like 10.0.0.0/8'));

/** 0: no limit. */
export const limits = v.strictObject({
  perAddressPerMinute: v.optional(whole(0, 1_000_000), 0),
  perNumberPerDay: v.optional(whole(0, 1_000_000), 0),
  /** Bookings and call-ins of all addresses together. */
  perSitePerMinute: v.optional(whole(0, 1_000_000)),
  /** Requests of one address to one endpoint, by the endpoint's name in the endpoint table. */
  perEndpointPerMinute: v.optional(v.record(v.string(), whole(0, 1_000_000))),
  /** SE5: codes that are sent to one number in any 24 hours. Absent: 10. */
  codesPerNumberPerDay: v.optional(whole(0, 1_000_000)),
  /** SE5: codes that are sent for one address (IPv6: /64) in any hour. Absent: 30. */
  codesPerAddressPerHour: v.optional(whole(0, 1_000_000)),
  trustedProxies: v.optional(v.array(proxy), []),
});
export const telephony = v.strictObject({ secret });

const roles = v.pipe(v.array(v.picklist(ROLES, `expected ${ROLES.join(', ')}`)), v.minLength(1, 'must name at least one role'));
const skillName = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(100, 'is longer than 100 characters'));
/** What is set of a user beside name and password. */
export const userSettings = v.strictObject({
  roles,
  skills: v.optional(v.record(skillName, whole(0, 100)), {}),
  /** Absent or null: all queues. */
  queues: v.nullish(v.array(name)),
});
export { name as objectName, secret as newSecret };

export const configFile = v.strictObject({
  site: v.strictObject({
    name,
    apiKeys: v.pipe(v.array(name), v.minLength(1, 'must list at least one key')),
    origins: v.optional(v.array(origin), []),
    captcha: v.nullish(oneOrMoreCaptchas),
    push: v.nullish(push),
    identity: v.nullish(identity),
    webhooks: v.optional(v.array(webhook), []),
  }),
  limits: v.optional(limits, {}),
  telephony: v.optional(telephony),
  dialer: v.optional(dialer, { adapter: 'desk' }),
  businessHours: v.pipe(v.array(businessHours), v.minLength(1, 'must list at least one')),
  capacityRules: v.optional(v.array(capacityRule), []),
  numberRules: v.optional(v.array(numberRule), []),
  regionRules: v.optional(v.array(regionRule), []),
  callInGroups: v.optional(v.array(callInGroup), []),
  queues: v.pipe(v.array(queue), v.minLength(1, 'must list at least one')),
  users: v.optional(v.array(v.strictObject({ username: name, password: secret, ...userSettings.entries })), []),
});
export type Config = v.InferOutput<typeof configFile>;
export type Dialer = Config['dialer'];
