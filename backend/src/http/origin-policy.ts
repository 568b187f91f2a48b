import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../domain/refusal.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv, AppServices } from './app-env.js';

/** `cache-control` is what the vendor's client says when it asks for statistics. */
const ALLOWED_HEADERS = 'content-type, x-api-key, authorization, idempotency-key, cache-control';
const EXPOSED_HEADERS = 'x-correlation-id, retry-after, ratelimit, ratelimit-policy, date';
const PREFLIGHT_SECONDS = '600';

/** Where which origins may ask: the public APIs, the console, the telephony API. */
export type OriginArea = 'public' | 'console' | 'telephony';

/** Prefixes of the addresses that have a rule. */
export const ORIGIN_AREAS = [
  ['/engagement/', 'public'],
  ['/visitor/', 'public'],
  ['/console/v1/', 'console'],
  ['/telephony/', 'telephony'],
] as const satisfies readonly (readonly [prefix: string, area: OriginArea])[];

/** What the rule looks at. */
export interface OriginAsked {
  readonly origin: string | undefined;
  /** Sec-Fetch-Site. */
  readonly fetchSite: string | undefined;
}

/** The same of a request as Node knows it. */
export const originAskedBy = ({ headers }: IncomingMessage): OriginAsked => ({
  origin: headers.origin,
  fetchSite: headers['sec-fetch-site'] as string | undefined,
});

/** Origins of pages that may ask: everywhere, and in the public area. */
export interface KnownOrigins {
  /** Of this server itself. */
  readonly own: () => readonly string[];
  /** Of the site. */
  readonly listed: () => readonly string[];
}

export const knownOriginsOf = (services: Pick<AppServices, 'config' | 'ownOrigins'>): KnownOrigins => ({
  own: () => services.ownOrigins(),
  listed: () => services.config.site.origins,
});

interface OriginVerdict {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly refusal: Refusal | undefined;
}

/**
 * SE1: in the public area a request from a page is served only when the page's origin is known; one without `Origin` (an app, a server)
 * passes. CORS headers go to known origins only, so a foreign page can't read even the refusal. The console is never used from another
 * site's page: its own origin only, and no CORS headers for anybody. Telephony programs have no origin; a page that knows the
 * telephony secret has told it to everybody.
 */
export function judgeOrigin(area: OriginArea, { origin, fetchSite }: OriginAsked, known: KnownOrigins): OriginVerdict {
  switch (area) {
    case 'public':
      if (origin === undefined) return { headers: VARY, refusal: undefined };
      if (!known.listed().includes(origin) && !known.own().includes(origin)) return { headers: VARY, refusal: NOT_ALLOWED };
      return {
        headers: [...VARY, ['access-control-allow-origin', origin], ['access-control-expose-headers', EXPOSED_HEADERS]],
        refusal: undefined,
      };
    case 'console': {
      const isForeign = (origin !== undefined && !known.own().includes(origin)) || fetchSite === 'cross-site';
      return { headers: [], refusal: isForeign ? NOT_ALLOWED : undefined };
    }
    case 'telephony':
      return { headers: [], refusal: origin === undefined ? undefined : NOT_FROM_PAGES };
  }
}

const VARY = [['vary', 'Origin']] as const;
// Made once: an error costs more to make than all the rest of its answer.
const NOT_ALLOWED = new Refusal(
  'ORIGIN_NOT_ALLOWED',
  "Pages of this origin may not use this service; its operator can add the origin to the site's list.",
);
const NOT_FROM_PAGES = new Refusal('ORIGIN_NOT_ALLOWED', 'The telephony API is for servers; it is never called from a page.');

/** Serves an area to whom {@link judgeOrigin} lets in. */
export function originGuard(area: OriginArea, known: KnownOrigins): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const asked = { origin: c.req.header('origin'), fetchSite: c.req.header('sec-fetch-site') };
    const { headers, refusal } = judgeOrigin(area, asked, known);
    for (const [name, value] of headers) c.header(name, value, { append: name === 'vary' });
    return refusal ? refuse(c, refusal) : next();
  };
}

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
