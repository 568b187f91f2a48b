import * as v from 'valibot';
import * as file from './config-file.js';
import { businessHoursText } from './config-text.js';
import { ROLES } from './console.js';
import { identityEditValue, identityView } from './identity.js';

/** Objects of the configuration that the console edits, by the name of their address. */
export const OBJECT_KINDS = ['business-hours', 'capacity-rules', 'number-rules', 'region-rules', 'call-in-groups', 'queues'] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];
/** Parts of the configuration that there is one of, or none. */
export const SITE_PARTS = ['origins', 'limits', 'push', 'captcha', 'webhooks', 'telephony', 'identity'] as const;
export type SitePart = (typeof SITE_PARTS)[number];

/**
 * The version that the editor has seen: a save is refused when somebody else saved since. 0 for what still is as the
 * configuration file has it. Left out where something new is made: refused when there is one of that name.
 */
const seenVersion = v.optional(
  v.pipe(
    v.number('expected a number'),
    v.integer('expected a whole number'),
    v.minValue(0, 'must be at least 0'),
    v.maxValue(Number.MAX_SAFE_INTEGER, 'is too large'),
  ),
);
const requiredVersion = seenVersion.wrapped;

/** Query of every DELETE: the version seen. */
export const deletion = v.object({
  version: v.pipe(
    v.string('is missing; send the version that you have seen'),
    v.regex(/^\d{1,15}$/, 'expected a whole number'),
    v.transform(Number),
  ),
});

const origin = {
  version: v.number(),
  /** Where the present state comes from: the configuration file, or an edit, which wins. */
  source: v.picklist(['file', 'console']),
  /** Of the last edit. */
  changedAt: v.optional(v.string()),
  changedBy: v.optional(v.string()),
};
const objectOf = <Value extends v.GenericSchema>(value: Value) =>
  v.object({
    name: v.string(),
    ...origin,
    /** Queues that use it, as far as the asker may see them. */
    assignedTo: v.array(v.string()),
    value,
  });
const editOf = <Value extends v.GenericSchema>(value: Value) => v.object({ version: seenVersion, value });
const nameless = ['name'] as const;

const capacityRule = v.omit(file.capacityRule, nameless);
const numberRule = v.omit(file.numberRule, nameless);
const regionRule = v.omit(file.regionRule, nameless);
const callInGroup = v.omit(file.callInGroup, nameless);
const queue = v.omit(file.queue, nameless);

export const businessHoursObject = objectOf(businessHoursText);
export const businessHoursEdit = editOf(v.omit(file.businessHours, nameless));
export const capacityRuleObject = objectOf(capacityRule);
export const capacityRuleEdit = editOf(capacityRule);
export const numberRuleObject = objectOf(numberRule);
export const numberRuleEdit = editOf(numberRule);
export const regionRuleObject = objectOf(regionRule);
export const regionRuleEdit = editOf(regionRule);
export const callInGroupObject = objectOf(callInGroup);
export const callInGroupEdit = editOf(callInGroup);
export const queueObject = objectOf(queue);
export const queueEdit = editOf(queue);

/** SL4: the same rule with cells of another length. */
export const cellLengthSwitch = v.object({ version: requiredVersion, cellMinutes: file.capacityRule.entries.cellMinutes });
/** SL5: day -> cell start -> places. Replaces all cells of the rule; what it leaves out is 0. */
export const capacityStatement = v.object({ version: requiredVersion, statement: file.capacityRule.entries.cells });

/** Which rules a queue uses; what is left out stays, null takes the rule off. */
export const ruleAssignment = v.object({
  version: requiredVersion,
  capacityRule: v.optional(v.nullable(file.objectName)),
  numberRule: v.optional(v.nullable(file.objectName)),
  regionRule: v.optional(v.nullable(file.objectName)),
});

/** NV2: a number to try on a rule. */
export const numberTest = v.object({
  phoneNumber: v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(64, 'is longer than 64 characters')),
});
export const NUMBER_VERDICTS = ['allowed', 'invalid', 'country-not-permitted', 'blocked'] as const;
export const numberVerdict = v.object({
  verdict: v.picklist(NUMBER_VERDICTS),
  /** Why, for people. */
  reason: v.string(),
  /** As it would be dialled; absent when it is no number. */
  phoneNumber: v.optional(v.string()),
  /** ISO 3166 code; absent for numbers of no country. */
  country: v.optional(v.string()),
  /** The first pattern that is found in it. */
  pattern: v.optional(v.string()),
});
export type NumberVerdict = v.InferOutput<typeof numberVerdict>;

/** One queue as "Monitor callback queues" shows it. */
export const queueOverview = v.object({
  name: v.string(),
  description: v.string(),
  immediateEnabled: v.boolean(),
  scheduledEnabled: v.boolean(),
  callDirection: file.queue.entries.callDirection.wrapped,
  timeZone: v.string(),
  open: v.boolean(),
  /** Seconds until closing, 0 when closed. */
  openFor: v.number(),
  /** Instants. Absent where there is none in sight. */
  closesAt: v.optional(v.string()),
  nextOpening: v.optional(v.string()),
  offersImmediate: v.boolean(),
  offersScheduled: v.boolean(),
  /** Seconds, -1 unknown. */
  estimatedWaitTime: v.number(),
  waiting: v.number(),
  scheduled: v.number(),
  inCall: v.number(),
  agents: v.number(),
  businessHours: v.string(),
  capacityRule: v.optional(v.string()),
  numberRule: v.optional(v.string()),
  regionRule: v.optional(v.string()),
  /** Of its settings. */
  version: v.number(),
});
export type QueueOverview = v.InferOutput<typeof queueOverview>;

