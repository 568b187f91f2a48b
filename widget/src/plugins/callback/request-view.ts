import type { CallbackReason } from '@ringback/contract';
import type { Booked } from './flow.js';

/** What a booked request looks like to its visitor, each with the facts it shows. Times are epoch milliseconds, waits minutes. */
export type RequestView =
  | { readonly kind: 'scheduled'; readonly time: number }
  /** Booked, but the server has not told the place yet. */
  | { readonly kind: 'placing' }
  | {
      readonly kind: 'waiting';
      readonly position: number;
      readonly minutes: number | undefined;
      readonly since: number;
      readonly line: number;
    }
  | { readonly kind: 'calling' }
  | { readonly kind: 'connected' }
  /** A dial failed; the next is planned, or comes soon. */
  | { readonly kind: 'retrying'; readonly nextTry: number | undefined }
  | { readonly kind: 'done' }
  | { readonly kind: 'missed'; readonly attempts: number }
  | { readonly kind: 'cancelled'; readonly byUs: boolean }
  | { readonly kind: 'expired' };

/** Reads the state, the reason and the attempts of a request as one of a few pictures. */
export function viewOf(booked: Booked): RequestView {
  const { callback, desiredTime } = booked;
  if (!callback) return desiredTime === undefined ? { kind: 'placing' } : { kind: 'scheduled', time: desiredTime };
  switch (callback.state) {
    case 'SCHEDULED':
      return { kind: 'scheduled', time: Date.parse(callback.desiredTime) };
    case 'QUEUED':
      if (callback.attempts > 0) return { kind: 'retrying', nextTry: instantOf(callback.nextAttemptAt) };
      if (callback.position === undefined) return { kind: 'placing' };
      return {
        kind: 'waiting',
        position: callback.position,
        minutes: minutesOf(callback.estimatedWaitTime),
        since: Date.parse(callback.queuedAt ?? callback.createdAt),
        line: Math.max(booked.longestLine, callback.position),
      };
    case 'ROUTING':
      return { kind: 'calling' };
    case 'PROCESSING':
      return { kind: 'connected' };
    case 'COMPLETED':
      return endOf(callback.reason, callback.attempts);
    default:
      return callback.state satisfies never;
  }
}

function endOf(reason: CallbackReason | undefined, attempts: number): RequestView {
  switch (reason) {
    case undefined:
    case 'AGENT_CONNECTED':
      return { kind: 'done' };
    case 'CANCELLED_BY_CUSTOMER':
      return { kind: 'cancelled', byUs: false };
    case 'CANCELLED_BY_ADMIN':
    case 'CANCELLED_BY_AGENT':
    case 'NUMBER_BLOCKED':
      return { kind: 'cancelled', byUs: true };
    case 'FAILED_MAX_ATTEMPTS':
    case 'CUSTOMER_ABANDONED':
      return { kind: 'missed', attempts };
    case 'PURGED_TIMEOUT':
    case 'PURGED_END_OF_DAY':
    case 'PUSH_EXPIRED':
    case 'OWNERSHIP_EXPIRED':
      return { kind: 'expired' };
    default:
      return reason satisfies never;
  }
}

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** Seconds to whole minutes, upwards; `undefined` when unknown. */
export const minutesOf = (seconds: number | undefined): number | undefined =>
  seconds === undefined || seconds < 0 ? undefined : Math.ceil(seconds / 60);

/** Whether nothing more will happen to the request. */
export const isOver = (view: RequestView): boolean => ['done', 'missed', 'cancelled', 'expired'].includes(view.kind);

/** Segments of the progress bar: those served since, those still ahead, and the visitor last. */
export function progressOf(position: number, line: number, segments = 6): { served: number; ahead: number } {
  const total = Math.max(1, Math.min(segments, line));
  const ahead = line <= segments ? position - 1 : Math.min(total - 1, Math.ceil(((position - 1) * (total - 1)) / Math.max(1, line - 1)));
  return { served: total - 1 - ahead, ahead };
}
