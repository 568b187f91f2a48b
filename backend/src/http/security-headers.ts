import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.js';
import { captchaSources } from './captcha-policy.js';

const policy = (frameAncestors: string, ...more: readonly string[]): string =>
  [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
    ...more,
  ].join('; ');

/**
 * Policy of the demo's pages. `captchaScript`: address of the provider's script, where there is a captcha; it makes policies for trusted
 * types whose names nobody documents.
 */
export function demoPolicy(captchaScript: string | undefined): string {
  const own = "'self'";
  if (captchaScript === undefined) return policy(own, "require-trusted-types-for 'script'", 'trusted-types ringback');
  const more = captchaSources(captchaScript);
  const rest = policy(own)
    .split('; ')
    .filter((directive) => !Object.hasOwn(more, directive.split(' ')[0] ?? ''));
  return [...rest, ...Object.entries(more).map(([directive, sources]) => `${directive} ${sources}`)].join('; ');
}

const EVERYWHERE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' };
/** Answers that no page shows; should one be opened as a page all the same, nothing of it runs or loads. */
const ON_DATA = { 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" };
const ON_PAGES = {
  'Content-Security-Policy': policy("'self'"),
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
/** The console makes no markup of texts at all, so no policy for trusted types is needed, and none is allowed. */
const ON_CONSOLE = {
  'Content-Security-Policy': policy("'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"),
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};
/** A year: whoever was here over https comes back over https. */
const OVER_HTTPS = { 'Strict-Transport-Security': 'max-age=31536000' };
const DATA = /^(?:application\/json|text\/(?:plain|csv|xml|event-stream))/;

/** Of what an answer is, and where. */
interface Answered {
  readonly path: string;
  /** Content type, empty when there is none. */
  readonly type: string;
}

/**
 * Headers that cost nothing where they don't matter and close doors where they do.
 * @param publicUrl PUBLIC_URL
 */
export function securityHeadersOf({ path, type }: Answered, publicUrl: string | undefined): Readonly<Record<string, string>> {
  return {
    ...EVERYWHERE,
    ...(type.startsWith('text/html') ? ON_PAGES : {}),
    ...(path.startsWith('/console') ? ON_CONSOLE : {}),
    ...(DATA.test(type) ? ON_DATA : {}),
    ...(publicUrl?.startsWith('https:') ? OVER_HTTPS : {}),
  };
}

/** Scripts that other sites load say so themselves. */
export const OWN_RESOURCES = ['Cross-Origin-Resource-Policy', 'same-origin'] as const;

/** Puts {@link securityHeadersOf} on every answer. */
export const securityHeaders =
  (publicUrl: string | undefined): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    await next();
    const type = c.res.headers.get('content-type') ?? '';
    for (const [name, value] of Object.entries(securityHeadersOf({ path: c.req.path, type }, publicUrl))) c.res.headers.set(name, value);
    const demo = c.get('demoPolicy');
    if (demo !== undefined) c.res.headers.set('Content-Security-Policy', demo);
    if (!c.res.headers.has(OWN_RESOURCES[0])) c.res.headers.set(...OWN_RESOURCES);
  };
