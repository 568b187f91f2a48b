import type { CallbackState, CallInState as CallInRequestState } from '@ringback/contract';
import type { Environment } from './environment.js';
import type { Followed } from './host.js';
import { has, isNumber, isText, maybe, read, type Check } from './read.js';

export interface ApiOptions {
  /** Origin of the Ringback server. */
  readonly server: string;
  readonly apiKey: string;
}

/** Why the server said no. */
export interface Refusal {
  /** Of the Engagement API (7042: closed ...); 0: none. */
  readonly code: number;
  /** For people, in English. */
  readonly message: string;
  /** How long to wait before the next try. */
  readonly retryAfterSeconds: number | undefined;
  /** What came with it: of 7044 and 7045 the check that the number waits for. */
  readonly data?: unknown;
}

/** What came back. `unreachable`: nobody knows whether it was done; ask again with the same idempotency key. */
export type Answer<Data> =
  | { readonly kind: 'done'; readonly data: Data }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable' };

interface Request {
  /** Default `POST`. */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  readonly headers: Readonly<Record<string, string>>;
  /** Of `data` in the answer. */
  readonly shape: Shape;
}

/* Of each answer as much as a call-in reads. */
export interface Booked {
  readonly id: string;
  readonly visitorToken: string;
}
export interface Numbered {
  readonly toPhoneNumber: string;
  /** Epoch ms. */
  readonly expirationTime: number;
  readonly accessCode?: number;
  readonly callbackServiceId?: string;
  readonly telUri: string;
  /** Of a number that belongs to no callback. */
  readonly visitorToken?: string;
}
export interface Seen {
  readonly id: string;
  readonly state: CallbackState | CallInRequestState;
  readonly reason?: string;
  readonly position?: number;
  /** Seconds, -1 unknown. */
  readonly estimatedWaitTime?: number;
  readonly callIn?: { readonly groupName: string; readonly readyUntil?: string };
  readonly version: number;
}
type Shape = Readonly<Record<string, Check>>;
const BOOKED: Shape = { id: isText(), visitorToken: isText() };
const NUMBERED: Shape = {
  toPhoneNumber: isText(),
  expirationTime: isNumber,
  accessCode: maybe(isNumber),
  callbackServiceId: maybe(isText()),
  telUri: isText(Infinity, /^tel:/),
  visitorToken: maybe(isText()),
};
const SEEN: Shape = {
  id: isText(),
  // Whatever a newer server may call it, what isn't known here waits.
  state: isText(),
  reason: maybe(isText()),
  position: maybe(isNumber),
  estimatedWaitTime: maybe(isNumber),
  callIn: maybe(has({ groupName: isText(), readyUntil: maybe(isText()) })),
  version: isNumber,
};

/** A place as the server tells it; undefined for anything else. */
export const readSeen = (value: unknown): Seen | undefined => read<Seen>(value, SEEN);

const TIMEOUT_MS = 15_000;
/** Clocks that differ by less are taken for right: the server tells its own in whole seconds. */
const CLOCK_SLACK_MS = 5_000;
/** Where the server has not said why. */
export const FAILED = 'That failed. Please try again.';

/** The few calls of the Ringback API that a call-in needs. Never rejects. */
export function createApi({ server, apiKey }: ApiOptions, environment: Pick<Environment, 'fetch' | 'after' | 'now'>) {
  const origin = server.replace(/\/+$/, '');
  let ahead = 0;
  const now = (): number => environment.now() + ahead;
  const setClock = (date: string | null): void => {
    const off = Date.parse(date ?? '') - now();
    if (Math.abs(off) > CLOCK_SLACK_MS) ahead += off;
  };

  async function ask<Data extends object>({ method = 'POST', path, body, headers, shape }: Request): Promise<Answer<Data>> {
    const abort = new AbortController();
    const giveUp = environment.after(TIMEOUT_MS, () => abort.abort());
    try {
      const response = await environment.fetch(origin + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        body: body ? JSON.stringify(body) : null,
        signal: abort.signal,
        credentials: 'omit',
        cache: 'no-store',
      });
      setClock(response.headers.get('date'));
      if (response.status >= 500) return { kind: 'unreachable' };
      const answer = read<{ status: { code?: number; message: string }; data: unknown }>(await response.json(), {
        status: has({ message: isText(), code: maybe(isNumber) }),
        data: () => true,
      });
      const data = response.ok && answer ? read<Data>(answer.data, shape) : undefined;
      if (data) return { kind: 'done', data };
      const { code = 0, message = FAILED } = response.ok ? {} : { ...answer?.status };
      const retryAfterSeconds = Number(response.headers.get('retry-after')) || undefined;
      return { kind: 'refused', refusal: { code, message, retryAfterSeconds, data: answer?.data } };
    } catch {
      return { kind: 'unreachable' };
    } finally {
      giveUp();
    }
  }

  const withKey = (idempotencyKey: string) => ({ 'x-api-key': apiKey, 'idempotency-key': idempotencyKey });
  const asVisitor = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    /** Epoch ms by the server's clock, as far as its answers tell: what it says of times is meant by that. */
    now,
    createCallback: (body: object, key: string) =>
      ask<Booked>({ path: '/engagement/v3/callbacks/create', body, headers: withKey(key), shape: BOOKED }),
    createCallIn: (body: object, key: string) =>
      ask<Numbered>({ path: '/engagement/v3/call-in/requests/create', body, headers: withKey(key), shape: NUMBERED }),
    look: (token: string, what: Followed) =>
      ask<Seen>({ method: 'GET', path: `/visitor/v1/${what}`, headers: asVisitor(token), shape: SEEN }),
    cancel: (token: string) => ask<Seen>({ path: '/visitor/v1/callback/cancel', headers: asVisitor(token), shape: SEEN }),
    putPushTargets: (token: string, pushTargets: readonly object[]) =>
      ask({
        method: 'PUT',
        path: '/visitor/v1/callback/push-targets',
        body: { pushTargets },
        headers: asVisitor(token),
        shape: {},
      }),
  };
}
export type Api = ReturnType<typeof createApi>;
