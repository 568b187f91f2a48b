import type { RecordMatch } from '../domain/record-search.js';
import type { RecordPage, RecordQuery } from '../ports/record-store.js';
import { CALLBACK_COLUMNS, instantParameter, toCallback, type CallbackRow } from './callback-row.js';
import type { Database } from './database.js';

/** Records that one page of a search looks at. */
const SCANNED = 5_000;

const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/*
 * The names of all queues are found by stepping through the index. For each queue and state the page is one stretch of
 * callback_listed, read no further than the page needs; only the records of the page itself are fetched. Sorted by
 * creation (an id begins with its time) the whole range is read, but of the index alone. OFFSET 0 keeps the planner from
 * joining the other way round, for which it would read the table.
 */
const listStatement = ({ sort, descending }: Pick<RecordQuery, 'sort' | 'descending'>): string => {
  const [direction, beyond] = descending ? ['DESC', '<'] : ['ASC', '>'];
  const byTime = sort === 'desiredTime';
  const order = byTime ? `desired_time ${direction}, id ${direction}` : `id ${direction}`;
  const reversed = byTime
    ? `desired_time ${descending ? 'ASC' : 'DESC'}, id ${descending ? 'ASC' : 'DESC'}`
    : `id ${descending ? 'ASC' : 'DESC'}`;
  const after = byTime
    ? `(desired_time, id) ${beyond} ($5::timestamptz, $6::uuid)`
    : `id ${beyond} $6::uuid AND $5::timestamptz IS NOT NULL`;
  return `
WITH RECURSIVE known AS (
  (SELECT queue FROM callback ORDER BY queue LIMIT 1)
  UNION ALL
  SELECT (SELECT queue FROM callback WHERE queue > known.queue ORDER BY queue LIMIT 1) FROM known WHERE known.queue IS NOT NULL
), asked AS (
  SELECT queue FROM known WHERE $1::text[] IS NULL AND queue IS NOT NULL UNION ALL SELECT unnest($1::text[])
), keys AS (
  SELECT part.* FROM asked CROSS JOIN unnest($2::text[]) AS wanted (state) CROSS JOIN LATERAL (
    SELECT id, desired_time FROM callback
    WHERE queue = asked.queue AND state = wanted.state AND desired_time >= $3 AND desired_time < $4 AND ${after}
    ORDER BY ${order} LIMIT $7
  ) part
  ORDER BY ${order} LIMIT $7
), scan AS (
  SELECT (SELECT count(*) FROM keys) AS scanned, last.id AS last_id, last.desired_time AS last_time
  FROM (SELECT) one LEFT JOIN (SELECT id, desired_time FROM keys ORDER BY ${reversed} LIMIT 1) last ON true
), found AS (
  SELECT whole.* FROM keys CROSS JOIN LATERAL (
    SELECT ${CALLBACK_COLUMNS} FROM callback WHERE id = keys.id
      AND ($9::text[] IS NULL OR phone LIKE ANY ($9))
      AND ($10::text IS NULL OR lower(concat_ws(' ', user_data->>'firstname', user_data->>'lastname')) LIKE $10)
      AND ($11::text IS NULL OR id::text LIKE $11)
    OFFSET 0
  ) whole
  ORDER BY ${order} LIMIT $8
)
SELECT scan.*, found.* FROM scan LEFT JOIN found ON true ORDER BY ${order}`;
};

const STATEMENTS = new Map(
  (['desiredTime', 'createdAt'] as const).flatMap((sort) =>
    [false, true].map((descending) => [`${sort} ${descending}`, listStatement({ sort, descending })] as const),
  ),
);

/** The statement of a list with its parameters. */
export function listQuery(query: RecordQuery): { text: string; values: readonly unknown[] } {
  const { descending, after, match, limit } = query;
  const patterns = patternsOf(match);
  return {
    text: STATEMENTS.get(`${query.sort} ${descending}`) ?? '',
    values: [
      query.queues ?? null,
      query.states,
      instantParameter(query.from) ?? '-infinity',
      instantParameter(query.to) ?? 'infinity',
      after ? new Date(after.at) : descending ? 'infinity' : '-infinity',
      after?.id ?? (descending ? HIGHEST_ID : LOWEST_ID),
      // One more than the page tells whether there is a next one.
      match ? SCANNED + 1 : limit + 1,
      limit + 1,
      patterns.phone,
      patterns.name,
      patterns.id,
    ],
  };
}

type Row = CallbackRow & { scanned: number; last_id: string | null; last_time: number | null };

/** See `RecordStore.list`. */
export async function listRecords(database: Database, query: RecordQuery): Promise<RecordPage> {
  const { text, values } = listQuery(query);
  const rows = await database.rows<Row>(text, values);
  const callbacks = rows.filter(({ id }) => id !== null).map(toCallback);
  const page = callbacks.slice(0, query.limit);
  const last = page.at(-1);
  if (callbacks.length > query.limit && last) return { callbacks: page, next: { at: last.desiredTime, id: last.id } };
  const [scan] = rows;
  const more = query.match !== undefined && scan !== undefined && scan.scanned > SCANNED;
  if (!more || scan.last_id === null || scan.last_time === null) return { callbacks: page, next: undefined };
  return { callbacks: page, next: { at: scan.last_time, id: scan.last_id as (typeof callbacks)[number]['id'] } };
}

function patternsOf(match: RecordMatch | undefined): { phone: string[] | null; name: string | null; id: string | null } {
  const none = { phone: null, name: null, id: null };
  switch (match?.field) {
    case undefined:
      return none;
    case 'phone':
      return { ...none, phone: match.digits.map((digits) => `%${digits}%`) };
    case 'name':
      return { ...none, name: containing(match.part) };
    case 'id':
      return { ...none, id: containing(match.part) };
  }
}

const containing = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`;
