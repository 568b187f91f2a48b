import * as v from 'valibot';
import { callbackId, instant, timeZone } from './brands.js';
import { callbackReason, callbackState } from './callback-state.js';
import { numberCheckCode, numberCheckId } from './number-check.js';

/*
 * Engagement v3: requests and answers. Requests are lenient where the vendor's real clients are sloppy
 * (form-encoded numbers and booleans arrive as text, absent fields as null or '', a whole sentence in cbOfferType).
 */

const blankAsAbsent = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value) => (value === null || value === '' ? undefined : value)),
      v.optional(schema),
    ),
  );

const finiteNumber = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value)),
  v.number('expected a number'),
  v.finite('expected a finite number'),
);
const wholeNumber = v.pipe(finiteNumber, v.integer('expected a whole number'));
const flag = v.pipe(
  v.unknown(),
  // `True` is what Python makes of its own.
  v.transform((value) => (typeof value === 'string' && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value)),
  v.boolean('expected true or false'),
);
const text = (max: number) => v.pipe(v.string('expected text'), v.maxLength(max, `is longer than ${max} characters`));
const requiredText = (max: number) => v.pipe(text(max), v.trim(), v.minLength(1, 'must not be empty'));

const USER_DATA_MAX_KEYS = 64;
const USER_DATA_MAX_BYTES = 16 * 1024;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
/** Infinite for what can't be written as JSON at all (nested some ten thousand levels deep). */
const jsonBytes = (value: unknown): number => {
  try {
    return new TextEncoder().encode(JSON.stringify(value)).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** CB10: keys that aren't JavaScript identifiers are dropped, not refused; too much is refused. */
export const userData = v.pipe(
  v.unknown(),
  // A list would pass as a record.
  v.check((data) => !Array.isArray(data), 'expected an object, not a list'),
  v.record(v.string(), v.unknown(), 'expected an object'),
  v.transform((data) => Object.fromEntries(Object.entries(data).filter(([key]) => key !== '__proto__' && IDENTIFIER.test(key)))),
  v.check((data) => Object.keys(data).length <= USER_DATA_MAX_KEYS, `has more than ${USER_DATA_MAX_KEYS} keys`),
  v.check((data) => jsonBytes(data) <= USER_DATA_MAX_BYTES, `is larger than ${USER_DATA_MAX_BYTES} bytes`),
);

export const pushTarget = v.object({
  channel: v.picklist(['FCM'], 'expected "FCM"'),
  /** FCM registration token. */
  target: requiredText(4096),
  /** Page that a click on the notification opens; it must be of the origin that the service worker is of. */
  url: blankAsAbsent(
    v.pipe(
      text(2048),
      v.check((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'expected an http(s) address'),
    ),
  ),
});
export type PushTarget = v.InferOutput<typeof pushTarget>;

/** POST /callbacks/create, body. */
export const createCallback = v.object({
  serviceName: requiredText(255),
  /** An empty one is a number that is not valid (NV1), which a form marks beside its field. */
  phoneNumber: v.pipe(text(64), v.trim()),
  /** Absent: as soon as possible. */
  desiredTime: blankAsAbsent(instant),
  /** Reporting only. Anything but the three known values counts as absent. */
  cbOfferType: v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value) => (value === 'ASAP' || value === 'SCHEDULED' || value === 'COMBINED_SCHEDULED_AND_ASAP' ? value : undefined)),
    ),
  ),
  language: blankAsAbsent(text(35)),
  inboundVQ: blankAsAbsent(text(255)),
  /** Seconds. */
  offerThreshold: blankAsAbsent(finiteNumber),
  channel: blankAsAbsent(text(255)),
  offerTiming: blankAsAbsent(text(255)),
  cbOriginationIxnId: blankAsAbsent(text(255)),
  surveyRP: blankAsAbsent(text(255)),
  /** The vendor's type is any number; places are given by whole ones. */
  priority: blankAsAbsent(
    v.pipe(finiteNumber, v.minValue(-1_000_000, 'is below -1000000'), v.maxValue(1_000_000, 'is above 1000000'), v.transform(Math.round)),
  ),
  routePoint: blankAsAbsent(text(255)),
  userData: blankAsAbsent(userData),
  captchaToken: blankAsAbsent(text(16_384)),
  pushTargets: blankAsAbsent(v.pipe(v.array(pushTarget, 'expected a list'), v.maxLength(10, 'has more than 10 entries'))),
  alwaysCheckCapacity: blankAsAbsent(flag),
  /** SE5: of the refusal 7044, with the code that came by message or call. */
  numberCheckId: blankAsAbsent(numberCheckId),
  numberCheckCode: blankAsAbsent(numberCheckCode),
  /** WI12: a JWT that the site has signed for this visitor. */
  identity: blankAsAbsent(text(8192)),
});
export type CreateCallback = v.InferOutput<typeof createCallback>;

/** Answer of create. `visitorToken` opens the visitor API for this one callback. */
export const createdCallback = v.object({ id: callbackId, visitorToken: v.string() });

/** POST /callbacks/retrieve and /callbacks/cancel, body. */
export const callbackIdParams = v.object({ id: callbackId });

