import type { AttemptOutcome, CallbackReason, CallbackState } from '@ringback/contract';
import type { Actor, Callback, CallbackIn } from './callback.js';
import { Refusal } from './refusal.js';

/**
 * The life of a callback. Rows are states, and nothing happens to a callback that is not in this table:
 *
 * | state      | event          | next       | what changes                                                          |
 * |------------|----------------|------------|-----------------------------------------------------------------------|
 * | SCHEDULED  | queue          | QUEUED     | `queuedAt`; not dialled before its desired time                        |
 * | SCHEDULED  | reschedule     | SCHEDULED  | desired time and slot                                                  |
 * | QUEUED     | ready          | QUEUED     | their turn to call us (CI3); keeps its place                           |
 * | QUEUED     | called-in      | ROUTING    | they have called and wait for an agent; an attempt that nobody dials   |
 * | QUEUED     | claim          | ROUTING    | the attempt gets its number, before anything rings                     |
 * | QUEUED     | offer          | ROUTING    | an agent is asked: nothing rings, the attempt has not begun            |
 * | ROUTING (offered) | accept  | ROUTING    | the attempt begins, before anything rings                              |
 * | ROUTING (offered) | offer-over | QUEUED  | declined, missed or withdrawn: same place, the number is used again    |
 * | ROUTING    | answered       | ROUTING    | the customer is on the line and waits for an agent                     |
 * | ROUTING    | assign         | ROUTING    | an agent is called to the customer on the line                         |
 * | ROUTING    | agent-lost     | ROUTING    | that agent didn't come: the customer waits for the next one            |
 * | ROUTING    | release        | QUEUED     | claim lost before the dial: same place, the number is used again       |
 * | ROUTING    | attempt-failed | QUEUED     | attempt counted, outcome kept, waits for `notBefore`; keeps `queuedAt` |
 * | ROUTING    | connected      | PROCESSING | attempt counted                                                        |
 * | SCHEDULED, QUEUED, ROUTING | cancel | COMPLETED | reason by actor; in PROCESSING refused, twice is once         |
 * | see {@link FINISHES} | finish | COMPLETED  | reason                                                                 |
 */
export type CallbackEvent =
  | { readonly kind: 'queue' }
  | { readonly kind: 'reschedule'; readonly desiredTime: number; readonly slotStart: number | undefined }
  | { readonly kind: 'ready' }
  | { readonly kind: 'called-in' }
  | { readonly kind: 'claim'; readonly agent?: string }
  | { readonly kind: 'offer'; readonly agent: string; /** Epoch ms. */ readonly expiresAt: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'offer-over'; readonly declined: boolean }
  | { readonly kind: 'answered' }
  | { readonly kind: 'assign'; readonly agent: string }
  | { readonly kind: 'agent-lost' }
  | { readonly kind: 'release' }
  | { readonly kind: 'attempt-failed'; readonly outcome: AttemptOutcome; /** Epoch ms. */ readonly notBefore: number | undefined }
  | { readonly kind: 'connected'; readonly agent?: string }
  | { readonly kind: 'cancel'; readonly actor: Actor }
  | {
      readonly kind: 'finish';
      readonly reason: FinishReason;
      /** Of the attempt that ended it, if one did. */ readonly outcome?: AttemptOutcome;
    };

type CancelReason = Extract<CallbackReason, `CANCELLED_${string}`>;
export type FinishReason = Exclude<CallbackReason, CancelReason>;

/** From which states each reason may finish a callback. */
export const FINISHES: Readonly<Record<FinishReason, readonly CallbackState[]>> = {
  AGENT_CONNECTED: ['PROCESSING'],
  FAILED_MAX_ATTEMPTS: ['ROUTING'],
  CUSTOMER_ABANDONED: ['ROUTING', 'PROCESSING'],
  NUMBER_BLOCKED: ['QUEUED', 'ROUTING'],
  PURGED_TIMEOUT: ['QUEUED'],
  PURGED_END_OF_DAY: ['QUEUED'],
  PUSH_EXPIRED: ['QUEUED'],
  OWNERSHIP_EXPIRED: ['SCHEDULED', 'QUEUED'],
};

