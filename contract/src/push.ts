import * as v from 'valibot';
import { callbackId } from './brands.js';

/** PU1. */
export const PUSH_EVENTS = [
  'CALLBACK_UPCOMING',
  'CALLBACK_READY',
  'CALL_IN_READY',
  'CALLBACK_PURGED',
  'CALLBACK_ATTEMPT_FAILED',
  'CALLBACK_FINAL_ATTEMPT_FAILED',
] as const;
export type PushEvent = (typeof PUSH_EVENTS)[number];

/** Version of the payload; a receiver drops what it does not know. */
export const PUSH_VERSION = '1';

const common = {
  callbackId,
  queue: v.string(),
  title: v.string(),
  body: v.string(),
  /** Page to open on click. */
  url: v.optional(v.string()),
  /** ISO instant after which the message must not be shown. */
  expiresAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  /** The same on every delivery of one message; see {@link pushKey}. */
  messageId: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
  /** Of the callback when this was written. A message with a smaller one than the last of its callback tells of a state that has passed. */
  version: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,14}$/))),
  v: v.literal(PUSH_VERSION),
};

/** PU2: FCM data message. FCM carries text only, so every value is a string. */
export const pushPayload = v.variant('event', [
  v.object({ event: v.picklist(PUSH_EVENTS.filter((event) => event !== 'CALL_IN_READY')), ...common }),
  v.object({
    event: v.literal('CALL_IN_READY'),
    ...common,
    phoneNumber: v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/)),
    accessCode: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{3,11}$/))),
    telUri: v.pipe(v.string(), v.startsWith('tel:')),
  }),
]);
export type PushPayload = v.InferOutput<typeof pushPayload>;

/**
 * PU3: what a receiver knows a message by; shown once for each. Callback and event, and where a second one of its kind may follow
 * (the next failed attempt, the next number to call) the message.
 */
export const pushKey = ({ callbackId: id, event, messageId }: Pick<PushPayload, 'callbackId' | 'event' | 'messageId'>): string =>
  messageId ?? `${id}:${event}`;

/**
 * GET /visitor/v1/push, answer: what a page and its service worker hand to Firebase (PU4). `web` is absent where push is not
 * configured for web pages; then nothing is asked of the visitor.
 */
export const pushWebConfig = v.object({
  web: v.optional(
    v.object({
      projectId: v.string(),
      apiKey: v.string(),
      appId: v.string(),
      messagingSenderId: v.string(),
      vapidKey: v.string(),
    }),
  ),
});
export type PushWebConfig = v.InferOutput<typeof pushWebConfig>;