/** Answer of retrieve. Position and wait only in QUEUED, ROUTING, PROCESSING; reason only in COMPLETED. */
export const callbackRecord = v.object({
  id: callbackId,
  desiredTime: v.string(),
  callbackState,
  callbackReason: v.optional(callbackReason),
  phoneNumber: v.string(),
  /** 1 is next. */
  positionInQueue: v.optional(v.number()),
  /** Seconds, -1 unknown. */
  estimatedWaitTime: v.optional(v.number()),
});
export type CallbackRecord = v.InferOutput<typeof callbackRecord>;

/** GET /callbacks/availability/{service-name}, query. `start` and `end` stay text: their form depends on `timezone`. */
export const availabilityQuery = v.object({
  start: blankAsAbsent(text(40)),
  startMS: blankAsAbsent(wholeNumber),
  numberOfDays: blankAsAbsent(v.pipe(wholeNumber, v.minValue(1, 'must be at least 1'))),
  end: blankAsAbsent(text(40)),
  endMS: blankAsAbsent(wholeNumber),
  timezone: blankAsAbsent(timeZone),
  maxTimeSlots: blankAsAbsent(v.pipe(wholeNumber, v.minValue(1, 'must be at least 1'))),
  reportBusy: blankAsAbsent(flag),
});
export type AvailabilityQuery = v.InferOutput<typeof availabilityQuery>;

export const slot = v.object({
  utcTime: v.string(),
  /** Wall clock of the asked zone without suffix, only when `timezone` was asked. */
  localTime: v.optional(v.string()),
  /** Free places now. */
  capacity: v.number(),
  /** Places in all. */
  total: v.number(),
});
export const availabilities = v.object({ slots: v.array(slot), durationMin: v.number(), timezone: v.string() });
export type Availabilities = v.InferOutput<typeof availabilities>;

/** GET /callbacks/open-for/{service-name}, query (BH2's three extra questions included). */
export const openForQuery = v.object({
  start: blankAsAbsent(text(40)),
  timezone: blankAsAbsent(timeZone),
  queryImmediateOfferHours: blankAsAbsent(flag),
  returnWithinImmediateOfferTime: blankAsAbsent(flag),
  checkImmediateEnabled: blankAsAbsent(flag),
});
export const openFor = v.object({
  /** Seconds until closing, 0 when closed. */
  openFor: v.number(),
  /** Seconds, -1 not configured, 0 outside. */
  immediateOfferHoursOpenFor: v.optional(v.number()),
  isWithinImmediateOfferTime: v.optional(v.boolean()),
  isImmediateEnabled: v.optional(v.boolean()),
});

/** GET /callbacks/queue-status/{queue-name}, answer. */
export const queueStatus = v.object({ ewt: v.number(), offerImmediateCallback: v.boolean(), offerScheduledCallback: v.boolean() });

export const EWT_MODES = ['mode1', 'mode2', 'mode3'] as const;
export type EwtMode = (typeof EWT_MODES)[number];

/** GET /estimated-wait-time, query. */
export const ewtQuery = v.object({
  'virtual-queues': v.pipe(
    v.string('is missing; expected queue names with commas between them'),
    v.maxLength(8192, 'is longer than 8192 characters'),
    v.transform((list) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
    v.minLength(1, 'expected at least one queue name'),
    v.maxLength(100, 'has more than 100 names'),
  ),
  mode: blankAsAbsent(v.picklist(EWT_MODES, 'expected mode1, mode2 or mode3')),
  'include-calls-on-hold': blankAsAbsent(flag),
});
export const ewtEntry = v.object({
  virtualQueue: v.string(),
  /** Seconds, -1 unknown. */
  estimatedWaitTime: v.number(),
  message: v.string(),
  /** 0 valid, -1 no interaction yet (or no such queue), -2 no agent logged in. */
  resultCode: v.picklist([0, -1, -2]),
});
export const ewtEntries = v.array(ewtEntry);

/** POST /call-in/requests/create, body. */
export const createCallIn = v.object({
  groupName: requiredText(255),
  fromPhoneNumber: blankAsAbsent(text(64)),
  userData: blankAsAbsent(userData),
  callbackServiceId: blankAsAbsent(callbackId),
  captchaToken: blankAsAbsent(text(16_384)),
  /** Of the code that reaches the number, where one has to (SE5). */
  language: blankAsAbsent(text(35)),
  /** SE5, WI12: as of {@link createCallback}. One that names a callback needs neither: whoever booked it has shown them. */
  numberCheckId: blankAsAbsent(numberCheckId),
  numberCheckCode: blankAsAbsent(numberCheckCode),
  identity: blankAsAbsent(text(8192)),
});
export type CreateCallIn = v.InferOutput<typeof createCallIn>;
/** Asked again for the same callback, or with the same Idempotency-Key, while it lives: the same answer. */
export const createdCallIn = v.object({
  id: v.string(),
  toPhoneNumber: v.string(),
  groupName: v.string(),
  /** Epoch milliseconds. */
  expirationTime: v.number(),
  accessCode: v.optional(v.number()),
  fromPhoneNumber: v.optional(v.string()),
  callbackServiceId: v.optional(callbackId),
  /** Number and code as a phone dials them: `tel:+19059680004,,730184`. */
  telUri: v.string(),
  /** Tells what becomes of a number that belongs to no callback: `/visitor/v1/call-in`. */
  visitorToken: v.optional(v.string()),
});
export type CreatedCallIn = v.InferOutput<typeof createdCallIn>;
