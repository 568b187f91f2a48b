import type { RefusalReason } from '@ringback/contract';
import type { SlotProposal } from '../callback-service/protocol.js';

/** A free place offered instead of the one that is gone. Times are epoch milliseconds. */
export interface Alternative {
  readonly time: number;
  readonly capacity: number;
}

/** Why a request did not come through, with what the visitor can do about it. */
export type Problem =
  /** The number itself: shown at the phone field. */
  | { readonly kind: 'number'; readonly message: string }
  /** The asked `time` is full; `alternatives` may be empty. */
  | { readonly kind: 'taken'; readonly time: number | undefined; readonly alternatives: readonly Alternative[] }
  /** Too many requests, whatever the time. `retryAfter` in seconds. */
  | { readonly kind: 'busy'; readonly retryAfter: number | undefined }
  /** A call to this number is booked already, nobody knows here by whom. */
  | { readonly kind: 'duplicate' }
  /** Outside office hours. */
  | { readonly kind: 'closed'; readonly nextOpening: number | undefined }
  | { readonly kind: 'offline' }
  /** Anything else. `reference` is the correlation id, or empty. */
  | { readonly kind: 'failed'; readonly message: string; readonly reference: string };

export interface ProblemContext {
  /** What was asked for, epoch milliseconds; `undefined` = as soon as possible. */
  readonly desiredTime: number | undefined;
  readonly nextOpening: number | undefined;
  errorText(code: number, message?: string): string;
}

interface ServiceError {
  httpStatus?: number;
  code?: number;
  message?: string;
  corrId?: string;
  slots?: readonly SlotProposal[];
  offline?: true;
  retryAfter?: number;
  reason?: string;
  unsaid?: true;
}

const NUMBER_CODES: readonly number[] = [7030, 7036, 7037];
const TOO_MANY_REQUESTS = 7041;
const OUTSIDE_OFFICE_HOURS = 7042;
const OPEN_REQUEST: RefusalReason = 'open-request';

/** Status code of a failed command; 0 when it never got an answer. */
export const codeOf = (reason: unknown): number => asServiceError(reason).code || asServiceError(reason).httpStatus || 0;

/** Whether the server has judged the request: then it holds nothing of it, and a next one is new. */
export const isRefusal = (reason: unknown): boolean => {
  const status = asServiceError(reason).httpStatus ?? 0;
  return status >= 400 && status < 500;
};

/** WI14: too many, though no time is full and no limit runs out: there may be a request of this number already. */
export const isDuplicate = (reason: unknown): boolean => {
  const { httpStatus, code, slots, retryAfter } = asServiceError(reason);
  return httpStatus === 429 && code === TOO_MANY_REQUESTS && slots === undefined && retryAfter === undefined;
};

/** The server says that it is one. */
export const isOpenRequest = (reason: unknown): boolean => asServiceError(reason).reason === OPEN_REQUEST;

/** What a rejected `CallbackService` command means to the visitor. */
export function problemOf(reason: unknown, context: ProblemContext): Problem {
  const error = asServiceError(reason);
  const code = error.code ?? 0;
  if (error.offline) return { kind: 'offline' };
  if (NUMBER_CODES.includes(code)) return { kind: 'number', message: context.errorText(code, error.message) };
  if (code === OUTSIDE_OFFICE_HOURS) return { kind: 'closed', nextOpening: context.nextOpening };
  if (code === TOO_MANY_REQUESTS || error.httpStatus === 429) return tooMany(error, context);
  const words = error.httpStatus && !error.unsaid ? error.message : undefined;
  return { kind: 'failed', message: context.errorText(code, words), reference: error.corrId ?? '' };
}

/** SL7: a full time comes with its alternatives, be there none; all else that is too many may say when to come back. */
function tooMany(error: ServiceError, context: ProblemContext): Problem {
  if (isOpenRequest(error)) return { kind: 'duplicate' };
  if (!error.slots) return { kind: 'busy', retryAfter: error.retryAfter };
  const alternatives = error.slots.map(({ utcTime, capacity }) => ({ time: Date.parse(utcTime), capacity }));
  return { kind: 'taken', time: context.desiredTime, alternatives: alternatives.filter(({ time, capacity }) => time > 0 && capacity > 0) };
}

const asServiceError = (reason: unknown): ServiceError => (typeof reason === 'object' && reason !== null ? reason : {});
