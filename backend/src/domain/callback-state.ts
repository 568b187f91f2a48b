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
 * | QUEUED     | claim          | ROUTING    | the attempt gets its number, before anything rings                     |
 * | ROUTING    | release        | QUEUED     | claim lost before the dial: same place, the number is used again       |
 * | ROUTING    | attempt-failed | QUEUED     | attempt counted, outcome kept, waits for `notBefore`; keeps `queuedAt` |
 * | ROUTING    | connected      | PROCESSING | attempt counted                                                        |
 * | SCHEDULED, QUEUED, ROUTING | cancel | COMPLETED | reason by actor; in PROCESSING refused, twice is once         |
 * | see {@link FINISHES} | finish | COMPLETED  | reason                                                                 |
 */
export type CallbackEvent =
  | { readonly kind: 'queue' }
  | { readonly kind: 'reschedule'; readonly desiredTime: number; readonly slotStart: number | undefined }
  | { readonly kind: 'claim'; readonly agent?: string }
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
        version: callback.version + 1,
      };
    case 'claim':
      return claimed(inState(callback, 'QUEUED', event), event.agent);
    case 'release':
      return backInQueue(inState(callback, 'ROUTING', event), {});
    case 'attempt-failed': {
      const routing = inState(callback, 'ROUTING', event);
      return backInQueue(routing, { attempts: routing.attempt, lastOutcome: event.outcome, notBefore: event.notBefore });
    }
    case 'connected': {
      const routing = inState(callback, 'ROUTING', event);
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

function queued(callback: CallbackIn<'SCHEDULED'>, now: number): Callback {
  // CB2: it may enter early to reach the top in time, but is never dialled early.
  const notBefore = callback.desiredTime > now ? callback.desiredTime : undefined;
  return { ...callback, state: 'QUEUED', queuedAt: now, notBefore, version: callback.version + 1 };
}

function claimed({ notBefore: _notBefore, ...callback }: CallbackIn<'QUEUED'>, agent: string | undefined): Callback {
  return { ...callback, state: 'ROUTING', attempt: callback.attempts + 1, agent, version: callback.version + 1 };
}

function backInQueue(
  { attempt: _attempt, agent: _agent, ...callback }: CallbackIn<'ROUTING'>,
  change: { attempts?: number; lastOutcome?: AttemptOutcome; notBefore?: number | undefined },
): Callback {
  return { ...callback, notBefore: undefined, ...change, state: 'QUEUED', version: callback.version + 1 };
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
  if (!FINISHES[event.reason].includes(callback.state)) throw refused(callback.state, event.kind);
  const dialled =
    callback.state === 'ROUTING' && event.outcome !== undefined ? { attempts: callback.attempt, lastOutcome: event.outcome } : {};
  return completed({ ...callback, ...dialled }, event.reason, now);
}

function completed(callback: Callback, reason: CallbackReason, now: number): Callback {
  const { id, queue, phone, scheduled, desiredTime, slotStart, createdAt, priority, language, userData, attempts, lastOutcome, version } =
    callback;
  const kept = { id, queue, phone, scheduled, desiredTime, slotStart, createdAt, priority, language, userData, attempts, lastOutcome };
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

function refused(state: CallbackState, event: CallbackEvent['kind']): Refusal {
  if (event !== 'reschedule') return wrongState(`This callback is ${state}; "${event}" is not possible in that state.`);
  if (state === 'COMPLETED')
    return wrongState("This callback can't be moved: it has already ended. To be called again, request a new one.");
  return wrongState("This callback can't be moved to another time: it is already in the queue. Cancel it and request a new one.");
}

const wrongState = (message: string): Refusal => new Refusal('WRONG_STATE', message);
