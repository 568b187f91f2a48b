import * as v from 'valibot';
import { attemptOutcome, callbackReason, callbackState } from './callback-state.js';
import { callbackId, instant } from './brands.js';
import { captchaOffer } from './captcha.js';
import { createCallback } from './engagement.js';
import { NUMBER_CHECK_WAYS } from './number-check.js';

/** What the visitor may know of their own callback; the whole of every visitor answer and live event. */
export const visitorCallback = v.object({
  id: callbackId,
  serviceName: v.string(),
  /** E.164, as stored. */
  phoneNumber: v.string(),
  state: callbackState,
  reason: v.optional(callbackReason),
  /** Whether it was asked for a time (else: as soon as possible). */
  scheduled: v.boolean(),
  desiredTime: v.string(),
  createdAt: v.string(),
  queuedAt: v.optional(v.string()),
  /** 1 is next; only in QUEUED. */
  position: v.optional(v.number()),
  /** Seconds, -1 unknown; only in QUEUED. */
  estimatedWaitTime: v.optional(v.number()),
  /** Dials so far. */
  attempts: v.number(),
  lastOutcome: v.optional(attemptOutcome),
  /** When the next dial is planned after a failed one. */
  nextAttemptAt: v.optional(v.string()),
  canCancel: v.boolean(),
  canReschedule: v.boolean(),
  /** CI3: only where the customer calls us. */
  callIn: v.optional(
    v.object({
      /** To ask for the number in. */
      groupName: v.string(),
      /** It is their turn until then; absent before it. */
      readyUntil: v.optional(v.string()),
    }),
  ),
  /** Grows with every change; a smaller one than the last seen is stale. */
  version: v.number(),
});
export type VisitorCallback = v.InferOutput<typeof visitorCallback>;

/** POST /visitor/v1/callback/reschedule, body. */
export const rescheduleParams = v.object({ desiredTime: instant });

/** PUT /visitor/v1/callback/push-targets, body: the devices to tell from now on; an empty list tells none. */
export const pushTargetsParams = v.object({
  pushTargets: v.nonOptional(createCallback.entries.pushTargets, 'is missing; expected a list'),
});

/** GET /visitor/v1/offers/{service-name}: all that the widget needs to draw its form (WI11), in one answer. */
export const offers = v.object({
  serviceName: v.string(),
  /** Zone of the business hours. */
  timeZone: v.string(),
  open: v.boolean(),
  /** Seconds until closing, 0 when closed. */
  openFor: v.number(),
  /** Next instant at which the business opens; absent when open now or never. */
  nextOpening: v.optional(v.string()),
  immediate: v.object({
    offered: v.boolean(),
    /** Seconds, -1 unknown. */
    estimatedWaitTime: v.number(),
    /** Callbacks waiting now. */
    waiting: v.number(),
  }),
  scheduled: v.object({
    offered: v.boolean(),
    /** First free slot; absent when there is none in the bookable days. */
    firstFree: v.optional(v.string()),
    slotDurationMinutes: v.number(),
    maxAdvanceDays: v.number(),
  }),
  /** CI3: the customer calls us on this queue, when it is their turn; a booking says by `pushTargets` which devices are told, an empty list if it is followed by the visitor API. */
  callIn: v.optional(v.object({ groupName: v.string() })),
  /** ISO 3166 code that a number without `+` is read in; absent when none is configured. */
  defaultCountry: v.optional(v.string()),
  /** CA1: a booking and a call-in need a `captchaToken` of it. Absent: they don't. */
  captcha: v.optional(captchaOffer),
  /** SE5: before a booking counts, a code reaches the number this way. Absent: none does. */
  numberCheck: v.optional(v.picklist(NUMBER_CHECK_WAYS)),
});
export type Offers = v.InferOutput<typeof offers>;
