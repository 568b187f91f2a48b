import type { EndpointName } from '@ringback/contract';
import { addressGroup } from '../domain/address-group.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { rememberedRefusals } from './remembered-refusals.js';

const MINUTE_MS = 60_000;

/** Made by visitors, and each may cost somebody a call: `perAddressPerMinute` is for these. */
const BOOKINGS: ReadonlySet<EndpointName> = new Set(['createCallback', 'createCallIn', 'simulatedCall']);

export type LimitPolicy = 'address' | 'endpoint' | 'site';

/** How a limit stands after a request was counted or refused. */
export interface LimitState {
  readonly policy: LimitPolicy;
  /** Requests in any minute. */
  readonly most: number;
  readonly remaining: number;
  /** Seconds until there is one place more. */
  readonly resetSeconds: number;
}

export interface LimitVerdict {
  /** Those that hold for the request, the narrowest last when it was refused. */
  readonly states: readonly LimitState[];
  readonly refusal: Refusal | undefined;
  /** CB1: asked when an answer given before could be given again: whether it may. Some times for each refusal, then no more. */
  readonly mayRepeat: () => boolean;
}

/** What of a verdict is known without counting. */
export interface KnownVerdict extends Pick<LimitVerdict, 'states' | 'refusal'> {
  /** Whether `mayRepeat` would say yes. */
  readonly repeatable: boolean;
}

export interface LimitVerbs {
  /** SE1: counts a request of a visitor's address, 1 statement for each limit that is set; of somebody who is refused, none until the end of it. */
  limitRequest(endpoint: EndpointName, address: string): Promise<LimitVerdict>;
  /** The same where nothing has to be counted: a refusal from memory, or no limit at all. Undefined: it has to be counted. No statement. */
  knownLimit(endpoint: EndpointName, address: string): KnownVerdict | undefined;
}

interface Limit {
  readonly policy: LimitPolicy;
  /** What is counted. */
  readonly text: string;
  readonly most: number;
}

interface Judged {
  readonly state: LimitState;
  readonly granted: boolean;
}

const MESSAGES: Readonly<Record<LimitPolicy, string>> = {
  address: 'Too many requests from your network.',
  endpoint: 'Too many requests of this kind from your network.',
  site: 'Too many requests at the moment.',
};

/**
 * The limits of this process, on counts that all replicas share. Whoever was refused stays refused from memory until a place is free,
 * and requests of one address that come at once are counted one after the other: a burst costs as many statements as it has places.
 */
export function createLimitVerbs({ limits, requests, clock }: Pick<Dependencies, 'limits' | 'requests' | 'clock'>): LimitVerbs {
  const refusals = rememberedRefusals();
  const inLine = oneAfterTheOther();
  const judged = ({ policy, most }: Limit, remaining: number, nextAt: number): Judged => {
    const resetSeconds = Math.max(1, Math.ceil((nextAt - clock.now()) / 1000));
    return { state: { policy, most, remaining: Math.max(0, remaining), resetSeconds }, granted: remaining >= 0 };
  };
  const recall = (limit: Limit): Judged | undefined => {
    const until = refusals.until(limit.text, limit.most, clock.now());
    return until === undefined ? undefined : judged(limit, -1, until);
  };
  const count = async (limit: Limit): Promise<Judged> => {
    const quota = { key: requests.keyOf(limit.text), most: limit.most, lengthMs: MINUTE_MS };
    const { granted, remaining, nextAt } = await requests.slide(quota, clock.now());
    if (!granted) refusals.add(limit.text, limit.most, nextAt);
    return judged(limit, granted ? remaining : -1, nextAt);
  };
  return {
    async limitRequest(endpoint, address) {
      const states: LimitState[] = [];
      for (const limit of limitsOf(limits, endpoint, address)) {
        const { state, granted } = recall(limit) ?? (await inLine(limit.text, async () => recall(limit) ?? count(limit)));
        states.push(state);
        if (!granted) return { states, refusal: refusalOf(state), mayRepeat: () => refusals.takeRepeat(limit.text) };
      }
      return { states, refusal: undefined, mayRepeat: () => false };
    },
    knownLimit(endpoint, address) {
      const [limit] = limitsOf(limits, endpoint, address);
      if (!limit) return { states: [], refusal: undefined, repeatable: false };
      const known = recall(limit);
      return known && { states: [known.state], refusal: refusalOf(known.state), repeatable: refusals.repeats(limit.text) > 0 };
    },
  };
}

/** Runs the work of one text one after the other, that of different texts at once. */
function oneAfterTheOther() {
  const lines = new Map<string, Promise<unknown>>();
  return async function inLine<Result>(text: string, work: () => Promise<Result>): Promise<Result> {
    const mine = (lines.get(text) ?? Promise.resolve()).then(work, work);
    lines.set(text, mine);
    try {
      return await mine;
    } finally {
      if (lines.get(text) === mine) lines.delete(text);
    }
  };
}

/** The address first: what it is refused is not counted for the site. */
function limitsOf(
  { perAddressPerMinute, perEndpointPerMinute = {}, perSitePerMinute = 0 }: Dependencies['limits'],
  endpoint: EndpointName,
  address: string,
): Limit[] {
  const isBooking = BOOKINGS.has(endpoint);
  const ofEndpoint = Object.hasOwn(perEndpointPerMinute, endpoint) ? (perEndpointPerMinute[endpoint] ?? 0) : 0;
  const group = addressGroup(address);
  const all: Limit[] = [
    { policy: 'address', text: `address ${group}`, most: isBooking ? perAddressPerMinute : 0 },
    { policy: 'endpoint', text: `endpoint ${endpoint} ${group}`, most: ofEndpoint },
    { policy: 'site', text: 'site', most: isBooking ? perSitePerMinute : 0 },
  ];
  return all.filter(({ most }) => most > 0);
}

/** One for each policy and second; an error costs more to make than all the rest of its answer. */
const made = new Map<string, Refusal>();
/** Seconds of a sliding minute and its parts, of all policies. */
const MOST_MADE = 500;

function refusalOf({ policy, resetSeconds }: LimitState): Refusal {
  const name = `${policy} ${resetSeconds}`;
  const refusal =
    made.get(name) ??
    new Refusal('TOO_MANY_REQUESTS', `${MESSAGES[policy]} Try again in ${resetSeconds} seconds.`, { retryAfterSeconds: resetSeconds });
  if (made.size < MOST_MADE) made.set(name, refusal);
  return refusal;
}
