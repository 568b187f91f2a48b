import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../domain/refusal.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv } from './app-env.js';

const ALLOWED_HEADERS = 'content-type, x-api-key, authorization, idempotency-key';
const EXPOSED_HEADERS = 'x-correlation-id, retry-after, ratelimit, ratelimit-policy, date';
const PREFLIGHT_SECONDS = '600';

/**
 * SE1: a request from a page is served only when the page's origin is known; one without `Origin` (an app, a server)
 * passes. CORS headers go to known origins only, so a foreign page can't read even the refusal.
 */
export function originGuard(known: () => readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('origin');
    if (origin !== undefined) {
      if (!known().includes(origin)) return refuse(c, notAllowed());
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Access-Control-Expose-Headers', EXPOSED_HEADERS);
    }
    return next();
  };
}

/** The console is never used from another site's page: its own origin only, and no CORS headers for anybody. */
export function sameOriginGuard(own: () => readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const crossSite = c.req.header('sec-fetch-site') === 'cross-site';
    if ((origin !== undefined && !own().includes(origin)) || crossSite) return refuse(c, notAllowed());
    return next();
  };
}

/** Programs have no origin; a page that knows the telephony secret has told it to everybody. */
export const refuseOrigins: MiddlewareHandler<AppEnv> = async (c, next) =>
  c.req.header('origin') === undefined
    ? next()
    : refuse(c, new Refusal('ORIGIN_NOT_ALLOWED', 'The telephony API is for servers; it is never called from a page.'));

const notAllowed = (): Refusal =>
  new Refusal('ORIGIN_NOT_ALLOWED', "Pages of this origin may not use this service; its operator can add the origin to the site's list.");

/** Answers OPTIONS for an address; to a browser's preflight with what CORS needs, as narrow as the address is. */
export function answerOptions(c: AppContext, methods: readonly string[]): Response {
  c.header('Allow', allowOf(methods));
  if (c.req.header('origin') !== undefined && c.req.header('access-control-request-method') !== undefined) {
    c.header('Access-Control-Allow-Methods', methods.join(', '));
    c.header('Access-Control-Allow-Headers', ALLOWED_HEADERS);
    c.header('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    c.header('Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers', { append: true });
  }
  return c.body(null, 204);
}

/** Value of `Allow` for an address that serves these methods. */
export const allowOf = (methods: readonly string[]): string =>
  [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
