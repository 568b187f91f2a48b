import { importPKCS8, SignJWT } from 'jose';
import type { Clock } from '../ports/clock.js';
import type { PushAccount } from '../ports/push-sender.js';
import { shortText } from './short-text.js';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** What Google takes at most. */
const ASSERTION_SECONDS = 3600;
/** A token is renewed before it ends: clocks differ, and so do ways. */
const MARGIN_MS = 300_000;
const LONGEST_CODE = 60;

/** The account was not given a token. */
export class TokenRefused extends Error {
  /** Undefined: no answer came. */
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  constructor(reason: string, status?: number, retryAfter?: string) {
    super(reason);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Access tokens of a service account. */
export interface GoogleTokens {
  /** One that is valid for some minutes; asked for once, however many want it. @throws TokenRefused */
  of(account: PushAccount, signal: AbortSignal): Promise<string>;
  /** Was not accepted: the next one is new. */
  forget(token: string): void;
}

interface Kept {
  readonly token: string;
  /** Epoch ms. */
  readonly until: number;
}

/** OAuth 2.0 by a signed assertion (RFC 7523), as Google's service accounts do it. */
export function googleTokens({ clock }: { clock: Clock }): GoogleTokens {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Kept>>();
  return {
    async of(account, signal) {
      const key = [account.tokenUrl, account.clientEmail, account.privateKey].join('\n');
      const known = kept.get(key);
      if (known && clock.now() < known.until) return known.token;
      const underWay =
        asking.get(key) ??
        ask(account, clock.now(), signal).finally(() => {
          asking.delete(key);
        });
      asking.set(key, underWay);
      const fresh = await underWay;
      // Another account or key is in use now.
      if (!kept.has(key)) kept.clear();
      kept.set(key, fresh);
      return fresh.token;
    },
    forget(token) {
      for (const [key, one] of kept) if (one.token === token) kept.delete(key);
    },
  };
}

async function ask(account: PushAccount, now: number, signal: AbortSignal): Promise<Kept> {
  const url = account.tokenUrl ?? TOKEN_URL;
  const assertion = await signed(account, url, now);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: GRANT, assertion }),
    redirect: 'error',
    signal,
  });
  const answer = await shortText(response);
  if (!response.ok)
    throw new TokenRefused(
      `token HTTP ${response.status}${codeOf(answer)}`,
      response.status,
      response.headers.get('retry-after') ?? undefined,
    );
  const { access_token: token, expires_in: seconds } = parsed(answer);
  if (typeof token !== 'string' || token === '') throw new TokenRefused('the token server answered without a token');
  return { token, until: now + (typeof seconds === 'number' ? seconds * 1000 : 0) - MARGIN_MS };
}

async function signed({ clientEmail, privateKey }: PushAccount, audience: string, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000);
  try {
    return await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(clientEmail)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ASSERTION_SECONDS)
      .sign(await importPKCS8(privateKey, 'RS256'));
  } catch {
    // Its message may quote the key.
    throw new TokenRefused('the private key of the push credentials cannot sign', 400);
  }
}

/** Only the error's code of RFC 6749: its description may quote what was sent. */
function codeOf(answer: string): string {
  const { error } = parsed(answer);
  return typeof error === 'string' ? `, ${error.slice(0, LONGEST_CODE)}` : '';
}

function parsed(answer: string): { error?: unknown; access_token?: unknown; expires_in?: unknown } {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
