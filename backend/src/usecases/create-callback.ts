import type { CallbackId, CreateCallback, PushTarget } from '@ringback/contract';
import { judgeBooking, type Booking } from '../domain/booking.js';
import { FOR_ANYBODY, type Actor, type Callback } from '../domain/callback.js';
import { judgeNumber } from '../domain/phone-number.js';
import { mayBeUpcoming } from '../domain/push-plan.js';
import { Refusal } from '../domain/refusal.js';
import type { NewCallback } from '../ports/callback-store.js';
import { waitOfNext } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { agentsServing } from './agents-serving.js';
import { fullSlotRefusal } from './full-slot.js';
import { numberLimitReached, numberQuota } from './limits.js';
import { proveVisitor } from './prove-visitor.js';
import type { Ringback } from './ringback.js';
import { knowVisitor, type KnownVisitor } from './signed-identity.js';
import { queueRules, servedRules, type QueueRules } from './site-rules.js';
import { visitorTokenOf } from './visitor-token.js';

const DAY_MS = 86_400_000;
const NO_LIMIT = 2_147_483_647;
/** More requests than can be under way at once in all replicas: nearer to the watermark than this, waiting callbacks are counted under a lock. */
const WATERMARK_MARGIN = 200;

type Created = Awaited<ReturnType<Ringback['createCallback']>>;

/** Who books, and on what terms. */
export interface BookingContext {
  readonly idempotencyKey: string | undefined;
  /** Where the request came from, for whom SE1's limits hold, CA1, SE5 and WI12; undefined: staff and telephony, who are not limited. */
  readonly address?: string | undefined;
  /** Default: the customer. */
  readonly actor?: Actor | undefined;
  /** CB6: the completed callback that it is made again from. */
  readonly recreatedFrom?: CallbackId | undefined;
  /** CB3: the waiting call that it takes the place of. */
  readonly call?: CalledFrom | undefined;
}

/** A call in a queue that becomes a callback. */
export interface CalledFrom {
  /** Epoch ms; undefined: now. Without effect on a callback for a chosen time. */
  readonly queuedSince: number | undefined;
  /** Instead of the queue's. */
  readonly skillExpression: string | undefined;
}

/** See `Ringback.createCallback`. 1 statement when it succeeds, up to 3 more with a captcha, 1 with a checked number; a full slot costs one more for the alternatives. */
export async function createCallback(deps: Dependencies, request: CreateCallback, context: BookingContext): Promise<Created> {
  const { idempotencyKey } = context;
  try {
    return await book(deps, request, context);
  } catch (error) {
    // Asked again because the first answer was lost, and meanwhile the office closed or the time passed: still the first answer.
    const asked = error instanceof Refusal && error.status !== 'UNAVAILABLE' && idempotencyKey !== undefined;
    const earlier = asked ? await createdBefore(deps, idempotencyKey) : undefined;
    if (!earlier) throw error;
    return earlier;
  }
}

/** See `Ringback.createdBefore`. */
export async function createdBefore(deps: Dependencies, idempotencyKey: string): Promise<Created | undefined> {
  const earlier = await deps.callbacks.findByKey(idempotencyKey, deps.clock.now());
  return earlier && { id: earlier.id, visitorToken: await visitorTokenOf(deps, earlier, servedRules(deps.site, earlier.queue).settings) };
}

async function book(deps: Dependencies, request: CreateCallback, context: BookingContext): Promise<Created> {
  const rules = queueRules(deps.site, request.serviceName);
  const now = deps.clock.now();
  const { signed, userData } = await visitorOf(deps, rules, request, context);
  const number = judgeNumber(request.phoneNumber, { rule: rules.numberRule });
  const booking = judgeBooking(
    rules,
    {
      desiredTime: request.desiredTime,
      alwaysCheckCapacity: request.alwaysCheckCapacity ?? false,
      hasPushTargets: request.pushTargets !== undefined,
    },
    now,
  );
  const check = await proveVisitor(deps, { request, rules, booking, phone: number.e164, signed, now }, context);
  try {
    return await write(deps, { request: { ...request, userData }, booking, rules, phone: number.e164, now, call: context.call }, context);
  } catch (error) {
    if (error instanceof Refusal) await check?.giveBack();
    throw error;
  }
}

/** The visitor of a request; whoever books for somebody else is believed. */
const visitorOf = async (deps: Dependencies, rules: QueueRules, request: CreateCallback, context: BookingContext): Promise<KnownVisitor> =>
  context.address === undefined ? { signed: undefined, userData: request.userData ?? {} } : knowVisitor(deps, rules.numberRule, request);

