import type { PushPayload } from '@ringback/contract';

/** Where to call, and what to type. */
export interface CallInNumber {
  readonly phoneNumber: string;
  /** Digits, no leading zero. Undefined: the group works without codes. */
  readonly accessCode: string | undefined;
  /** `tel:` with pauses and the code. */
  readonly telUri: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

export type CallInWay = 'immediate' | 'delayed';
export type CallInEnd = 'cancelled' | 'purged' | 'expired' | 'completed' | 'refused';

/** BR2. One wish to call in, from tap to end. `callbackId` names the place in the queue; an immediate call-in has none. */
export type CallInState =
  | { readonly at: 'idle' }
  | { readonly at: 'requesting'; readonly way: CallInWay; readonly offline: boolean }
  | {
      readonly at: 'waiting';
      readonly callbackId: string;
      /** 1 is next; undefined until known. */
      readonly position: number | undefined;
      /** Seconds; undefined until known. */
      readonly waitSeconds: number | undefined;
      /** The user was told that it will not be long. */
      readonly upcoming: boolean;
    }
  | { readonly at: 'ready'; readonly callbackId: string; readonly expiresAt: number | undefined }
  | { readonly at: 'accepting'; readonly callbackId: string; readonly expiresAt: number | undefined }
  | { readonly at: 'callable'; readonly callbackId: string | undefined; readonly number: CallInNumber }
  /** The number ran out unused; another may be asked for. */
  | { readonly at: 'number-expired'; readonly callbackId: string | undefined }
  /** The call was matched. */
  | { readonly at: 'connected'; readonly callbackId: string | undefined }
  | { readonly at: 'over'; readonly end: CallInEnd; readonly message: string | undefined };

/** What the server says of a place in the queue. */
export interface SeenPlace {
  readonly callbackId: string | undefined;
  readonly place: 'queued' | 'ready' | 'connected' | Exclude<CallInEnd, 'refused'>;
  readonly position?: number | undefined;
  readonly waitSeconds?: number | undefined;
  /** Epoch ms; only of `ready`. */
  readonly readyUntil?: number | undefined;
}

export type CallInEvent =
  | { readonly type: 'requested'; readonly way: CallInWay }
  | { readonly type: 'offline'; readonly offline: boolean }
  | { readonly type: 'created'; readonly callbackId: string }
  | { readonly type: 'numbered'; readonly callbackId: string | undefined; readonly number: CallInNumber }
  | { readonly type: 'pushed'; readonly payload: PushPayload }
  | { readonly type: 'seen'; readonly seen: SeenPlace }
  | { readonly type: 'accepted' }
  /** Not now: it may be tried again. */
  | { readonly type: 'accept-failed' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'cancelled' }
  | { readonly type: 'dismissed' }
  | { readonly type: 'time' };

export const IDLE: CallInState = { at: 'idle' };

const over = (end: CallInEnd, message?: string): CallInState => ({ at: 'over', end, message });
const isOver = ({ at }: CallInState): boolean => at === 'idle' || at === 'over';
/** The place in the queue that the state belongs to. */
export const callbackIdOf = (state: CallInState): string | undefined => ('callbackId' in state ? state.callbackId : undefined);

/**
 * What follows. Whatever doesn't fit the state, belongs to another place in the queue, has run out or was overtaken by
 * something newer changes nothing: pushes and answers come late, twice and out of order. `now` in epoch ms.
 */
export function nextCallIn(state: CallInState, event: CallInEvent, now: number): CallInState {
  switch (event.type) {
    case 'requested':
      return isOver(state) || isSpent(state) ? { at: 'requesting', way: event.way, offline: false } : state;
    case 'offline':
      return state.at === 'requesting' && state.offline !== event.offline ? { ...state, offline: event.offline } : state;
    case 'created':
      return state.at === 'requesting' && state.way === 'delayed' ? waitingAt(event.callbackId) : state;
    case 'numbered':
      return withNumber(state, event, now);
    case 'pushed':
      return afterPush(state, event.payload, now);
    case 'seen':
      return afterSight(state, event.seen);
    case 'accepted':
      return accepted(state);
    case 'accept-failed':
      return state.at === 'accepting' ? { ...state, at: 'ready' } : state;
    case 'refused':
      return isOver(state) ? state : over('refused', event.message);
    case 'cancelled':
      return isOver(state) ? state : over('cancelled');
    case 'dismissed':
      return state.at === 'over' || isSpent(state) ? IDLE : state;
    case 'time':
      return afterTime(state, now);
  }
}

/** An immediate call-in whose number was used, or ran out: nothing in the queue belongs to it. */
const isSpent = (state: CallInState): boolean => 'callbackId' in state && !state.callbackId && state.at !== 'callable';

/** A place of which nothing more is known yet. */
export const waitingAt = (callbackId: string): CallInState => ({
  at: 'waiting',
  callbackId,
  position: undefined,
  waitSeconds: undefined,
  upcoming: false,
});

function withNumber(
  state: CallInState,
  { callbackId, number }: { callbackId: string | undefined; number: CallInNumber },
  now: number,
): CallInState {
  if (!mayTakeNumber(state, callbackId)) return state;
  if (number.expiresAt <= now) return callbackId === undefined ? { at: 'number-expired', callbackId } : state;
  // Of two numbers for one place the later one is the live one: an accepted request replaces the one before.
  if (state.at === 'callable' && state.number.expiresAt >= number.expiresAt) return state;
  return { at: 'callable', callbackId, number };
}

function mayTakeNumber(state: CallInState, callbackId: string | undefined): boolean {
  if (callbackId === undefined) return state.at === 'requesting' && state.way === 'immediate';
  return callbackIdOf(state) === callbackId && state.at !== 'connected';
}

function afterPush(state: CallInState, payload: PushPayload, now: number): CallInState {
  const { callbackId } = payload;
  if (callbackIdOf(state) !== callbackId) return state;
  const expiresAt = instantOf(payload.expiresAt);
  switch (payload.event) {
    case 'CALLBACK_PURGED':
      return over('purged');
    case 'CALLBACK_UPCOMING':
      return state.at === 'waiting' ? { ...state, upcoming: true } : state;
    case 'CALLBACK_READY':
      return state.at === 'waiting' && !isPast(expiresAt, now) ? { at: 'ready', callbackId, expiresAt } : state;
    case 'CALL_IN_READY': {
      // Without an end nobody could tell a live number from a dead one.
      if (expiresAt === undefined) return state;
      const { phoneNumber, accessCode, telUri } = payload;
      return withNumber(state, { callbackId, number: { phoneNumber, accessCode, telUri, expiresAt } }, now);
    }
    // Of calls that are made to the user: never for a call-in.
    default:
      return state;
  }
}

function afterSight(state: CallInState, { callbackId, place, position, waitSeconds, readyUntil }: SeenPlace): CallInState {
  if (!('callbackId' in state) || state.callbackId !== callbackId) return state;
  switch (place) {
    case 'queued':
      return state.at === 'waiting' ? { ...state, position, waitSeconds } : state;
    case 'ready':
      return state.at === 'waiting' ? { at: 'ready', callbackId: state.callbackId, expiresAt: readyUntil } : state;
    case 'connected':
      return { at: 'connected', callbackId };
    default:
      return over(place);
  }
}

function accepted(state: CallInState): CallInState {
  if (state.at === 'ready') return { ...state, at: 'accepting' };
  if (state.at === 'number-expired' && state.callbackId) return { at: 'accepting', callbackId: state.callbackId, expiresAt: undefined };
  return state;
}

function afterTime(state: CallInState, now: number): CallInState {
  if (!isPast(dueAt(state), now)) return state;
  return state.at === 'callable' ? { at: 'number-expired', callbackId: state.callbackId } : over('expired');
}

/** Epoch ms. */
export const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

const isPast = (instant: number | undefined, now: number): boolean => instant !== undefined && instant <= now;

/** When time alone will change the state next, epoch ms. */
export function dueAt(state: CallInState): number | undefined {
  if (state.at === 'callable') return state.number.expiresAt;
  return 'expiresAt' in state ? state.expiresAt : undefined;
}
