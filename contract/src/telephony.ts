import * as v from 'valibot';
import { callbackId } from './brands.js';
import { callbackState } from './callback-state.js';
import { createCallback } from './engagement.js';

/*
 * The telephony API: what IVRs, diallers and campaigns tell us. Never used from a browser.
 */

const text = (max: number) =>
  v.pipe(v.string('expected text'), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(max, `is longer than ${max} characters`));

/**
 * POST /telephony/v1/callbacks, body: a booking like the public one, which may come from a call that waits in a queue
 * (CB3) or from a campaign (`channel: "campaign"`, CB9).
 */
export const telephonyCallback = v.object({
  ...createCallback.entries,
  /** When the call entered the queue: the callback takes its place. Not in the future, at most 24 hours ago; without effect together with `desiredTime`. */
  queuedSince: createCallback.entries.desiredTime,
  /** Skill expression of the call, instead of the queue's. */
  skills: v.nullish(v.pipe(v.string('expected a skill expression'), v.maxLength(1000, 'is longer than 1000 characters'))),
  /** `false`: `skills` and `priority` of the call are dropped and the queue's own count. */
  keepSkillsAndPriority: createCallback.entries.alwaysCheckCapacity,
});
export type TelephonyCallback = v.InferOutput<typeof telephonyCallback>;

/** POST /telephony/v1/callbacks/{id}/cancel, body. */
export const telephonyCancel = v.object({
  /** In whose name; decides the reason. */
  by: v.optional(v.picklist(['customer', 'agent', 'admin'], 'expected customer, agent or admin'), 'customer'),
});

/** What can be reported of one attempt. `answered`: a person is on the line; `ended`: hung up. */
export const REPORT_TYPES = ['ringing', 'answered', 'busy', 'no-answer', 'machine', 'failed', 'ended'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

/** POST /telephony/v1/callbacks/{id}/attempts/{n}/events, body. */
export const attemptReport = v.object({
  type: v.picklist(REPORT_TYPES, `expected ${REPORT_TYPES.join(', ')}`),
  /** Only with `ended`: whether a person had answered, for a side whose reports may overtake each other. */
  answered: v.optional(v.boolean('expected true or false')),
});
/** Answer to a report. */
export const attemptReported = v.object({
  id: callbackId,
  attempt: v.number(),
  /** False: known already, or overtaken by what was reported before. Nothing needs to be sent again. */
  applied: v.boolean(),
  /** Of the callback now. COMPLETED for one that was cancelled meanwhile: hang up. */
  state: callbackState,
});
export type AttemptReported = v.InferOutput<typeof attemptReported>;

export const TELEPHONY_AGENT_STATES = ['ready', 'not-ready', 'busy'] as const;
const seconds = v.pipe(
  v.number('expected a number'),
  v.integer('expected a whole number'),
  v.minValue(5, 'must be at least 5'),
  v.maxValue(3600, 'must be at most 3600'),
);

/** PUT /telephony/v1/agents/{name}, body. Repeated before it expires; an agent that is not heard of is gone. */
export const telephonyAgent = v.object({
  state: v.picklist(TELEPHONY_AGENT_STATES, 'expected ready, not-ready or busy'),
  /** Levels by name, 0 to 100. */
  skills: v.optional(
    v.record(
      text(100),
      v.pipe(
        v.number('expected a number'),
        v.integer('expected a whole number'),
        v.minValue(0, 'must be at least 0'),
        v.maxValue(100, 'must be at most 100'),
      ),
      'expected an object of levels by skill name',
    ),
    {},
  ),
  /** Absent or null: all queues. */
  queues: v.nullish(v.pipe(v.array(text(255), 'expected a list of queue names'), v.maxLength(1000, 'has more than 1000 entries'))),
  expiresInSeconds: v.optional(seconds, 120),
});
export type TelephonyAgent = v.InferOutput<typeof telephonyAgent>;
export const telephonyAgentKept = v.object({ name: v.string(), state: v.picklist(TELEPHONY_AGENT_STATES), expiresAt: v.string() });

/** Types of customer webhooks (TE2), by what happened to the callback. */
export const WEBHOOK_TYPES = [
  'callback.scheduled',
  'callback.queued',
  'callback.routing',
  'callback.processing',
  'callback.completed',
  /** It stayed in its state: another time, another owner. */
  'callback.updated',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

const instantText = v.string();
/** Body of a customer webhook. Headers, signature and the id of the message are those of Standard Webhooks. */
export const webhookMessage = v.object({
  type: v.picklist(WEBHOOK_TYPES),
  /** When it happened. */
  timestamp: instantText,
  data: v.object({
    id: callbackId,
    serviceName: v.string(),
    state: callbackState,
    previousState: v.optional(callbackState),
    /** Why it is COMPLETED. */
    reason: v.optional(v.string()),
    /** Why this happened, for people. */
    cause: v.string(),
    phoneNumber: v.string(),
    scheduled: v.boolean(),
    desiredTime: instantText,
    createdAt: instantText,
    queuedAt: v.optional(instantText),
    /** When the next dial is planned after a failed one. */
    nextAttemptAt: v.optional(instantText),
    /** Dials so far. */
    attempts: v.number(),
    lastOutcome: v.optional(v.string()),
    channel: v.optional(v.string()),
    language: v.optional(v.string()),
    /** Only when the receiver is configured with `includeUserData`. */
    userData: v.optional(v.record(v.string(), v.unknown())),
    /** Grows by one with every change of the callback. */
    version: v.number(),
  }),
});
export type WebhookMessage = v.InferOutput<typeof webhookMessage>;

/** What the webhook dialer is sent (TE1). */
export const dialRequested = v.object({
  type: v.literal('dial.requested'),
  callbackId,
  attempt: v.number(),
  phoneNumber: v.string(),
  queue: v.string(),
  priority: v.number(),
  userData: v.record(v.string(), v.unknown()),
});
export type DialRequested = v.InferOutput<typeof dialRequested>;

/** What it is sent besides, where `sendCancellations` is on: hang up, nobody wants this call any more. */
export const dialCancelled = v.object({ type: v.literal('dial.cancelled'), callbackId, attempt: v.number() });
export type DialCancelled = v.InferOutput<typeof dialCancelled>;
