import { type Door, ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import type { LimitState } from '../usecases/limit-request.js';
import { refuse, succeed } from './answer.js';
import type { AppContext, AppServices } from './app-env.js';
import { clientAddress } from './client-address.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import type { Route } from './route.js';

/** Staff and telephony are not limited; whoever logs in is not staff yet. */
const LIMITED_DOORS: ReadonlySet<Door> = new Set<Door>(['api-key', 'visitor-token', 'open']);

/** Whether visitors knock there. */
export const isLimited = ({ door }: Endpoint): boolean => LIMITED_DOORS.has(door);

/** A request to be counted. */
interface Counted {
  readonly name: EndpointName;
  readonly address: string;
  /** As it was sent. */
  readonly idempotencyKey: string | undefined;
}

/** What the limits say of a request. */
interface LimitJudgement {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** With neither of these it is to be served. */
  readonly refusal?: Refusal;
  /** CB1: what its Idempotency-Key was answered before. */
  readonly earlier?: object;
}

/**
 * SE1: counts the request before anything of it is read, and says in `RateLimit` and `RateLimit-Policy` how its limits stand.
 * Resolves with the answer when it is beyond one: a refusal, or (CB1) what its Idempotency-Key was answered before.
 */
export async function answerWhenLimited(
  c: AppContext,
  services: AppServices,
  { name, endpoint }: Pick<Route, 'name' | 'endpoint'>,
): Promise<Response | undefined> {
  if (!isLimited(endpoint)) return undefined;
  const address = clientAddress(c, services.config.limits.trustedProxies);
  const { headers, refusal, earlier } = await judgeLimits(services, { name, address, idempotencyKey: c.req.header('idempotency-key') });
  for (const [header, value] of headers) c.header(header, value);
  if (earlier) return succeed(c, earlier);
  return refusal && refuse(c, refusal);
}

/** The rule of {@link answerWhenLimited}, for an endpoint of visitors. */
export async function judgeLimits(
  { ringback }: Pick<AppServices, 'ringback'>,
  { name, address, idempotencyKey }: Counted,
): Promise<LimitJudgement> {
  const { states, refusal, mayRepeat } = await ringback.limitRequest(name, address);
  const headers = limitHeaders(states);
  if (!refusal) return { headers };
  try {
    const key = repeatKeyOf(name, idempotencyKey);
    const earlier = key !== undefined && mayRepeat() ? await ringback.createdBefore(key) : undefined;
    return earlier ? { headers, earlier } : { headers, refusal };
  } catch (error) {
    if (error instanceof Refusal) return { headers, refusal: error };
    throw error;
  }
}

/**
 * CB1: the Idempotency-Key of a request whose first answer may be given again.
 * @throws Refusal INVALID_PARAMETER
 */
export const repeatKeyOf = (name: EndpointName, key: string | undefined): string | undefined =>
  name === 'createCallback' ? idempotencyKeyOf(key) : undefined;

/** How limits stand, as answers say it. */
export const limitHeaders = (states: readonly LimitState[]): readonly (readonly [name: string, value: string])[] =>
  states.length === 0
    ? []
    : [
        ['ratelimit-policy', states.map(({ policy, most }) => `"${policy}";q=${most};w=60`).join(', ')],
        ['ratelimit', states.map(stateText).join(', ')],
      ];

const stateText = ({ policy, remaining, resetSeconds }: LimitState): string => `"${policy}";r=${remaining};t=${resetSeconds}`;

/**
 * Checks the names in `limits.perEndpointPerMinute`.
 * @throws Error that names the first one that no endpoint of visitors has
 */
export function requireLimitedEndpoints(limits: Readonly<Record<string, number>> | undefined): void {
  for (const name of Object.keys(limits ?? {})) {
    if (Object.hasOwn(ENDPOINTS, name) && isLimited(ENDPOINTS[name as EndpointName])) continue;
    throw new Error(
      `limits.perEndpointPerMinute: "${name}" is no endpoint of visitors; expected a name like createCallback or availability`,
    );
  }
}
