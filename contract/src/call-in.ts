import * as v from 'valibot';
import { callbackId, instant } from './brands.js';
import { status } from './envelope.js';

/*
 * Click-To-Call-In: requests, their match with an inbound call, their records, the numbers of a group. What the customer's app
 * asks and is answered (`createCallIn`, `createdCallIn`) is with the rest of the Engagement API.
 */

const text = (max: number) => v.pipe(v.string('expected text'), v.maxLength(max, `is longer than ${max} characters`));
const isoText = v.string();

/** `tel:` address of a number with its code: two pauses, then the digits. */
export const telUriOf = (toPhoneNumber: string, accessCode?: string | number): string =>
  accessCode === undefined ? `tel:${toPhoneNumber}` : `tel:${toPhoneNumber},,${accessCode}`;

/** What an inbound call can be matched by (CI4). */
export const MATCH_CRITERIA = ['accessCode', 'callerNumber', 'dialedNumber'] as const;
export type MatchCriterion = (typeof MATCH_CRITERIA)[number];

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** POST /telephony/v1/call-in/match, body. A criterion needs its field; what is not chosen is not looked at. */
export const callInMatch = v.pipe(
  v.object({
    dialedNumber: v.nullish(text(64)),
    callerNumber: v.nullish(text(64)),
    accessCode: v.nullish(v.pipe(v.union([v.string(), v.number()], 'expected digits'), v.transform(String), v.maxLength(32))),
    criteria: v.pipe(
      v.array(v.picklist(MATCH_CRITERIA, 'expected accessCode, callerNumber or dialedNumber'), 'expected a list'),
      v.minLength(1, 'must name at least one of accessCode, callerNumber, dialedNumber'),
      v.maxLength(16, 'has more than 16 entries'),
      v.transform((criteria) => [...new Set(criteria)]),
    ),
    /** The telephony side's name of the call: tries are counted for it, and a repeated request gets the same answer. Absent: dialled and caller's number. */
    callId: v.nullish(v.pipe(text(255), v.minLength(1, 'must not be empty'))),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    for (const key of value.criteria)
      if (!isGiven(value[key]))
        addIssue({
          message: 'is missing, and criteria asks for it',
          path: [{ type: 'object', origin: 'value', input: value, key, value: value[key] }],
        });
  }),
);
export type CallInMatch = v.InferOutput<typeof callInMatch>;

/**
 * Why an inbound call matched nothing. `no-request`: no live request fits; `wrong-code`: one does but for its code; `expired`: one did, but its
 * time is over; `ended`: the callback that it belongs to was purged, cancelled or served; `ambiguous`: several people fit; `too-many-tries`.
 */
export const MATCH_FAILURES = ['no-request', 'wrong-code', 'expired', 'ended', 'ambiguous', 'too-many-tries'] as const;
export type MatchFailure = (typeof MATCH_FAILURES)[number];

/** Life of a call-in request. Matched, or over without: its time ran out, or its callback ended. */
export const CALL_IN_STATES = ['WAITING', 'MATCHED', 'EXPIRED', 'ENDED'] as const;
export type CallInState = (typeof CALL_IN_STATES)[number];

/** One call-in request. */
export const callInRecord = v.object({
  id: v.string(),
  groupName: v.string(),
  state: v.picklist(CALL_IN_STATES),
  toPhoneNumber: v.string(),
  accessCode: v.optional(v.string()),
  fromPhoneNumber: v.optional(v.string()),
  callbackServiceId: v.optional(callbackId),
  createdAt: isoText,
  expiresAt: isoText,
  matchedAt: v.optional(isoText),
  /** Who called; only of a matched one. */
  callerNumber: v.optional(v.string()),
});
export type CallInRecord = v.InferOutput<typeof callInRecord>;

/** GET /visitor/v1/call-in and its live events: what has become of a number that was handed out at once. */
export const visitorCallIn = v.object({
  id: v.string(),
  state: v.picklist(CALL_IN_STATES),
  expiresAt: isoText,
  /** Grows with every change; a smaller one than the last seen is stale. */
  version: v.number(),
});
export type VisitorCallIn = v.InferOutput<typeof visitorCallIn>;

