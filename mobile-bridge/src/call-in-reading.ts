import type { Numbered, Seen } from './api.js';
import { instantOf, type CallInNumber, type SeenPlace } from './call-in-state.js';

/** The number of an answer. */
export const numberOf = ({ toPhoneNumber, accessCode, telUri, expirationTime }: Numbered): CallInNumber => ({
  phoneNumber: toPhoneNumber,
  accessCode: accessCode === undefined ? undefined : String(accessCode),
  telUri,
  expiresAt: expirationTime,
});

/** Until the countdown shows another figure. */
export const nextSecond = (due: number, now: number): number => ((due - now - 1) % 1000) + 1;

/** What the server says of a place, as a call-in sees it. `now` in epoch ms. */
export function seenPlace({ id, state, reason, position, estimatedWaitTime, callIn }: Seen, now: number): SeenPlace {
  const readyUntil = instantOf(callIn?.readyUntil);
  if (state === 'COMPLETED') return { callbackId: id, place: endOf(reason) };
  if (state === 'PROCESSING') return { callbackId: id, place: 'connected' };
  if (readyUntil !== undefined && readyUntil > now) return { callbackId: id, place: 'ready', readyUntil };
  return {
    callbackId: id,
    place: 'queued',
    position,
    waitSeconds: estimatedWaitTime === undefined || estimatedWaitTime < 0 ? undefined : estimatedWaitTime,
  };
}

function endOf(reason: string | undefined): 'completed' | 'cancelled' | 'purged' | 'expired' {
  if (reason === 'AGENT_CONNECTED') return 'completed';
  if (reason?.startsWith('CANCELLED')) return 'cancelled';
  return reason?.startsWith('PURGED') ? 'purged' : 'expired';
}
