import { Refusal } from '../domain/refusal.js';
import type { SlidingQuota } from '../ports/request-counter.js';
import type { Dependencies } from './dependencies.js';

const DAY_MS = 86_400_000;

type Limited = Pick<Dependencies, 'limits' | 'requests'>;

/** SE1: what a number may still book, in any 24 hours; undefined without a limit. */
export function numberQuota({ limits, requests }: Limited, phone: string): SlidingQuota | undefined {
  const most = limits.perNumberPerDay;
  return most === 0 ? undefined : { key: requests.keyOf(`number ${phone}`), most, lengthMs: DAY_MS };
}

/**
 * Whether a number may book still, without counting it: before anybody outside is asked about the request. 1 statement, without a limit none.
 * @throws Refusal TOO_MANY_REQUESTS
 */
export async function checkNumberLimit(deps: Limited, phone: string, now: number): Promise<void> {
  const quota = numberQuota(deps, phone);
  const state = quota && (await deps.requests.look(quota, now));
  if (state?.remaining === 0) throw limitReached(state.nextAt, now);
}

/** The refusal of a number that was at its limit when it wanted to book. 1 statement. */
export async function numberLimitReached(deps: Limited, phone: string, now: number): Promise<Refusal> {
  const quota = numberQuota(deps, phone);
  const state = quota && (await deps.requests.look(quota, now));
  return limitReached(state?.nextAt ?? now, now);
}

function limitReached(nextAt: number, now: number): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil((nextAt - now) / 1000));
  const hours = Math.ceil(retryAfterSeconds / 3600);
  return new Refusal(
    'TOO_MANY_REQUESTS',
    `Too many requests for this number. Try again in ${hours === 1 ? 'an hour' : `${hours} hours`}, or contact us another way.`,
    { retryAfterSeconds },
  );
}