async function write(deps: Dependencies, parts: NewParts, context: BookingContext): Promise<Created> {
  const { request, booking, rules, now } = parts;
  const callback = newCallback(deps, parts);
  const result = await deps.callbacks.create({
    ...newRecord(deps, { request, booking, rules, now }),
    ...termsOf(deps, callback, context),
    callback,
  });
  switch (result.kind) {
    case 'created':
      deps.tally.created();
      deps.changes.announce({
        callbacks: context.recreatedFrom ? [callback.id, context.recreatedFrom] : [callback.id],
        queues: callback.state === 'QUEUED' ? [callback.queue] : [],
      });
      return { id: callback.id, visitorToken: await visitorTokenOf(deps, callback, rules.settings) };
    case 'repeated':
      return { id: result.callback.id, visitorToken: await visitorTokenOf(deps, result.callback, rules.settings) };
    case 'slot-full':
      throw await fullSlotRefusal(deps, rules, booking.kind === 'scheduled' ? booking.desiredTime : now);
    case 'queue-full':
      throw new Refusal(
        'TOO_MANY_REQUESTS',
        'Too many requests: the queue takes no more callbacks at the moment. Choose a time instead, or try again later.',
      );
    case 'duplicate':
      throw new Refusal(
        'TOO_MANY_REQUESTS',
        'Too many requests: this number already has an open request on this queue. Change or cancel that one first.',
        { reason: 'open-request' },
      );
    case 'number-limit':
      throw await numberLimitReached(deps, callback.phone, now);
  }
}

/** Places that the booking may fill; a trusted caller is counted but not stopped. */
export const placesFor = (booking: Extract<Booking, { kind: 'scheduled' }>): number => (booking.mustHaveRoom ? booking.total : NO_LIMIT);

/** Epoch ms. */
export const deletionDay = (desiredTime: number, rules: QueueRules): number => desiredTime + rules.settings.retentionDays * DAY_MS;

interface Parts {
  readonly request: CreateCallback;
  readonly booking: Booking;
  readonly rules: QueueRules;
  readonly now: number;
}

interface NewParts extends Parts, Pick<Callback, 'phone'> {
  readonly call: CalledFrom | undefined;
}

function newCallback(deps: Dependencies, { request, booking, rules, now, phone, call }: NewParts): Callback {
  const scheduled = booking.kind === 'scheduled';
  const common = {
    ...FOR_ANYBODY,
    id: deps.credentials.newCallbackId(now),
    queue: rules.settings.name,
    phone,
    scheduled,
    desiredTime: scheduled ? booking.desiredTime : now,
    slotStart: scheduled ? booking.slotStart : undefined,
    createdAt: now,
    priority: request.priority ?? rules.settings.priority,
    language: request.language,
    userData: request.userData ?? {},
    attempts: 0,
    lastOutcome: undefined,
    skillExpression: call?.skillExpression,
    version: 1,
  };
  return scheduled
    ? { ...common, state: 'SCHEDULED' }
    : { ...common, state: 'QUEUED', queuedAt: call?.queuedSince ?? now, notBefore: undefined, readyAt: undefined };
}

type Terms = Pick<NewCallback, 'idempotencyKey' | 'actor' | 'recreatedFrom' | 'numberLimit'>;

const termsOf = (deps: Dependencies, { phone }: Callback, { idempotencyKey, address, actor, recreatedFrom }: BookingContext): Terms => ({
  idempotencyKey,
  actor: actor ?? { kind: 'customer' },
  recreatedFrom,
  numberLimit: address === undefined ? undefined : numberQuota(deps, phone),
});

function newRecord(deps: Dependencies, { request, booking, rules, now }: Parts): Omit<NewCallback, 'callback' | keyof Terms> {
  const { settings } = rules;
  const board = deps.boards.now(settings.name);
  const { cbOfferType, inboundVQ, offerThreshold, channel, offerTiming, cbOriginationIxnId, surveyRP, routePoint } = request;
  const offeredWait = waitOfNext(board, agentsServing(deps, settings.name)).seconds;
  const desiredTime = booking.kind === 'scheduled' ? booking.desiredTime : now;
  return {
    cause: booking.kind === 'scheduled' ? 'booked for a time' : 'booked as soon as possible',
    origin: { cbOfferType, inboundVQ, offerThreshold, channel, offerTiming, cbOriginationIxnId, surveyRP, routePoint },
    pushTargets: eachOnce(request.pushTargets ?? []),
    upcomingDue: mayBeUpcoming({ desiredTime, wait: offeredWait }, settings, now),
    offeredWait,
    onePerNumber: settings.duplicatePolicy === 'reject',
    deleteAfter: deletionDay(desiredTime, rules),
    slotCapacity: booking.kind === 'scheduled' ? placesFor(booking) : 0,
    watermark:
      booking.kind === 'immediate'
        ? { limit: settings.watermark, exact: board.waiting.length + WATERMARK_MARGIN >= settings.watermark }
        : undefined,
  };
}

/** PU3: one device is told once, however often it is named. */
export const eachOnce = (targets: readonly PushTarget[]): PushTarget[] => [...new Map(targets.map((one) => [one.target, one])).values()];
