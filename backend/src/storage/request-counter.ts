import { createHmac } from 'node:crypto';
import type { RequestCounter } from '../ports/request-counter.js';
import type { Database } from './database.js';

const COUNT = `
  INSERT INTO request_count AS kept (key, ends_at, most, number) VALUES ($1, $2, $3, 1)
  ON CONFLICT (key) DO UPDATE SET number = kept.number + 1, most = excluded.most WHERE kept.number < excluded.most
  RETURNING number`;
const IS_FULL = `SELECT FROM request_count WHERE key = $1 AND number >= $2`;
const SWEEP = `DELETE FROM request_count WHERE ends_at <= $1`;

/** Counts in PostgreSQL. A key holds what is counted and its stretch of time, so no count is ever set back. */
export function requestCounter(database: Database, secret: string): RequestCounter {
  const number: RequestCounter['number'] = async ({ key, endsAt, most }) =>
    (await database.rows<{ number: number }>(COUNT, [key, new Date(endsAt), most]))[0]?.number;
  return {
    keyOf: (text) => createHmac('sha256', secret).update(`request count ${text}`).digest(),
    count: async (quota) => (await number(quota)) !== undefined,
    number,
    isFull: async ({ key, most }) => (await database.rows(IS_FULL, [key, most])).length > 0,
    sweep: async (now) => void (await database.rows(SWEEP, [new Date(now)])),
  };
}
