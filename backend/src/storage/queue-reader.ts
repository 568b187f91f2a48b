import type { CallbackId } from '@ringback/contract';
import type { QueueReader, QueueSnapshot, Waiting } from '../ports/queue-reader.js';
import type { QueueCounts } from '../ports/service-counts.js';
import type { Database } from './database.js';
import { SCHEMA_VERSION } from './migrate.js';

const SNAPSHOT = `
  SELECT 'waiting' AS kind, id, version, phone, concat_ws(' ', user_data->>'firstname', user_data->>'lastname') AS name,
    priority, queued_at, desired_time, not_before, attempts, skill_expression, owner, owned_until, declines,
    NULL::timestamptz AS started_at, NULL::timestamptz AS ended_at,
    upcoming_due AND EXISTS (SELECT FROM push_target WHERE callback_id = callback.id AND dead_at IS NULL) AS upcoming_due, ready_at,
    CASE WHEN ready_at IS NOT NULL THEN (SELECT max(expires_at) FROM call_in_request WHERE callback_id = callback.id AND live) END AS call_in_until
  FROM callback WHERE queue = $1 AND state = 'QUEUED'
  UNION ALL (
    SELECT 'finished', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, started_at, ended_at, NULL, NULL, NULL
    FROM attempt WHERE queue = $1 AND outcome = 'connected' ORDER BY ended_at DESC LIMIT 32
  )
  UNION ALL
  SELECT 'routing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(*)::integer, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM callback WHERE queue = $1 AND state = 'ROUTING'`;
/** One value instead of a row for each slot: reading those would cost us more than all else of an answer. */
const SLOTS_TAKEN = `
  SELECT coalesce(json_agg(json_build_array((extract(epoch FROM slot_start) * 1000)::bigint, taken)), '[]') AS taken
  FROM slot_usage WHERE queue = $1 AND slot_start >= $2 AND slot_start < $3 AND taken > 0`;
/** One scan of each small partial index instead of one of the table. */
const COUNTS = `
  SELECT queue, state, count(*) AS number FROM (
    SELECT queue, state FROM callback WHERE state = 'SCHEDULED'
    UNION ALL SELECT queue, state FROM callback WHERE state = 'QUEUED'
    UNION ALL SELECT queue, state FROM callback WHERE state IN ('ROUTING', 'PROCESSING')
  ) live GROUP BY queue, state`;
const READY = `SELECT max(version) AS version FROM schema_version`;

interface WaitingRow {
  kind: 'waiting';
  id: string;
  version: number;
  phone: string;
  name: string;
  priority: number;
  queued_at: number;
  desired_time: number;
  not_before: number | null;
  attempts: number;
  skill_expression: string | null;
  owner: string | null;
  owned_until: number | null;
  declines: Record<string, number>;
  upcoming_due: boolean;
  ready_at: number | null;
  call_in_until: number | null;
}
interface FinishedRow {
  kind: 'finished';
  started_at: number;
  ended_at: number;
}
interface RoutingRow {
  kind: 'routing';
  attempts: number;
}

/** Queues as PostgreSQL has them. */
export function queueReader(database: Database): QueueReader {
  return {
    async snapshot(queue): Promise<QueueSnapshot> {
      const rows = await database.rows<WaitingRow | FinishedRow | RoutingRow>(SNAPSHOT, [queue]);
      return {
        waiting: rows.filter((row) => row.kind === 'waiting').map((row) => toWaiting(queue, row)),
        routing: rows.find((row) => row.kind === 'routing')?.attempts ?? 0,
        finished: rows
          .filter((row) => row.kind === 'finished')
          .map((row) => ({ finishedAt: row.ended_at, handleSeconds: (row.ended_at - row.started_at) / 1000 })),
      };
    },
    async slotsTaken(queue, from, to) {
      const [row] = await database.rows<{ taken: [start: number, taken: number][] }>(SLOTS_TAKEN, [queue, new Date(from), new Date(to)]);
      return new Map(row?.taken);
    },
    async counts(queues) {
      const rows = await database.rows<{ queue: string; state: keyof QueueCounts['byState']; number: number }>(COUNTS);
      const of = (queue: string, state: keyof QueueCounts['byState']): number =>
        rows.find((row) => row.queue === queue && row.state === state)?.number ?? 0;
      return queues.map((queue) => ({
        queue,
        byState: {
          SCHEDULED: of(queue, 'SCHEDULED'),
          QUEUED: of(queue, 'QUEUED'),
          ROUTING: of(queue, 'ROUTING'),
          PROCESSING: of(queue, 'PROCESSING'),
        },
      }));
    },
    async ready() {
      try {
        const [row] = await database.rows<{ version: number | null }>(READY);
        return row?.version === SCHEMA_VERSION;
      } catch {
        return false;
      }
    },
  };
}

const toWaiting = (queue: string, row: WaitingRow): Waiting => ({
  id: row.id as CallbackId,
  version: row.version,
  queue,
  phone: row.phone,
  name: row.name === '' ? undefined : row.name,
  priority: row.priority,
  queuedAt: row.queued_at,
  desiredTime: row.desired_time,
  notBefore: row.not_before ?? undefined,
  attempts: row.attempts,
  skillExpression: row.skill_expression ?? undefined,
  owner: row.owner === null ? undefined : { agent: row.owner, until: row.owned_until ?? undefined },
  declines: row.declines,
  upcomingDue: row.upcoming_due,
  readyAt: row.ready_at ?? undefined,
  callInUntil: row.call_in_until ?? undefined,
});
