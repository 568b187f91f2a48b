import * as v from 'valibot';
import { callbackId, instant } from './brands.js';
import { callbackState } from './callback-state.js';

/** POST /console/v1/desk/offer/accept, body. */
export const offerAnswer = v.object({ id: callbackId });

/** How a callback that an agent schedules finds its agent (CB9). `queue`: anybody; `prefer-me`: its maker if free, else anybody; `own`: its maker alone, for as long as the queue allows. */
export const OWNERSHIPS = ['queue', 'prefer-me', 'own'] as const;
export type Ownership = (typeof OWNERSHIPS)[number];

const text = (most: number) => v.pipe(v.string('expected text'), v.trim(), v.maxLength(most, `is longer than ${most} characters`));

/** POST /console/v1/desk/callbacks, body. */
export const scheduleOwn = v.object({
  phoneNumber: v.pipe(text(64), v.minLength(1, 'must not be empty')),
  /** One of the agent's own. */
  queue: v.pipe(text(255), v.minLength(1, 'must not be empty')),
  /** At most 30 days ahead. */
  desiredTime: instant,
  ownership: v.optional(v.picklist(OWNERSHIPS, 'expected queue, prefer-me or own'), 'prefer-me'),
  firstname: v.optional(text(255)),
  lastname: v.optional(text(255)),
  notes: v.optional(text(4000)),
});
export type ScheduleOwn = v.InferOutput<typeof scheduleOwn>;

/** POST /console/v1/desk/callbacks/{id}/reschedule, body. */
export const rescheduleOwn = v.object({ desiredTime: instant });

/** A callback that an agent has scheduled, or owns. */
export const ownCallback = v.object({
  id: callbackId,
  queue: v.string(),
  phoneNumber: v.string(),
  name: v.optional(v.string()),
  notes: v.optional(v.string()),
  desiredTime: v.string(),
  state: callbackState,
  ownership: v.picklist(OWNERSHIPS),
  /** With `own`: from then on it is anybody's, or ends, as the queue says. */
  ownedUntil: v.optional(v.string()),
  canReschedule: v.boolean(),
  canCancel: v.boolean(),
});
export type OwnCallback = v.InferOutput<typeof ownCallback>;

/** GET /console/v1/desk/callbacks, answer: soonest first. */
export const ownCallbacks = v.object({ callbacks: v.array(ownCallback) });

/** An agent is asked to take a callback (CB4). */
export const deskOffer = v.object({
  id: callbackId,
  queue: v.string(),
  phoneNumber: v.string(),
  name: v.optional(v.string()),
  notes: v.optional(v.string()),
  /** Which dial it will be, 1 for the first. */
  attempt: v.number(),
  queuedAt: v.string(),
  /** An answer that comes later is refused. */
  expiresAt: v.string(),
  /** The agent owns it, or has asked for it. */
  own: v.boolean(),
});
export type DeskOffer = v.InferOutput<typeof deskOffer>;
