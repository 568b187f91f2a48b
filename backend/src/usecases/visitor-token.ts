import type { CallbackId, QueueSettings } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';

const DAY_MS = 86_400_000;

/**
 * The token of one callback, always the same (CB1). It lives as long as the record can: to the end of its retention even
 * if the visitor moves it to the last bookable day. A record deleted earlier opens nothing.
 */
export const visitorTokenOf = (deps: Dependencies, callback: Callback, settings: QueueSettings): Promise<string> =>
  deps.tokens.sign(callback.id, {
    issuedAt: callback.createdAt,
    expiresAt: callback.createdAt + (settings.maxAdvanceDays + settings.retentionDays) * DAY_MS,
  });

/** See `Ringback.verifyVisitorToken`. */
export async function verifyVisitorToken(deps: Dependencies, token: string): Promise<CallbackId> {
  const id = await deps.tokens.read(token, deps.clock.now());
  if (id === undefined)
    throw new Refusal('NOT_AUTHENTICATED', 'The token is not valid, or has expired. Request a new callback to get a new one.');
  return id;
}