/** Answer of the match; with `matched: false` all below `outcome` is null, and `failure` says why. */
export const callInMatched = v.object({
  /** Every chosen criterion holds for one live request. */
  matched: v.boolean(),
  /** Which criteria hold. */
  outcome: v.object({
    accessCode: v.boolean(),
    callerNumber: v.boolean(),
    dialedNumber: v.boolean(),
    /** `NOTHING_MATCHED`, or the criteria that hold with `+` between them, as in `ACCESS_CODE+DIALED_NUMBER`. */
    name: v.string(),
  }),
  request: v.nullable(callInRecord),
  /** The delayed callback that goes on with this call; null for an immediate call-in. */
  callback: v.nullable(
    v.object({ id: callbackId, serviceName: v.string(), phoneNumber: v.string(), desiredTime: isoText, attempt: v.number() }),
  ),
  /** Where to send the call; null for an immediate call-in, which belongs to no queue. */
  routing: v.nullable(v.object({ queue: v.string(), priority: v.number(), skillExpression: v.nullable(v.string()) })),
  userData: v.nullable(v.record(v.string(), v.unknown())),
  failure: v.nullable(v.picklist(MATCH_FAILURES)),
  /** Codes that this call may still try. */
  triesLeft: v.number(),
});
export type CallInMatched = v.InferOutput<typeof callInMatched>;

/** CI6: records of one page, and of the whole list. */
export const CALL_IN_PAGE = 500;
export const CALL_INS_LISTED = 5000;
export const CALL_IN_FIELDS = ['id', 'groupName', 'state', 'toPhoneNumber', 'accessCode', 'fromPhoneNumber', 'callbackServiceId'] as const;
export const CALL_IN_SORTS = ['createdAt', 'expiresAt', 'groupName', 'state', 'toPhoneNumber', 'fromPhoneNumber'] as const;

/** GET /console/v1/call-ins, query. */
export const callInListQuery = v.object({
  /** Of the creation; inclusive. */
  from: v.optional(instant),
  /** Exclusive. */
  to: v.optional(instant),
  search: v.optional(text(255)),
  /** Where `search` is looked for; any part of it, states by name. */
  field: v.optional(v.picklist(CALL_IN_FIELDS, `expected ${CALL_IN_FIELDS.join(', ')}`), 'id'),
  sort: v.optional(v.picklist(CALL_IN_SORTS, `expected ${CALL_IN_SORTS.join(', ')}`), 'createdAt'),
  order: v.optional(v.picklist(['asc', 'desc'], 'expected asc or desc'), 'desc'),
  /** 1 to 10. */
  page: v.optional(v.pipe(v.string(), v.regex(/^(?:[1-9]|10)$/, 'expected 1 to 10'), v.transform(Number)), '1'),
});
export type CallInListQuery = v.InferOutput<typeof callInListQuery>;
export const callInPage = v.object({
  callIns: v.array(callInRecord),
  /** Records found, of the latest 5,000. */
  total: v.number(),
  page: v.number(),
  pages: v.number(),
});
export type CallInPage = v.InferOutput<typeof callInPage>;

/** GET /console/v1/call-in-groups/{name}/numbers, answer: the whole pool. */
export const callInPool = v.object({
  numbers: v.array(v.object({ dnis: v.string(), description: v.optional(v.string()) })),
  /** Grows with every import; give it back with the next one. 0: as the configuration file has it. */
  version: v.number(),
  changedAt: v.optional(isoText),
  changedBy: v.optional(v.string()),
});
export type CallInPool = v.InferOutput<typeof callInPool>;

/** One line of an import that can't be taken. */
export const importProblem = v.object({
  /** 1 is the first line of the file. */
  line: v.number(),
  /** What is wrong, and what is expected. */
  reason: v.string(),
});
export type ImportProblem = v.InferOutput<typeof importProblem>;
/** `data` of the refusal: every bad line; nothing was imported. */
const importRefused = v.object({ problems: v.array(importProblem) });
export const importRefusedEnvelope = v.object({ status, data: v.optional(importRefused) });

/** POST /console/v1/push-credentials/test, body: a token of a device, if there is one to try. */
export const pushTest = v.object({ target: v.optional(v.pipe(text(4096), v.minLength(1, 'must not be empty'))) });
/** Answer: what Google and Firebase say of the credentials (`validate_only`; nothing is delivered). */
export const pushTested = v.object({
  ok: v.boolean(),
  /** What to do about it, for people. */
  message: v.string(),
});
export type PushTested = v.InferOutput<typeof pushTested>;

/** POST /visitor/v1/simulated-call, body: somebody dials a number of ours and types a code, where the simulator stands in for telephony. */
export const simulatedCall = v.object({
  dialedNumber: text(64),
  callerNumber: v.nullish(text(64)),
  accessCode: v.nullish(text(32)),
  /** The same for all codes typed in one call. */
  callId: v.nullish(v.pipe(text(255), v.minLength(1, 'must not be empty'))),
});
export const simulatedCallAnswer = v.object({
  matched: v.boolean(),
  /** What the caller hears. */
  said: v.string(),
  failure: v.nullable(v.picklist(MATCH_FAILURES)),
  triesLeft: v.number(),
});
export type SimulatedCallAnswer = v.InferOutput<typeof simulatedCallAnswer>;
