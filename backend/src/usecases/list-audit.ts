import { toIsoInstant, type AuditQuery } from '@ringback/contract';
import type { AuditRecord } from '../ports/audit-log.js';
import type { Dependencies } from './dependencies.js';
import type { ConsoleUser } from './ringback.js';
import { requireWholeSite } from './settings-reach.js';
import type { SettingsVerbs } from './settings-verbs.js';

const PAGE = 50;
const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** See `SettingsVerbs.listAudit`. 1 statement. */
export async function listAudit(
  { audit }: Dependencies,
  user: ConsoleUser,
  { kind, name, actor, from, to, beforeId, limit = PAGE }: AuditQuery,
): Promise<Awaited<ReturnType<SettingsVerbs['listAudit']>>> {
  requireWholeSite(user);
  const found = await audit.list({ kind, name, actor, from: instantOf(from), to: instantOf(to), beforeId, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { entries: page.map(toEntry), ...(found.length > limit && last && { next: last.id }) };
}

const toEntry = ({ before, after, at, ...entry }: AuditRecord) => ({
  ...entry,
  at: toIsoInstant(at),
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});
