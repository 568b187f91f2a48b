import type { Clock } from '../ports/clock.js';
import type { PushAccount, PushResult, PushSender } from '../ports/push-sender.js';
import { deadline } from './deadline.js';
import { fcmMessage } from './fcm-message.js';
import { googleTokens, TokenRefused, type GoogleTokens } from './google-token.js';
import { retryAfterMs } from './retry-after.js';
import { shortText } from './short-text.js';
import { reasonOf } from './webhook-sender.js';

const SEND_URL = 'https://fcm.googleapis.com/v1/projects/{projectId}/messages:send';
/** For a token and a message together. */
const TIMEOUT_MS = 10_000;
/** A message to everybody who has subscribed to it, that is nobody. */
const TEST_TOPIC = 'ringback-credentials-test';
const LONGEST_CODE = 60;

/** FCM's HTTP v1 interface (PU3). */
export function fcmSender({ clock, timeoutMs = TIMEOUT_MS }: { clock: Clock; timeoutMs?: number }): PushSender {
  const tokens = googleTokens({ clock });
  const stopping = new AbortController();
  const post = (account: PushAccount, body: object): Promise<PushResult> => {
    const signal = deadline(timeoutMs, stopping.signal);
    return sent({ account, body, tokens, clock, signal }).catch(refusedBy(clock));
  };
  return {
    send: (account, { token, payload, expiresAt }) =>
      post(account, { message: { token, ...fcmMessage({ payload, expiresAt }, clock.now()) } }),
    test: (account, token) =>
      post(account, {
        validate_only: true,
        message: { ...(token === undefined ? { topic: TEST_TOPIC } : { token }), data: { event: 'TEST' } },
      }),
    stop: () => stopping.abort(),
  };
}

interface Sending {
  readonly account: PushAccount;
  readonly body: object;
  readonly tokens: GoogleTokens;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function sent({ account, body, tokens, clock, signal }: Sending): Promise<PushResult> {
  const url = (account.sendUrl ?? SEND_URL).replaceAll('{projectId}', encodeURIComponent(account.projectId));
  const token = await tokens.of(account, signal);
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal,
  });
  const answer = await shortText(response);
  if (response.ok) return { kind: 'delivered' };
  if (response.status === 401) tokens.forget(token);
  return judged(response, problemOf(answer), clock.now());
}

interface Problem {
  /** FCM's own code, else the general one. */
  readonly code: string;
  /** The device's token is what is wrong with the message. */
  readonly ofToken: boolean;
}

/** FCM's codes, and what is sensible to do about each. */
function judged(response: Response, { code, ofToken }: Problem, now: number): PushResult {
  const { status } = response;
  const reason = `FCM HTTP ${status}${code === '' ? '' : `, ${code}`}`;
  if (status === 404 || code === 'UNREGISTERED' || (status === 400 && ofToken)) return { kind: 'unregistered', reason };
  if (status === 429 || status >= 500)
    return { kind: 'busy', reason, retryAfterMs: retryAfterMs(response.headers.get('retry-after') ?? undefined, now) };
  // The device belongs to another project; our own credentials are all right.
  if (code === 'SENDER_ID_MISMATCH') return { kind: 'refused', reason };
  if (status === 401 || status === 403) return { kind: 'denied', reason };
  return { kind: 'refused', reason };
}

const refusedBy =
  ({ now }: Clock) =>
  (error: unknown): PushResult => {
    if (!(error instanceof TokenRefused)) return { kind: 'failed', reason: reasonOf(causeOf(error)) };
    const { message: reason, status = 500, retryAfter } = error;
    if (status === 429 || status >= 500) return { kind: 'busy', reason, retryAfterMs: retryAfterMs(retryAfter, now()) };
    return { kind: 'denied', reason };
  };

/** `fetch` says "fetch failed", and in its cause why. */
const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause instanceof Error ? error.cause : error);

type Loose = { readonly [key: string]: unknown };
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const listOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Reads google.rpc.Status: codes only, its message may quote what was sent. */
function problemOf(answer: string): Problem {
  let body: unknown;
  try {
    body = JSON.parse(answer);
  } catch {
    return { code: '', ofToken: false };
  }
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  const details = listOf(error['details']);
  const own = details.map((detail) => detail['errorCode']).find((code) => typeof code === 'string');
  const general = error['status'];
  const violations = details.flatMap((detail) => listOf(detail['fieldViolations']));
  return {
    code: String(own ?? (typeof general === 'string' ? general : '')).slice(0, LONGEST_CODE),
    ofToken: violations.some(({ field }) => field === 'message.token'),
  };
}
