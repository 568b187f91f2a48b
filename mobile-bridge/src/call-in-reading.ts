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
export function seenPlace({ state, reason, position, estimatedWaitTime, callIn }: Seen, now: number): Omit<SeenPlace, 'callbackId'> {
  const readyUntil = instantOf(callIn?.readyUntil);
  const waitSeconds = (estimatedWaitTime ?? -1) < 0 ? undefined : estimatedWaitTime;
  return { place: placeOf(state, reason, (readyUntil ?? now) > now), position, waitSeconds, readyUntil };
}

function placeOf(state: string, reason: string | undefined, isReady: boolean): SeenPlace['place'] {
  if (state === 'PROCESSING' || state === 'MATCHED') return 'connected';
  if (state !== 'COMPLETED') return isReady ? 'ready' : 'queued';
  if (reason === 'AGENT_CONNECTED') return 'completed';
  if (reason?.startsWith('CANCELLED')) return 'cancelled';
  return reason?.startsWith('PURGED') ? 'purged' : 'expired';
}
