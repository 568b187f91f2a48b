import { Refusal } from '../domain/refusal.js';
import type { Config } from '@ringback/contract';
import type { StoredUser } from '../ports/console-store.js';
import type { Dependencies } from './dependencies.js';
import { leaveDesk } from './leave-desk.js';
import type { ConsoleUser } from './ringback.js';

const MINUTE_MS = 60_000;
/** Section 12: idle this long, a session is over. */
const IDLE_MS = 20 * MINUTE_MS;
/** A request moves the end of its session, but not every one is written down. */
const TOUCH_MS = MINUTE_MS;
const FAILURES_ALLOWED = 5;
const FAILURE_WINDOW_MS = 15 * MINUTE_MS;
/** Judged for a name that nobody has, so that the answer takes as long as for one that somebody has. */
const NOBODYS_HASH = `scrypt$32768$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Writes the users of the configuration file. A password that is the same keeps its hash. */
export async function putFileUsers(
  { people, credentials }: Pick<Dependencies, 'people' | 'credentials'>,
  users: Config['users'],
): Promise<void> {
  await people.keepFileUsers(users.map(({ username }) => username));
  for (const { username, password, roles, skills, queues } of users) {
    const known = await people.findUser(username);
    const same = known !== undefined && (await credentials.verifyPassword(password, known.passwordHash));
    const passwordHash = same ? known.passwordHash : await credentials.hashPassword(password);
    await people.putFileUser({ username, passwordHash, roles, skills, queues: queues ?? undefined });
  }
}

/** See `Ringback.login`. */
export async function login(deps: Dependencies, username: string, password: string): Promise<{ sessionToken: string }> {
  const { people, credentials, clock } = deps;
  const now = clock.now();
  await requireFewFailures(deps, username);
  const user = await people.findUser(username);
  const matches = await credentials.verifyPassword(password, user?.passwordHash ?? NOBODYS_HASH);
  if (!user || !matches) throw new Refusal('NOT_AUTHENTICATED', 'Username or password is wrong.');
  await people.clearLoginFailures(credentials.digest(username));
  const sessionToken = credentials.newToken();
  await people.addSession({
    tokenHash: credentials.digest(sessionToken),
    username: user.username,
    csrfToken: credentials.newToken(),
    at: now,
  });
  return { sessionToken };
}

/**
 * Notes a try of a password as a failure before it is judged; whoever was right has their failures cleared.
 * @throws Refusal TOO_MANY_REQUESTS
 */
export async function requireFewFailures(
  { people, credentials, clock }: Pick<Dependencies, 'people' | 'credentials' | 'clock'>,
  username: string,
): Promise<void> {
  const now = clock.now();
  const oldest = await people.noteLoginTry(credentials.digest(username), now, { since: now - FAILURE_WINDOW_MS, limit: FAILURES_ALLOWED });
  if (oldest === undefined) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest + FAILURE_WINDOW_MS - now) / 1000));
  throw new Refusal('TOO_MANY_REQUESTS', `Too many failed logins. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`, {
    retryAfterSeconds,
  });
}

/** See `SettingsVerbs.sessionLives`. 1 statement. */
export const sessionLives = async ({ people, credentials, clock }: Dependencies, token: string): Promise<boolean> =>
  (await people.findSession(credentials.digest(token), clock.now() - IDLE_MS)) !== undefined;

/** See `Ringback.session`. 1 statement, and one more once a minute if it is a use. */
export async function session(
  { people, credentials, clock }: Dependencies,
  token: string,
  { use }: { use: boolean },
): Promise<{ user: ConsoleUser; csrfToken: string } | undefined> {
  const now = clock.now();
  const tokenHash = credentials.digest(token);
  const found = await people.findSession(tokenHash, now - IDLE_MS);
  if (!found) return undefined;
  if (use && now - found.seenAt >= TOUCH_MS) await people.touchSession(tokenHash, now);
  return { user: toConsoleUser(found.user), csrfToken: found.csrfToken };
}

/** See `Ringback.logout`. Whoever has no other session leaves the desk with it. */
export async function logout(deps: Dependencies, token: string): Promise<void> {
  const lastOf = await deps.people.endSession(deps.credentials.digest(token));
  if (lastOf !== undefined) await leaveDesk(deps, lastOf);
}

/** Ends sessions that nobody used for 20 minutes, with their live streams. Resolves with the number of people who are gone. */
export async function endIdleSessions(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  const { ended, gone } = await deps.people.endIdleSessions(now - IDLE_MS, now - FAILURE_WINDOW_MS);
  if (ended > 0) deps.changes.announce({ signedOut: true });
  for (const username of gone) await leaveDesk(deps, username);
  return gone.length;
}

const toConsoleUser = ({ username, roles, queues }: StoredUser): ConsoleUser => ({ username, roles, queues });
