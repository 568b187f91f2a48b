import type { AuditDraft, AuditFilter, AuditLog, AuditRecord } from '../ports/audit-log.js';
import type { Database, Queryable } from './database.js';

const APPEND = `INSERT INTO audit (at, actor, action, kind, name, before, after) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)`;
const LIST = `
  SELECT id, at, actor, action, kind, name, before, after FROM audit
  WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR name = $2) AND ($3::text IS NULL OR actor = $3)
    AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5) AND ($6::bigint IS NULL OR id < $6)
  ORDER BY id DESC LIMIT $7`;

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
const instantOf = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

/** Writes an entry, in the transaction of what it tells. */
export async function appendAudit(tx: Queryable, { at, actor, action, kind, name, before, after }: AuditDraft): Promise<void> {
  await tx.rows(APPEND, [new Date(at), actor, action, kind, name, jsonOf(before), jsonOf(after)]);
}

type Row = Omit<AuditRecord, 'before' | 'after'> & { before: unknown; after: unknown };

/** The audit log in PostgreSQL. */
export const auditLog = (database: Database): AuditLog => ({
  list: async ({ kind, name, actor, from, to, beforeId, limit }: AuditFilter) =>
    (
      await database.rows<Row>(LIST, [kind ?? null, name ?? null, actor ?? null, instantOf(from), instantOf(to), beforeId ?? null, limit])
    ).map((row) => ({ ...row, before: row.before ?? undefined, after: row.after ?? undefined })),
});
