import { answerRoute } from '../route.js';
import { takeSessionCookie } from '../session-cookie.js';

export const logout = answerRoute('logout', async ({ caller, c }, { ringback, streams, publicUrl }) => {
  await ringback.logout(caller.sessionToken);
  streams.endOf(caller.sessionToken);
  takeSessionCookie(c, publicUrl);
  return {};
});
