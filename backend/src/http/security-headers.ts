import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.js';

const policy = (frameAncestors: string): string =>
  [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');

const EVERYWHERE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' };
const ON_PAGES = { 'Content-Security-Policy': policy("'self'") };
const ON_CONSOLE = {
  'Content-Security-Policy': policy("'none'"),
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

/** Headers that cost nothing where they don't matter and close doors where they do. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const isPage = (c.res.headers.get('content-type') ?? '').startsWith('text/html');
  const isConsole = c.req.path.startsWith('/console');
  const headers = { ...EVERYWHERE, ...(isPage ? ON_PAGES : {}), ...(isConsole ? ON_CONSOLE : {}) };
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
};
