import type { Role } from '@ringback/contract';
import type { ManagedUser, UserEdit, UserStore } from '../ports/user-store.js';
import { appendAudit } from './audit-log.js';
import type { Database, Queryable } from './database.js';

const COLUMNS = `username, roles, skills, queues, settings_source, password_source, version, changed_at, changed_by`;
const LIST = `SELECT ${COLUMNS} FROM console_user WHERE NOT deleted ORDER BY username`;
/** The last administrator must stay, whoever else is being changed: one edit at a time. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('ringback users', 0))`;
/** A user who was deleted before begins anew. A change of one who has a password may leave it as it is. */
const PUT = `
  INSERT INTO console_user AS kept (username, password_hash, password_source, roles, skills, queues, settings_source, version, changed_at, changed_by)
  VALUES ($1, coalesce($2, ''), 'console', $3, $4::jsonb, $5, 'console', 1, $6, $7)
  ON CONFLICT (username) DO UPDATE SET roles = excluded.roles, skills = excluded.skills, queues = excluded.queues,
    password_hash = coalesce($2, kept.password_hash), password_source = CASE WHEN $2 IS NULL THEN kept.password_source ELSE 'console' END,
    settings_source = 'console', deleted = false, version = kept.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  RETURNING ${COLUMNS}`;
const SET_PASSWORD = `
  UPDATE console_user SET password_hash = $2, password_source = 'console', version = version + 1, changed_at = $3, changed_by = $4
  WHERE username = $1 RETURNING ${COLUMNS}`;
/** The hash goes, so that nothing of the account can be used again. */
const DELETE = `
  UPDATE console_user SET deleted = true, password_hash = '', settings_source = 'console', version = version + 1, changed_at = $2, changed_by = $3
  WHERE username = $1`;
const END_SESSIONS = `DELETE FROM console_session WHERE username = $1 AND ($2::bytea IS NULL OR token_hash <> $2)`;

interface Row {
  username: string;
  roles: Role[];
  skills: Record<string, number>;
  queues: string[] | null;
  settings_source: 'file' | 'console';
  password_source: 'file' | 'console';
  version: number;
  changed_at: number | null;
  changed_by: string | null;
}

/** Users in PostgreSQL. */
export const userStore = (database: Database): UserStore => ({
  list: () => list(database),
  edit: ({ at, actor }, decide) =>
    database.transaction(async (tx) => {
      await tx.rows(LOCK);
      const edit = decide(await list(tx));
      const { username, audit } = edit;
      const [row] = await write(tx, edit, { at: new Date(at), actor });
      await tx.rows(END_SESSIONS, [username, edit.keepSession ?? null]);
      await appendAudit(tx, { at, actor, kind: 'users', name: username, ...audit });
      return row && toUser(row);
    }),
});

const list = async (on: Queryable): Promise<ManagedUser[]> => (await on.rows<Row>(LIST)).map(toUser);

function write(tx: Queryable, { username, change }: UserEdit, { at, actor }: { at: Date; actor: string }): Promise<Row[]> {
  switch (change.kind) {
    case 'put': {
      const { roles, skills, queues } = change.settings;
      return tx.rows(PUT, [username, change.passwordHash ?? null, roles, JSON.stringify(skills), queues ?? null, at, actor]);
    }
    case 'password':
      return tx.rows(SET_PASSWORD, [username, change.passwordHash, at, actor]);
    case 'delete':
      return tx.rows(DELETE, [username, at, actor]);
  }
}

const toUser = (row: Row): ManagedUser => ({
  username: row.username,
  roles: row.roles,
  skills: row.skills,
  queues: row.queues ?? undefined,
  source: row.settings_source,
  passwordSource: row.password_source,
  version: row.version,
  changedAt: row.changed_at ?? undefined,
  changedBy: row.changed_by ?? undefined,
});
