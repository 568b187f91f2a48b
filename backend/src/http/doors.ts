import type { CallbackId, Door } from '@ringback/contract';
import { getCookie } from 'hono/cookie';
import { Refusal } from '../domain/refusal.js';
import type { ConsoleUser } from '../usecases/ringback.js';
import type { AppContext, AppServices } from './app-env.js';
import { isOneOf, sameSecret } from './same-secret.js';
import { SESSION_COOKIE } from './session-cookie.js';
import { bearerOf, type Reporter, requireReporter, requireTelephonySecret } from './telephony-door.js';

/** Somebody logged in at the console. */
interface SessionCaller {
  readonly user: ConsoleUser;
  readonly csrfToken: string;
  readonly sessionToken: string;
}

/** What each door makes known of who asks. */
export interface Callers {
  'api-key': undefined;
  'visitor-token': CallbackId;
  session: SessionCaller;
  'telephony-secret': void;
  'telephony-report': Reporter;
  open: undefined;
}

/**
 * `stream`: the token may also stand in the address, because a browser's EventSource sends no headers; and it is no use of a session,
 * because an EventSource comes back by itself, whether anybody is there or not (SE2).
 */
export type DoorKeeper<Kind extends Door> = (c: AppContext, services: AppServices, stream: boolean) => Promise<Callers[Kind]>;

/** One keeper a door; each throws the Refusal of that door. */
export const DOORS: { readonly [Kind in Door]: DoorKeeper<Kind> } = {
  'api-key': async (c, { config }) => {
    const refusal = keyRefusal(c.req.header('x-api-key'), config.site.apiKeys);
    if (refusal) throw refusal;
    return undefined;
  },
  'visitor-token': async (c, { ringback }, stream) => {
    const token = bearerOf(c) ?? (stream ? c.req.query('token') : undefined);
    if (!token) throw tokenMissing(stream);
    return ringback.verifyVisitorToken(token);
  },
  session: async (c, { ringback }, stream) => {
    const sessionToken = getCookie(c, SESSION_COOKIE);
    const session = sessionToken ? await ringback.session(sessionToken, { use: !stream }) : undefined;
    if (!sessionToken || !session)
      throw new Refusal('NOT_AUTHENTICATED', 'You are not logged in, or the session has ended; please log in.');
    requireCsrfToken(c, session.csrfToken);
    return { ...session, sessionToken };
  },
  'telephony-secret': async (c, services) => requireTelephonySecret(c, services),
  'telephony-report': requireReporter,
  open: async () => undefined,
};

// Made once: an error costs more to make than all the rest of its answer.
const MISSING_KEY = new Refusal('MISSING_API_KEY', 'The API key is missing; send it in the header x-api-key.');
const UNKNOWN_KEY = new Refusal('UNKNOWN_API_KEY', 'The API key in the header x-api-key is not known here; check the key of your site.');
const missingToken = (where: string): Refusal =>
  new Refusal('NOT_AUTHENTICATED', `The visitor token is missing; send the one that the booking answered with ${where}.`);
const MISSING_TOKEN = missingToken('in the header Authorization: Bearer');
const MISSING_STREAM_TOKEN = missingToken('in the header Authorization: Bearer, or as ?token=');

/** What is wrong with an API key; undefined: it is one of ours. */
export function keyRefusal(key: string | undefined, known: readonly string[]): Refusal | undefined {
  if (!key) return MISSING_KEY;
  return isOneOf(known, key) ? undefined : UNKNOWN_KEY;
}

/** For whoever asks at the visitor's door without a token. `stream`: see {@link DoorKeeper}. */
export const tokenMissing = (stream: boolean): Refusal => (stream ? MISSING_STREAM_TOKEN : MISSING_TOKEN);

/** SE2: a page of another site can make the browser send the cookie, but it can't read this token. */
function requireCsrfToken(c: AppContext, expected: string): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  const given = c.req.header('x-ringback-csrf');
  if (given === undefined || !sameSecret(given, expected)) {
    throw new Refusal('FORBIDDEN', 'The header x-ringback-csrf is missing or old; reload the page and try again.');
  }
}
