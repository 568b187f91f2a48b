import { createHmac } from 'node:crypto';
import { forgottenAt, nextPlaceAt, partOf, roomIn, type Window } from '../domain/sliding-window.js';
import type { QuotaState, RequestCounter, Slide, SlidingQuota } from '../ports/request-counter.js';
import type { Database } from './database.js';
import { together } from './together.js';

const COUNT = `
  INSERT INTO request_count AS kept (key, ends_at, most, number) VALUES ($1, $2, $3, 1)
  ON CONFLICT (key) DO UPDATE SET number = kept.number + 1, most = excluded.most WHERE kept.number < excluded.most
  RETURNING number`;
const SWEEP = `DELETE FROM request_count WHERE ends_at <= $1`;

/** What an insert into `request_count AS kept` does when the row is there already. */
export const ONE_MORE = `
  latest = greatest(kept.latest, excluded.latest), most = excluded.most, ends_at = greatest(kept.ends_at, excluded.ends_at),
  counts = request_counted(kept.counts, excluded.latest - kept.latest),
  number = request_total(request_counted(kept.counts, excluded.latest - kept.latest))`;

/**
 * Any number of keys, each once. The row locks, taken in the order of the keys, make it one after the other for all replicas. A row that
 * is refused is told as it was before. Nobody waits for the disk: a machine that breaks down forgets less than a second of counting, and
 * bookings need not stand in line behind a flood's commits.
 */
const SLIDE = `
  WITH asked AS (
    SELECT * FROM unnest($1::bytea[], $2::timestamptz[], $3::integer[], $4::bigint[]) AS one (key, ends_at, most, latest)
  ), counted AS (
    INSERT INTO request_count AS kept (key, ends_at, most, number, latest, counts)
    SELECT key, ends_at, most, 1, latest, request_counted(NULL, 0) FROM asked ORDER BY key
    ON CONFLICT (key) DO UPDATE SET ${ONE_MORE}
    WHERE request_total(request_counted(kept.counts, excluded.latest - kept.latest)) <= excluded.most
    RETURNING key, latest, counts
  )
  SELECT key, true AS granted, latest, counts, set_config('synchronous_commit', 'off', true) AS durability FROM counted
  UNION ALL
  SELECT kept.key, false, kept.latest, kept.counts, NULL FROM request_count AS kept JOIN asked USING (key)
  WHERE NOT EXISTS (SELECT FROM counted WHERE counted.key = kept.key)`;
const WINDOW = `SELECT latest, counts FROM request_count WHERE key = $1 AND counts IS NOT NULL`;

/** Counts in PostgreSQL. A key of {@link COUNT} holds what is counted and its stretch of time, so no count is ever set back. */
export function requestCounter(database: Database, secret: string): RequestCounter {
  const slide = together<Asked, Slide>({ nameOf, askAll: (all) => slideAll(database, all) });
  const number: RequestCounter['number'] = async ({ key, endsAt, most }) =>
    (await database.rows<{ number: number }>(COUNT, [key, new Date(endsAt), most]))[0]?.number;
  return {
    keyOf: (text) => createHmac('sha256', secret).update(`request count ${text}`).digest(),
    count: async (quota) => (await number(quota)) !== undefined,
    number,
    slide: (quota, now) => slide({ quota, now }),
    async look(quota, now) {
      const [window] = await database.rows<Window>(WINDOW, [quota.key]);
      return window ? stateOf(window, quota, now) : { remaining: quota.most, nextAt: now };
    },
    sweep: async (now) => void (await database.rows(SWEEP, [new Date(now)])),
  };
}

interface Asked {
  readonly quota: SlidingQuota;
  readonly now: number;
}

async function slideAll(database: Database, all: readonly Asked[]): Promise<Slide[]> {
  const part = ({ quota, now }: Asked): number => partOf(now, quota.lengthMs);
  const values = [
    all.map(({ quota }) => quota.key),
    all.map((asked) => new Date(forgottenAt(part(asked), asked.quota.lengthMs))),
    all.map(({ quota }) => quota.most),
    all.map(part),
  ];
  const rows = await database.rows<Window & { key: Buffer; granted: boolean }>(SLIDE, values);
  const told = new Map(rows.map((row) => [hex(row.key), row]));
  return all.map((asked) => {
    const row = told.get(nameOf(asked));
    // Refused by a row so new that the statement could not see it, or only as it was before: full, and for the whole stretch.
    const isSeen = row !== undefined && (row.granted || roomIn(row, asked.quota.most, windowAt(asked)) === 0);
    const window = isSeen ? row : { latest: part(asked), counts: [asked.quota.most] };
    return { granted: row?.granted ?? false, ...stateOf(window, asked.quota, asked.now) };
  });
}

const windowAt = ({ quota, now }: Asked): { now: number; lengthMs: number } => ({ now, lengthMs: quota.lengthMs });
const nameOf = ({ quota }: Asked): string => hex(quota.key);
const hex = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex');

const stateOf = (window: Window, { most, lengthMs }: SlidingQuota, now: number): QuotaState => ({
  remaining: roomIn(window, most, { now, lengthMs }),
  nextAt: nextPlaceAt(window, most, { now, lengthMs }),
});