/** SC3: where replicas live now, and who dials for the queues that have a region rule. */
export const regionsView = v.object({
  /** Every region that a replica lives in or a rule names. */
  regions: v.array(v.object({ name: v.string(), replicas: v.number() })),
  /** Replicas that don't say where they are (RINGBACK_REGION). */
  withoutRegion: v.number(),
  queues: v.array(
    v.object({
      queue: v.string(),
      regionRule: v.string(),
      dialledBy: v.picklist(['region', 'replicas-without-region', 'nobody']),
      /** With `dialledBy: region`. */
      region: v.optional(v.string()),
    }),
  ),
});
export type RegionsView = v.InferOutput<typeof regionsView>;

const partOf = <Value extends v.GenericSchema>(value: Value) => v.object({ ...origin, value });
const partEditOf = <Value extends v.GenericSchema>(value: Value) => v.object({ version: requiredVersion, value });

/** A secret in an edit: left out, or as it was shown, keeps the one that is there. */
const kept = <Secret extends v.GenericSchema>(secret: Secret) => v.optional(secret);
/** A secret in an answer: bullets and at most its last four characters. */
const masked = v.string();

export const origins = v.pipe(v.array(file.origin), v.maxLength(100, 'has more than 100 origins'));
export const originsPart = partOf(v.array(v.string()));
export const originsEdit = partEditOf(origins);
/** Which proxies are trusted is a matter of the machine that it runs on, and stays with the file. */
const limits = v.omit(file.limits, [
  'trustedProxies',
  'perSitePerMinute',
  'perEndpointPerMinute',
  'codesPerNumberPerDay',
  'codesPerAddressPerHour',
]);
export const limitsPart = partOf(limits);
export const limitsEdit = partEditOf(limits);
export const telephonyPart = partOf(v.nullable(v.object({ secret: masked })));
export const telephonyEdit = partEditOf(v.strictObject({ secret: kept(file.newSecret) }));
export const pushPart = partOf(v.nullable(v.object({ ...file.push.entries, privateKey: masked })));
export const pushEdit = partEditOf(v.strictObject({ ...file.push.entries, privateKey: kept(file.push.entries.privateKey) }));
export const captchaPart = partOf(v.array(v.object({ ...file.captcha.entries, secretKey: masked })));
export const captchaEdit = partEditOf(
  v.pipe(
    v.array(v.strictObject({ ...file.captcha.entries, secretKey: kept(file.captcha.entries.secretKey) })),
    v.maxLength(20, 'has more than 20 key sets'),
    v.check((list) => file.captchaNamesDiffer(list), 'has two key sets of one name'),
    v.check((list) => file.atMostOneCaptchaActive(list), 'has two active key sets; one can be active at a time'),
  ),
);
export const identityPart = partOf(v.nullable(identityView));
export const identityEdit = partEditOf(identityEditValue);
export const webhooksPart = partOf(v.array(v.object({ ...file.webhook.entries, secret: masked })));
export const webhooksEdit = partEditOf(
  v.pipe(
    v.array(v.strictObject({ ...file.webhook.entries, secret: kept(file.webhook.entries.secret) })),
    v.maxLength(20, 'has more than 20 webhooks'),
  ),
);

const password = v.pipe(
  v.string('expected text'),
  v.minLength(8, 'must have at least 8 characters'),
  v.maxLength(1024, 'is longer than 1024 characters'),
);
export const consoleUser = v.object({
  username: v.string(),
  ...origin,
  /** Who set the password last. */
  passwordSource: v.picklist(['file', 'console']),
  roles: v.array(v.picklist(ROLES)),
  skills: v.record(v.string(), v.number()),
  /** Absent: all queues. */
  queues: v.optional(v.array(v.string())),
});
export type ConsoleUserView = v.InferOutput<typeof consoleUser>;
/** A new user needs a password; one that exists keeps theirs. */
export const consoleUserEdit = v.object({ version: seenVersion, value: file.userSettings, password: v.optional(password) });
export const passwordReset = v.object({ version: requiredVersion, password });
export const ownPassword = v.object({ current: v.pipe(v.string('expected text'), v.maxLength(1024)), password });

export const AUDIT_ACTIONS = ['created', 'changed', 'deleted', 'password-set'] as const;
export const auditEntry = v.object({
  id: v.number(),
  at: v.string(),
  actor: v.string(),
  action: v.string(),
  kind: v.string(),
  name: v.string(),
  /** Secrets masked. Absent where there was, or is, nothing. */
  before: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
});
export type AuditEntry = v.InferOutput<typeof auditEntry>;
/** Newest first. `next` is the `beforeId` of the next page; absent on the last. */
export const auditPage = v.object({ entries: v.array(auditEntry), next: v.optional(v.number()) });
const wholeText = (max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'expected a whole number'), v.transform(Number), v.minValue(1), v.maxValue(max));
const text = v.pipe(v.string(), v.maxLength(255, 'is longer than 255 characters'));
const when = v.pipe(
  v.string(),
  v.check((given) => !Number.isNaN(Date.parse(given)), 'expected an ISO 8601 date-time'),
);
export const auditQuery = v.object({
  kind: v.optional(text),
  name: v.optional(text),
  actor: v.optional(text),
  from: v.optional(when),
  to: v.optional(when),
  beforeId: v.optional(wholeText(Number.MAX_SAFE_INTEGER)),
  limit: v.optional(wholeText(200)),
});
export type AuditQuery = v.InferOutput<typeof auditQuery>;
