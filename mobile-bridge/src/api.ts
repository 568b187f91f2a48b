import type { CallbackState } from '@ringback/contract';
import { CALLBACK_STATES } from '@ringback/contract/callback-state';
import type { Environment } from './environment.js';
import { has, isNumber, isOneOf, isText, maybe, read, type Check } from './read.js';

export interface ApiOptions {
  /** Origin of the Ringback server. */
  readonly server: string;
  readonly apiKey: string;
}

/** What came back. `unreachable`: nobody knows whether it was done; ask again with the same idempotency key. */
export type Answer<Data> =
  | { readonly kind: 'done'; readonly data: Data }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  | { readonly kind: 'unreachable' };

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
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
}
export interface Seen {
  readonly id: string;
  readonly state: CallbackState;
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
};
const SEEN: Shape = {
  id: isText(),
  state: isOneOf(...CALLBACK_STATES),
  reason: maybe(isText()),
  position: maybe(isNumber),
  estimatedWaitTime: maybe(isNumber),
  callIn: maybe(has({ groupName: isText(), readyUntil: maybe(isText()) })),
  version: isNumber,
};

const TIMEOUT_MS = 15_000;
const UNREADABLE = 'The answer could not be read. Please try again.';

/** The few calls of the Ringback API that a call-in needs. Never rejects. */
export function createApi({ server, apiKey }: ApiOptions, environment: Pick<Environment, 'fetch' | 'after'>) {
  const origin = server.replace(/\/+$/, '');

  async function ask<Data extends object>({ method, path, body, headers, shape }: Request): Promise<Answer<Data>> {
    const abort = new AbortController();
    const giveUp = environment.after(TIMEOUT_MS, () => abort.abort());
    try {
      const response = await environment.fetch(origin + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: abort.signal,
        credentials: 'omit',
        cache: 'no-store',
      });
      if (response.status >= 500) return { kind: 'unreachable' };
      const { status } = response;
      const answer = read<{ status: { message: string }; data: unknown }>(await response.json(), {
        status: has({ message: isText() }),
        data: () => true,
      });
      if (answer && !response.ok) return { kind: 'refused', status, message: answer.status.message };
      const data = answer && read<Data>(answer.data, shape);
      return data ? { kind: 'done', data } : { kind: 'refused', status, message: UNREADABLE };
    } catch {
      return { kind: 'unreachable' };
    } finally {
      giveUp();
    }
  }

  const withKey = (idempotencyKey: string) => ({ 'x-api-key': apiKey, 'idempotency-key': idempotencyKey });
  const asVisitor = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    createCallback: (body: object, key: string) =>
      ask<Booked>({ method: 'POST', path: '/engagement/v3/callbacks/create', body, headers: withKey(key), shape: BOOKED }),
    createCallIn: (body: object, key: string) =>
      ask<Numbered>({ method: 'POST', path: '/engagement/v3/call-in/requests/create', body, headers: withKey(key), shape: NUMBERED }),
    look: (token: string) => ask<Seen>({ method: 'GET', path: '/visitor/v1/callback', headers: asVisitor(token), shape: SEEN }),
    cancel: (token: string) => ask<Seen>({ method: 'POST', path: '/visitor/v1/callback/cancel', headers: asVisitor(token), shape: SEEN }),
    putPushToken: (token: string, target: string) =>
      ask({
        method: 'PUT',
        path: '/visitor/v1/callback/push-targets',
        body: { pushTargets: [{ channel: 'FCM', target }] },
        headers: asVisitor(token),
        shape: {},
      }),
  };
}
export type Api = ReturnType<typeof createApi>;
