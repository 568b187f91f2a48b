import * as v from 'valibot';
import { status } from './envelope.js';

/** SE5: how a code reaches a number. */
export const NUMBER_CHECK_WAYS = ['sms', 'voice'] as const;
export type NumberCheckWay = (typeof NUMBER_CHECK_WAYS)[number];

const text = (max: number) =>
  v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(max, `is longer than ${max} characters`));

/** Names a check to whoever asked for it, and to nobody else. */
export const numberCheckId = text(64);
/** As typed: spaces and dashes are nobody's fault. */
export const numberCheckCode = v.pipe(
  v.string('expected text'),
  v.maxLength(32, 'is longer than 32 characters'),
  v.transform((typed) => typed.replaceAll(/[\s-]/g, '')),
  v.regex(/^\d{6}$/, 'expected the six digits that were sent'),
);

/**
 * A code is on its way to the number. The same booking, sent again with `numberCheckId` and `numberCheckCode`, counts. Until then
 * nothing is held: no place in the queue, no slot.
 */
export const numberCheck = v.object({
  id: numberCheckId,
  way: v.picklist(NUMBER_CHECK_WAYS),
  digits: v.number(),
  /** Wrong codes that may still be typed; with 0 only a new check helps: the booking without `numberCheckId`. */
  triesLeft: v.number(),
  /** Instant until which the code is good. */
  expiresAt: v.string(),
  /** Seconds after which another code may be asked for; absent: there is none any more. */
  resendAfter: v.optional(v.number()),
});
export type NumberCheck = v.InferOutput<typeof numberCheck>;

/** 400 of create: 7044 always has `data`; 7045 has it while the check is alive. All other refusals have none. */
export const numberCheckEnvelope = v.object({ status, data: v.optional(v.object({ numberCheck })) });

/** POST /visitor/v1/number-checks/resend, body: the booking's number and service again, because the server keeps neither with the check. */
export const resendCode = v.object({
  numberCheckId,
  serviceName: text(255),
  phoneNumber: text(64),
  language: v.nullish(text(35)),
});
export type ResendCode = v.InferOutput<typeof resendCode>;
export const codeResent = v.object({ numberCheck });

/** POST /visitor/v1/simulated-message, body. */
export const simulatedMessageParams = v.object({ numberCheckId });
/** What would have reached the phone. */
export const simulatedMessage = v.object({ simulated: v.literal(true), way: v.picklist(NUMBER_CHECK_WAYS), text: v.string() });
export type SimulatedMessage = v.InferOutput<typeof simulatedMessage>;

/** What the webhook dialer is sent to have a code brought; `messageId` is that of the signed message. */
export interface CodeRequested {
  readonly type: 'code.requested';
  readonly phoneNumber: string;
  readonly way: NumberCheckWay;
  readonly code: string;
  /** Ready to be sent, in the visitor's language. */
  readonly text: string;
  /** As the visitor's page said it: `de`, `pt-BR`. */
  readonly language: string;
  readonly queue: string;
  /** Instant; a code that would arrive later is of no use. */
  readonly expiresAt: string;
}
