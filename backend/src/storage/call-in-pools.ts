import { createHash } from 'node:crypto';
import type { PoolNumber } from '@ringback/contract';
import type { CallIns } from '../ports/call-ins.js';
import type { Database, Queryable } from './database.js';

const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('ringback call-in pools', 0))`;
const SOURCES = `SELECT group_name, source FROM call_in_pool`;
const DROP = `DELETE FROM call_in_pool WHERE group_name <> ALL ($1::text[])`;
const PUT_POOL = `
  INSERT INTO call_in_pool (group_name, size, source) VALUES ($1, $2, $3)
  ON CONFLICT (group_name) DO UPDATE SET size = excluded.size, source = excluded.source`;
const DROP_NUMBERS = `DELETE FROM call_in_number WHERE group_name = $1`;
/** A number that is handed out stays so, whatever list it is in now. */
const PUT_NUMBERS = `
  INSERT INTO call_in_number (group_name, place, dnis, description, taken_until, taken_by)
  SELECT $1, given.place - 1, given.dnis, given.description, request.expires_at, request.id
  FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS given (dnis, description, place)
  LEFT JOIN call_in_request request ON request.to_number = given.dnis AND request.live AND request.exclusive`;
const READ = `SELECT dnis, description FROM call_in_number WHERE group_name = $1 ORDER BY place`;

const IMPORTED = 'import';

/** See `CallIns.pool`. */
export const readPool = async (database: Database, groupName: string): Promise<PoolNumber[]> =>
  (await database.rows<{ dnis: string; description: string | null }>(READ, [groupName])).map(({ dnis, description }) => ({
    dnis,
    description: description ?? undefined,
  }));

/** See `CallIns.keepPools`. 1 statement when all is as it should be. */
export async function keepPools(database: Database, groups: Parameters<CallIns['keepPools']>[0]): Promise<void> {
  if (isKept(await database.rows<Source>(SOURCES), groups)) return;
  await database.transaction(async (tx) => {
    await tx.rows(LOCK);
    const sources = new Map((await tx.rows<Source>(SOURCES)).map(({ group_name, source }) => [group_name, source]));
    await tx.rows(DROP, [groups.map(({ name }) => name)]);
    for (const { name, numbers } of groups) {
      if (numbers && sources.get(name) !== hashOf(numbers)) await fill(tx, { groupName: name, numbers, source: hashOf(numbers) });
    }
  });
}

/** Within the transaction of an edit of the group. */
export const importPool = (tx: Queryable, groupName: string, numbers: readonly PoolNumber[]): Promise<void> =>
  fill(tx, { groupName, numbers, source: IMPORTED });

interface Source {
  group_name: string;
  source: string;
}

function isKept(present: readonly Source[], groups: Parameters<CallIns['keepPools']>[0]): boolean {
  const sources = new Map(present.map(({ group_name, source }) => [group_name, source]));
  const wanted = new Set(groups.map(({ name }) => name));
  return (
    groups.every(({ name, numbers }) => !numbers || sources.get(name) === hashOf(numbers)) &&
    present.every(({ group_name }) => wanted.has(group_name))
  );
}

async function fill(
  tx: Queryable,
  { groupName, numbers, source }: { groupName: string; numbers: readonly PoolNumber[]; source: string },
): Promise<void> {
  await tx.rows(PUT_POOL, [groupName, numbers.length, source]);
  await tx.rows(DROP_NUMBERS, [groupName]);
  await tx.rows(PUT_NUMBERS, [groupName, numbers.map(({ dnis }) => dnis), numbers.map(({ description }) => description ?? null)]);
}

const hashOf = (numbers: readonly PoolNumber[]): string =>
  createHash('sha256')
    .update(JSON.stringify(numbers.map(({ dnis, description }) => [dnis, description ?? ''])))
    .digest('hex');
