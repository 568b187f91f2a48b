import { Refusal } from '../domain/refusal.js';
import { addressGroup } from '../domain/address-group.js';
import type { Quota } from '../ports/callback-store.js';
import type { Dependencies } from './dependencies.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Limited = Pick<Dependencies, 'limits' | 'requests' | 'clock'>;

/**
 * SE1: counts a request of this address in the present minute; 1 statement, without a limit none.
 * @throws Refusal TOO_MANY_REQUESTS
 */
export async function limitAddress({ limits, requests, clock }: Limited, address: string): Promise<void> {
  const most = limits.perAddressPerMinute;
  if (most === 0) return;
  const now = clock.now();
  const minute = Math.floor(now / MINUTE_MS);
  const endsAt = (minute + 1) * MINUTE_MS;
  if (await requests.count({ key: requests.keyOf(`address ${addressGroup(address)} ${minute}`), endsAt, most })) return;
  const retryAfterSeconds = secondsUntil(endsAt, now);
  throw new Refusal('TOO_MANY_REQUESTS', `Too many requests from your network. Try again in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  });
}

/** SE1: what a number may still book today (a day of UTC); undefined without a limit. */
export function numberQuota({ limits, requests }: Limited, phone: string, now: number): Quota | undefined {
  const most = limits.perNumberPerDay;
  if (most === 0) return undefined;
  const day = Math.floor(now / DAY_MS);
  return { key: requests.keyOf(`number ${phone} ${day}`), endsAt: (day + 1) * DAY_MS, most };
}

/**
 * Whether a number may book still, without counting it: before anybody outside is asked about the request. 1 statement, without a limit none.
 * @throws Refusal TOO_MANY_REQUESTS
 */
export async function checkNumberLimit(deps: Limited, phone: string, now: number): Promise<void> {
  const quota = numberQuota(deps, phone, now);
  if (quota && (await deps.requests.isFull(quota))) throw numberLimitReached(now);
}

export function numberLimitReached(now: number): Refusal {
  const retryAfterSeconds = secondsUntil((Math.floor(now / DAY_MS) + 1) * DAY_MS, now);
  return new Refusal('TOO_MANY_REQUESTS', 'Too many requests for this number today. Try again tomorrow, or contact us another way.', {
    retryAfterSeconds,
  });
}

const secondsUntil = (at: number, now: number): number => Math.max(1, Math.ceil((at - now) / 1000));
