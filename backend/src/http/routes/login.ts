import { getCookie } from 'hono/cookie';
import { Refusal } from '../../domain/refusal.js';
import { answerRoute } from '../route.js';
import { SESSION_COOKIE, giveSessionCookie } from '../session-cookie.js';
import { sessionView } from '../session-view.js';

export const login = answerRoute('login', async ({ body, c }, services) => {
  const { ringback, streams, publicUrl } = services;
  const { sessionToken } = await ringback.login(body.username, body.password);
  const session = await ringback.session(sessionToken);
  if (!session) throw new Refusal('NOT_AUTHENTICATED', 'The session ended before it began; please log in again.');
  // SE2: the token changes at login, and the one that was there before is worth nothing any more.
  const before = getCookie(c, SESSION_COOKIE);
  if (before) {
    await ringback.logout(before);
    streams.endOf(before);
  }
  giveSessionCookie(c, sessionToken, publicUrl);
  return sessionView(session, services);
});
