import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.js';

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

/**
 * Headers that cost nothing where they don't matter and close doors where they do.
 * @param publicUrl PUBLIC_URL
 */
export const securityHeaders =
  (publicUrl: string | undefined): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    await next();
    const type = c.res.headers.get('content-type') ?? '';
    const isConsole = c.req.path.startsWith('/console');
    const headers = {
      ...EVERYWHERE,
      ...(type.startsWith('text/html') ? ON_PAGES : {}),
      ...(isConsole ? ON_CONSOLE : {}),
      ...(DATA.test(type) ? ON_DATA : {}),
      ...(publicUrl?.startsWith('https:') ? OVER_HTTPS : {}),
    };
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    // Scripts that other sites load say so themselves.
    if (!c.res.headers.has('Cross-Origin-Resource-Policy')) c.res.headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  };
