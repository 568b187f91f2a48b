import type { Override } from '../domain/config-overrides.js';
import { mapSecrets } from '../domain/secrets.js';
import type { OverrideEdit, OverrideStore } from '../ports/override-store.js';
import type { Vault } from '../ports/vault.js';
import { appendAudit } from './audit-log.js';
import { importPool } from './call-in-pools.js';
import type { Database, Queryable } from './database.js';

const VERSION = `SELECT coalesce(max(version), 0) AS version FROM config_override`;
const READ = `SELECT kind, name, value, deleted, version, changed_at, changed_by FROM config_override`;
const WRITE = `
  INSERT INTO config_override (kind, name, value, deleted, version, changed_at, changed_by) VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7)
  ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, deleted = excluded.deleted, version = excluded.version,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by`;
/** Whether an edit is right depends on all other objects, so there is one at a time. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('ringback settings', 0))`;

interface Row {
  kind: Override['kind'];
  name: string;
  value: unknown;
  deleted: boolean;
  version: number;
  changed_at: number;
  changed_by: string;
}

/** Edits of the configuration in PostgreSQL, their secrets sealed. */
export function overrideStore(database: Database, vault: Vault): OverrideStore {
  const read = async (on: Queryable): Promise<Override[]> => (await on.rows<Row>(READ)).map((row) => toOverride(row, vault));
  return {
    version: async () => (await database.rows<{ version: number }>(VERSION))[0]?.version ?? 0,
    read: () => read(database),
    edit: ({ at, actor }, decide) =>
      database.transaction(async (tx) => {
        await tx.rows(LOCK);
        const present = await read(tx);
        const { audit, pool, ...edit } = decide(present);
        const written: Override = { ...edit, version: nextVersion(present), changedAt: at, changedBy: actor };
        await tx.rows(WRITE, parameters(written, vault));
        if (pool) await importPool(tx, edit.name, pool);
        await appendAudit(tx, { at, actor, kind: edit.kind === 'site' ? edit.name : edit.kind, name: auditName(edit), ...audit });
        return written;
      }),
  };
}

const nextVersion = (present: readonly Override[]): number => Math.max(0, ...present.map(({ version }) => version)) + 1;

/** A part has no name beside its own. */
const auditName = ({ kind, name }: Pick<OverrideEdit, 'kind' | 'name'>): string => (kind === 'site' ? 'site' : name);

const contextOf = ({ kind, name }: { kind: string; name: string }): string => `${kind} ${name}`;

function parameters(override: Override, vault: Vault): readonly unknown[] {
  const { kind, name, value, deleted, version, changedAt, changedBy } = override;
  const sealed = kind === 'site' ? mapSecrets(name, value, (secret) => vault.seal(secret, contextOf(override))) : value;
  return [kind, name, sealed === undefined ? null : JSON.stringify(sealed), deleted, version, new Date(changedAt), changedBy];
}

function toOverride(row: Row, vault: Vault): Override {
  const { kind, name, deleted, version } = row;
  const opened = kind === 'site' ? mapSecrets(name, row.value, (sealed) => vault.open(sealed, contextOf(row))) : row.value;
  return { kind, name, value: opened ?? undefined, deleted, version, changedAt: row.changed_at, changedBy: row.changed_by };
}
