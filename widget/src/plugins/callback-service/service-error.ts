import { TimeoutError } from '../../fetch-in-time.js';
import type { CallbackServiceError, SlotProposal } from './protocol.js';

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** An error that our own checks found before anything was sent. */
export const localError = (code: number, message: string): CallbackServiceError => ({ httpStatus: 0, code, message, corrId: '' });

function proposalsOf(slots: Loose): SlotProposal[] {
  return Object.entries(slots)
    .map(([utcTime, capacity]) => ({ utcTime, capacity: Number(capacity) }))
    .filter(({ utcTime, capacity }) => capacity > 0 && !Number.isNaN(Date.parse(utcTime)))
    .sort((a, b) => Date.parse(a.utcTime) - Date.parse(b.utcTime));
}

/** A refusal as one shape. GMS has code and message at the top of the body, Engagement v3 below `status`. */
export function refusalOf(httpStatus: number, body: unknown, retryAfter: string | null): CallbackServiceError {
  const top = isObject(body) ? body : {};
  const { code, message, corrId, reason } = isObject(top.status) ? { ...top, ...top.status } : (top as Loose);
  const slots = isObject(top.data) ? top.data.slots : top.availability;
  const seconds = Number(retryAfter);
  const said = typeof message === 'string' && message !== '';
  return {
    httpStatus,
    code: Number(code) || 0,
    message: said ? message : `The server answered with HTTP ${httpStatus}`,
    corrId: typeof corrId === 'string' ? corrId : '',
    ...(!said && { unsaid: true as const }),
    ...(typeof reason === 'string' && { reason }),
    ...(isObject(slots) && { slots: proposalsOf(slots) }),
    ...(retryAfter !== null && seconds >= 0 && { retryAfter: seconds }),
    ...(body !== undefined && { responseJSON: body }),
  };
}

/** No answer: the connection is gone, or the time was up. */
export function silenceOf(cause: unknown, isOnline: boolean): CallbackServiceError {
  if (!isOnline) return { ...localError(0, 'There is no connection to the internet'), offline: true };
  if (cause instanceof TimeoutError) return { ...localError(0, 'The server did not answer in time'), timedOut: true };
  return localError(0, 'The server could not be reached');
}