/**
 * Applies one event: the only place where a callback changes. The result has the next version.
 * @returns the same object, unchanged, when a cancelled callback is cancelled again
 * @throws Refusal WRONG_STATE when the state does not allow the event
 */
export function applyEvent(callback: Callback, event: CallbackEvent, now: number): Callback {
  switch (event.kind) {
    case 'queue':
      return queued(inState(callback, 'SCHEDULED', event), now);
    case 'reschedule':
      return {
        ...inState(callback, 'SCHEDULED', event),
        desiredTime: event.desiredTime,
        slotStart: event.slotStart,
        owner: movedOwner(callback, event.desiredTime),
        version: callback.version + 1,
      };
    case 'ready':
      return { ...inState(callback, 'QUEUED', event), readyAt: now, version: callback.version + 1 };
    case 'called-in':
      return claimed(inState(callback, 'QUEUED', event), undefined);
    case 'claim':
      return claimed(inState(callback, 'QUEUED', event), event.agent);
    case 'offer':
      return { ...claimed(inState(callback, 'QUEUED', event), event.agent), offerExpires: event.expiresAt };
    case 'accept':
      return { ...offered(callback, event), offerExpires: undefined, declines: {}, version: callback.version + 1 };
    case 'offer-over':
      return declinedOrMissed(offered(callback, event), event.declined, now);
    case 'answered':
      return { ...dialling(callback, event), answeredAt: now, version: callback.version + 1 };
    case 'assign':
      return { ...onTheLine(callback, event), agent: event.agent, version: callback.version + 1 };
    case 'agent-lost':
      return { ...dialling(callback, event), agent: undefined, version: callback.version + 1 };
    case 'release':
      return backInQueue(inState(callback, 'ROUTING', event), {});
    case 'attempt-failed': {
      const routing = dialling(callback, event);
      return backInQueue(routing, { attempts: routing.attempt, lastOutcome: event.outcome, notBefore: event.notBefore, declines: {} });
    }
    case 'connected': {
      const { offerExpires: _offer, answeredAt: _answered, ...routing } = dialling(callback, event);
      return {
        ...routing,
        state: 'PROCESSING',
        attempts: routing.attempt,
        lastOutcome: 'connected',
        agent: event.agent ?? routing.agent,
        version: callback.version + 1,
      };
    }
    case 'cancel':
      return cancelled(callback, event.actor, now);
    case 'finish':
      return finished(callback, event, now);
  }
}

/** Whether the visitor, an agent or an admin may cancel now (CB6). */
export const canCancel = (state: CallbackState): boolean => state === 'SCHEDULED' || state === 'QUEUED' || state === 'ROUTING';
/** Whether another time may be chosen now (CB6). */
export const canReschedule = (state: CallbackState): boolean => state === 'SCHEDULED';

/** CB9: the wait for the owner begins at the desired time. */
function movedOwner({ owner, desiredTime }: Callback, to: number): Callback['owner'] {
  return owner?.until === undefined ? owner : { ...owner, until: owner.until + to - desiredTime };
}

function queued(callback: CallbackIn<'SCHEDULED'>, now: number): Callback {
  // CB2: it may enter early to reach the top in time, but is never dialled early.
  const notBefore = callback.desiredTime > now ? callback.desiredTime : undefined;
  return { ...callback, state: 'QUEUED', queuedAt: now, notBefore, readyAt: undefined, version: callback.version + 1 };
}

function claimed(
  { notBefore: _notBefore, readyAt: _readyAt, ...callback }: CallbackIn<'QUEUED'>,
  agent: string | undefined,
): CallbackIn<'ROUTING'> {
  const fresh = { agent, offerExpires: undefined, answeredAt: undefined };
  return { ...callback, ...fresh, state: 'ROUTING', attempt: callback.attempts + 1, version: callback.version + 1 };
}

function declinedOrMissed(offer: CallbackIn<'ROUTING'>, declined: boolean, now: number): Callback {
  const declines = declined && offer.agent !== undefined ? { ...offer.declines, [offer.agent]: now } : offer.declines;
  return backInQueue({ ...offer, declines }, {});
}

