import { getCookie } from 'hono/cookie';
import { answerRoute } from '../route.js';
import { SESSION_COOKIE } from '../session-cookie.js';

export const consoleWelcome = answerRoute('consoleWelcome', async ({ c }, { demoLogin, ringback }) => {
  const token = getCookie(c, SESSION_COOKIE);
  const signedIn = token !== undefined && (await ringback.session(token)) !== undefined;
  return { signedIn, ...(demoLogin && { demoLogin }) };
});
