import type { ConsoleStore, StoredUser } from '../ports/console-store.js';
import { SIMULATOR_PAUSED } from './agent-store.js';
import type { Database } from './database.js';

/** What the console has set since wins; whom it deleted stays deleted. */
const PUT_FILE_USER = `
  INSERT INTO console_user AS kept (username, password_hash, password_source, roles, skills, queues) VALUES ($1, $2, 'file', $3, $4::jsonb, $5)
  ON CONFLICT (username) DO UPDATE SET
    roles = CASE WHEN kept.settings_source = 'file' THEN excluded.roles ELSE kept.roles END,
    skills = CASE WHEN kept.settings_source = 'file' THEN excluded.skills ELSE kept.skills END,
    queues = CASE WHEN kept.settings_source = 'file' THEN excluded.queues ELSE kept.queues END,
    password_hash = CASE WHEN kept.password_source = 'file' THEN excluded.password_hash ELSE kept.password_hash END
  WHERE NOT kept.deleted`;
const FIND_USER = `SELECT username, password_hash, roles, queues FROM console_user WHERE username = $1 AND NOT deleted`;
const KEEP_FILE_USERS = `DELETE FROM console_user WHERE password_source = 'file' AND username <> ALL ($1)`;
const NOTE_TRY = `
  WITH recent AS (SELECT at FROM login_failure WHERE username_hash = $1 AND at > $3 ORDER BY at DESC LIMIT $4),
  noted AS (INSERT INTO login_failure (username_hash, at) SELECT $1, $2 WHERE (SELECT count(*) FROM recent) < $4 RETURNING 1)
  SELECT CASE WHEN EXISTS (SELECT FROM noted) THEN NULL ELSE (SELECT min(at) FROM recent) END AS oldest`;
const CLEAR_FAILURES = `DELETE FROM login_failure WHERE username_hash = $1`;
const ADD_SESSION = `INSERT INTO console_session (token_hash, username, csrf_token, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)`;
const FIND_SESSION = `
  SELECT username, password_hash, roles, queues, csrf_token, seen_at FROM console_session JOIN console_user USING (username)
  WHERE token_hash = $1 AND seen_at > $2`;
const TOUCH_SESSION = `UPDATE console_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2`;
const END_SESSION = `DELETE FROM console_session WHERE token_hash = $1 RETURNING username`;
const HAS_SESSION = `SELECT FROM console_session WHERE username = $1 LIMIT 1`;
/** Also finds the ready without any session: a replica may have died between ending one and saying not ready. */
const END_IDLE = `
  WITH ended AS (DELETE FROM console_session WHERE seen_at <= $1 RETURNING username),
  lone AS (
    SELECT username FROM ended UNION SELECT username FROM agent_presence WHERE state <> 'not-ready'
    UNION SELECT agent FROM callback WHERE state = 'ROUTING' AND agent IS NOT NULL
  )
  SELECT (SELECT count(*) FROM ended) AS ended, ARRAY(
    SELECT username FROM lone LEFT JOIN agent_presence USING (username)
    WHERE NOT EXISTS (SELECT FROM console_session WHERE console_session.username = lone.username AND seen_at > $1)
      AND via IS DISTINCT FROM 'telephony') AS gone`;
const FORGET_FAILURES = `DELETE FROM login_failure WHERE at <= $1`;
const SET_PAUSED = `INSERT INTO setting (key, value) VALUES ('${SIMULATOR_PAUSED}', to_jsonb($1::boolean)) ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

interface UserRow {
  username: string;
  password_hash: string;
  roles: string[];
  queues: string[] | null;
}

/** The console's people in PostgreSQL. */
export function consoleStore(database: Database): ConsoleStore {
  const names = async (text: string, values: readonly unknown[]): Promise<string[]> =>
    (await database.rows<{ username: string }>(text, values)).map(({ username }) => username);
  return {
    putFileUser: async ({ username, passwordHash, roles, skills, queues }) =>
      void (await database.rows(PUT_FILE_USER, [username, passwordHash, roles, JSON.stringify(skills), queues ?? null])),
    findUser: async (username) => (await database.rows<UserRow>(FIND_USER, [username])).map(toUser)[0],
    keepFileUsers: async (usernames) => void (await database.rows(KEEP_FILE_USERS, [usernames])),
    async noteLoginTry(hash, at, { since, limit }) {
      const [row] = await database.rows<{ oldest: number | null }>(NOTE_TRY, [hash, new Date(at), new Date(since), limit]);
      return row?.oldest ?? undefined;
    },
    clearLoginFailures: async (hash) => void (await database.rows(CLEAR_FAILURES, [hash])),
    addSession: async ({ tokenHash, username, csrfToken, at }) =>
      void (await database.rows(ADD_SESSION, [tokenHash, username, csrfToken, new Date(at)])),
    async findSession(tokenHash, seenAfter) {
      const [row] = await database.rows<UserRow & { csrf_token: string; seen_at: number }>(FIND_SESSION, [tokenHash, new Date(seenAfter)]);
      return row && { user: toUser(row), csrfToken: row.csrf_token, seenAt: row.seen_at };
    },
    touchSession: async (tokenHash, at) => void (await database.rows(TOUCH_SESSION, [tokenHash, new Date(at)])),
    async endSession(tokenHash) {
      const [username] = await names(END_SESSION, [tokenHash]);
      if (username === undefined) return undefined;
      return (await database.rows(HAS_SESSION, [username])).length === 0 ? username : undefined;
    },
    async endIdleSessions(seenBefore, failuresBefore) {
      await database.rows(FORGET_FAILURES, [new Date(failuresBefore)]);
      const [row] = await database.rows<{ ended: number; gone: string[] }>(END_IDLE, [new Date(seenBefore)]);
      return row ?? { ended: 0, gone: [] };
    },
    setSimulatorPaused: async (paused) => void (await database.rows(SET_PAUSED, [paused])),
  };
}

const toUser = (row: UserRow): StoredUser => ({
  username: row.username,
  passwordHash: row.password_hash,
  roles: row.roles,
  queues: row.queues ?? undefined,
});
