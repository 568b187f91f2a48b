import { deleteCookie, setCookie } from 'hono/cookie';
import type { AppContext } from './app-env.js';

export const SESSION_COOKIE = 'ringback_session';
const PATH = '/console';

const attributes = (publicUrl: string | undefined) => ({
  path: PATH,
  httpOnly: true,
  sameSite: 'Strict' as const,
  secure: publicUrl?.startsWith('https:') ?? false,
});

/** Ends with the browser; how long it is good for is the server's business. */
export const giveSessionCookie = (c: AppContext, token: string, publicUrl: string | undefined): void =>
  setCookie(c, SESSION_COOKIE, token, attributes(publicUrl));

export const takeSessionCookie = (c: AppContext, publicUrl: string | undefined): void => {
  deleteCookie(c, SESSION_COOKIE, attributes(publicUrl));
};