function backInQueue(
  { attempt: _attempt, agent: _agent, offerExpires: _offer, answeredAt: _answered, ...callback }: CallbackIn<'ROUTING'>,
  change: { attempts?: number; lastOutcome?: AttemptOutcome; notBefore?: number | undefined; declines?: Callback['declines'] },
): CallbackIn<'QUEUED'> {
  return { ...callback, notBefore: undefined, readyAt: undefined, ...change, state: 'QUEUED', version: callback.version + 1 };
}

function cancelled(callback: Callback, actor: Actor, now: number): Callback {
  if (callback.state === 'COMPLETED' && callback.reason.startsWith('CANCELLED_')) return callback;
  if (callback.state === 'COMPLETED')
    throw wrongState("This callback can't be cancelled: it has already ended. To be called again, request a new one.");
  if (callback.state === 'PROCESSING')
    throw wrongState("This callback can't be cancelled: the call is already in progress. Hang up to end it.");
  return completed(callback, cancelReason(actor), now);
}

function finished(callback: Callback, event: Extract<CallbackEvent, { kind: 'finish' }>, now: number): Callback {
  const isOffered = callback.state === 'ROUTING' && callback.offerExpires !== undefined;
  if (isOffered || !FINISHES[event.reason].includes(callback.state)) throw refused(callback.state, event.kind);
  const dialled =
    callback.state === 'ROUTING' && event.outcome !== undefined ? { attempts: callback.attempt, lastOutcome: event.outcome } : {};
  return completed({ ...callback, ...dialled }, event.reason, now);
}

function completed(callback: Callback, reason: CallbackReason, now: number): Callback {
  const { id, queue, phone, scheduled, desiredTime, slotStart, createdAt, priority, language, userData, attempts, lastOutcome } = callback;
  const { skillExpression, owner, scheduledBy, declines, version } = callback;
  const booked = { id, queue, phone, scheduled, desiredTime, slotStart, createdAt, priority, language, userData };
  const kept = { ...booked, attempts, lastOutcome, skillExpression, owner, scheduledBy, declines };
  const queuedAt = callback.state === 'SCHEDULED' ? undefined : callback.queuedAt;
  return { ...kept, state: 'COMPLETED', queuedAt, completedAt: now, reason, version: version + 1 };
}

/** The reason that an actor's cancel leaves. Not a customer's and not an agent's: an administrator's. */
function cancelReason(actor: Actor): CancelReason {
  switch (actor.kind) {
    case 'customer':
      return 'CANCELLED_BY_CUSTOMER';
    case 'agent':
      return 'CANCELLED_BY_AGENT';
    case 'admin':
    case 'system':
    case 'dialer':
      return 'CANCELLED_BY_ADMIN';
  }
}

function inState<State extends CallbackState>(callback: Callback, state: State, event: CallbackEvent): CallbackIn<State> {
  if (callback.state !== state) throw refused(callback.state, event.kind);
  return callback as CallbackIn<State>;
}

/** An agent has been asked and has not answered yet. */
function offered(callback: Callback, event: CallbackEvent): CallbackIn<'ROUTING'> {
  const routing = inState(callback, 'ROUTING', event);
  if (routing.offerExpires === undefined) throw refused(routing.state, event.kind);
  return routing;
}

/** An attempt has begun. */
function dialling(callback: Callback, event: CallbackEvent): CallbackIn<'ROUTING'> {
  const routing = inState(callback, 'ROUTING', event);
  if (routing.offerExpires !== undefined) throw refused(routing.state, event.kind);
  return routing;
}

function onTheLine(callback: Callback, event: CallbackEvent): CallbackIn<'ROUTING'> {
  const routing = dialling(callback, event);
  if (routing.answeredAt === undefined || routing.agent !== undefined) throw refused(routing.state, event.kind);
  return routing;
}

function refused(state: CallbackState, event: CallbackEvent['kind']): Refusal {
  if (event !== 'reschedule') return wrongState(`This callback is ${state}; "${event}" is not possible in that state.`);
  if (state === 'COMPLETED')
    return wrongState("This callback can't be moved: it has already ended. To be called again, request a new one.");
  return wrongState("This callback can't be moved to another time: it is already in the queue. Cancel it and request a new one.");
}

const wrongState = (message: string): Refusal => new Refusal('WRONG_STATE', message);
