import type { BulkResult, CallbackId } from '@ringback/contract';
import type { BulkCancelHead, BulkCancelStore, NewBulkCancel } from '../ports/bulk-cancel-store.js';
import type { Database } from './database.js';

const RESULT_OF = `CASE WHEN callback.id IS NULL OR ($4::text[] IS NOT NULL AND callback.queue <> ALL ($4)) THEN 'not-found'
  WHEN callback.state = 'PROCESSING' THEN 'in-conversation' WHEN callback.state = 'COMPLETED' THEN 'already-ended' END`;
const START = `
  WITH bulk AS (INSERT INTO bulk_cancel (id, requested_by, requested_at, queues) VALUES ($1, $2, $3, $4) RETURNING id)
  INSERT INTO bulk_cancel_item (bulk_id, callback_id, result)`;
const START_IDS = `${START}
  SELECT bulk.id, asked.id, ${RESULT_OF} FROM bulk, (SELECT DISTINCT unnest($5::uuid[]) AS id) asked LEFT JOIN callback ON callback.id = asked.id`;
const START_RANGE = `${START}
  SELECT bulk.id, callback.id, ${RESULT_OF} FROM bulk, callback
  WHERE state = ANY ($7::text[]) AND desired_time >= $5 AND desired_time < $6 AND ($4::text[] IS NULL OR queue = ANY ($4))`;
const CLAIM = `
  UPDATE bulk_cancel SET worked_by = $1, worked_until = $3
  WHERE id = (
    SELECT id FROM bulk_cancel WHERE finished_at IS NULL AND (worked_by = $1 OR worked_until IS NULL OR worked_until <= $2)
    ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING id, requested_by`;
const PENDING = `SELECT callback_id FROM bulk_cancel_item WHERE bulk_id = $1 AND result IS NULL ORDER BY callback_id LIMIT $2`;
const SETTLE = `
  UPDATE bulk_cancel_item SET result = settled.result FROM unnest($2::uuid[], $3::text[]) AS settled (id, result)
  WHERE bulk_id = $1 AND callback_id = settled.id AND bulk_cancel_item.result IS NULL`;
const FINISH = `
  WITH left_over AS (SELECT count(*) AS number FROM bulk_cancel_item WHERE bulk_id = $1 AND result IS NULL),
  finished AS (UPDATE bulk_cancel SET finished_at = $2 FROM left_over WHERE id = $1 AND finished_at IS NULL AND left_over.number = 0)
  SELECT number FROM left_over`;
const HEAD = `
  SELECT id, requested_by, requested_at, finished_at, counts FROM bulk_cancel CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(kind, number), '{}') AS counts FROM (
      SELECT coalesce(result, 'pending') AS kind, count(*) AS number FROM bulk_cancel_item WHERE bulk_id = bulk_cancel.id GROUP BY 1
    ) by_kind
  ) counted`;
const HEAD_BY_ID = `${HEAD} WHERE id = $1`;
const LATEST = `${HEAD} WHERE $1::text IS NULL OR requested_by = $1 ORDER BY requested_at DESC, id DESC LIMIT $2`;
const ITEMS = `
  SELECT callback_id AS id, result FROM bulk_cancel_item WHERE bulk_id = $1 AND ($2::uuid IS NULL OR callback_id > $2) ORDER BY callback_id LIMIT $3`;
const SWEEP = `DELETE FROM bulk_cancel WHERE requested_at < $1`;

interface HeadRow {
  id: string;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  counts: Partial<BulkCancelHead['counts']>;
}

/** Bulk cancels in PostgreSQL. */
export function bulkCancelStore(database: Database): BulkCancelStore {
  const heads = async (text: string, values: readonly unknown[]) => (await database.rows<HeadRow>(text, values)).map(toHead);
  return {
    start: (bulk) => start(database, bulk),
    async claim(worker, now, until) {
      const [row] = await database.rows<{ id: string; requested_by: string }>(CLAIM, [worker, new Date(now), new Date(until)]);
      return row && { id: row.id, requestedBy: row.requested_by };
    },
    pending: async (id, limit) => (await database.rows<{ callback_id: CallbackId }>(PENDING, [id, limit])).map((row) => row.callback_id),
    async settle(id, results, at) {
      if (results.size > 0) await database.rows(SETTLE, [id, [...results.keys()], [...results.values()]]);
      const [row] = await database.rows<{ number: number }>(FINISH, [id, new Date(at)]);
      return row?.number ?? 0;
    },
    head: async (id) => (await heads(HEAD_BY_ID, [id]))[0],
    latest: (requestedBy, limit) => heads(LATEST, [requestedBy ?? null, limit]),
    async items(id, after, limit) {
      const rows = await database.rows<{ id: CallbackId; result: BulkResult | null }>(ITEMS, [id, after ?? null, limit]);
      return rows.map((row) => ({ id: row.id, result: row.result ?? undefined }));
    },
    sweep: async (before) => void (await database.rows(SWEEP, [new Date(before)])),
  };
}

async function start(database: Database, { id, requestedBy, at, queues, selection }: NewBulkCancel): Promise<void> {
  const head = [id, requestedBy, new Date(at), queues ?? null];
  switch (selection.kind) {
    case 'ids':
      return void (await database.rows(START_IDS, [...head, selection.ids]));
    case 'range':
      return void (await database.rows(START_RANGE, [...head, new Date(selection.from), new Date(selection.to), selection.states]));
  }
}

const toHead = (row: HeadRow): BulkCancelHead => ({
  id: row.id,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  finishedAt: row.finished_at ?? undefined,
  counts: { pending: 0, cancelled: 0, 'in-conversation': 0, 'already-ended': 0, 'not-found': 0, ...row.counts },
});
