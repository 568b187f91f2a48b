import type { Database } from './database.js';

const FILES = import.meta.glob<string>('./sql/*.sql', { query: '?raw', import: 'default', eager: true });

/** Any number will do as long as nothing else in the database locks it. */
const MIGRATION_LOCK = 7_040_001;

interface Migration {
  readonly version: number;
  readonly sql: string;
}

const migrations: readonly Migration[] = Object.entries(FILES)
  .map(([path, sql]) => ({ version: Number(/(\d{4})_[a-z0-9-]+\.sql$/.exec(path)?.[1]), sql }))
  .sort((a, b) => a.version - b.version);

/** The schema version that this build writes. */
export const SCHEMA_VERSION = migrations.at(-1)?.version ?? 0;

/**
 * Brings the schema to {@link SCHEMA_VERSION}; safe to call from many replicas at once.
 * @throws Error when the database was migrated by a newer build.
 */
export async function migrate(database: Database, now: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.rows('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.script('CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL)');
    const applied = new Set((await tx.rows<{ version: number }>('SELECT version FROM schema_version')).map(({ version }) => version));
    const current = Math.max(0, ...applied);
    if (current > SCHEMA_VERSION) {
      throw new Error(
        `The database has schema version ${current}, this build of Ringback knows only ${SCHEMA_VERSION}. Start the newer build, or restore the backup made before the upgrade.`,
      );
    }
    // Also one whose number was reserved and that arrived after a later one.
    for (const { version, sql } of migrations.filter((migration) => !applied.has(migration.version))) {
      await tx.rows('INSERT INTO schema_version (version, applied_at) VALUES ($1, $2)', [version, new Date(now)]);
      await tx.script(sql);
    }
  });
}
