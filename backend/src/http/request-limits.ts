import { type Door, ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
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

/**
 * SE1: counts the request before anything of it is read, and says in `RateLimit` and `RateLimit-Policy` how its limits stand.
 * Resolves with the answer when it is beyond one: a refusal, or (CB1) what its Idempotency-Key was answered before.
 */
export async function answerWhenLimited(
  c: AppContext,
  { ringback, config }: AppServices,
  { name, endpoint }: Pick<Route, 'name' | 'endpoint'>,
): Promise<Response | undefined> {
  if (!isLimited(endpoint)) return undefined;
  const { states, refusal, mayRepeat } = await ringback.limitRequest(name, clientAddress(c, config.limits.trustedProxies));
  if (states.length === 0) return undefined;
  for (const [header, value] of limitHeaders(states)) c.header(header, value);
  if (!refusal) return undefined;
  const key = repeatKeyOf(name, c.req.header('idempotency-key'));
  const earlier = key !== undefined && mayRepeat() ? await ringback.createdBefore(key) : undefined;
  return earlier ? succeed(c, earlier) : refuse(c, refusal);
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
