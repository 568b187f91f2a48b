import type { CallbackId } from '@ringback/contract';
import type { QueueReader, QueueSnapshot, Waiting } from '../ports/queue-reader.js';
import type { QueueCounts } from '../ports/service-counts.js';
import type { Database } from './database.js';
import { SCHEMA_VERSION } from './migrate.js';

/** SQL of an instant as epoch ms, a double that JSON writes without a fraction. */
const ms = (instant: string): string => `round(date_part('epoch', ${instant}) * 1000)`;

/** One value instead of a row for each callback: reading rows would cost us more than all else of a board. */
const SNAPSHOT = `
  SELECT
    (SELECT coalesce(json_agg(json_build_array(id, version, phone, concat_ws(' ', user_data->>'firstname', user_data->>'lastname'), priority,
        ${ms('queued_at')}, ${ms('desired_time')}, ${ms('not_before')}, attempts, skill_expression, owner, ${ms('owned_until')}, declines,
        upcoming_due AND EXISTS (SELECT FROM push_target WHERE callback_id = callback.id AND dead_at IS NULL),
        ${ms('ready_at')},
        CASE WHEN ready_at IS NOT NULL
          THEN (SELECT ${ms('max(expires_at)')} FROM call_in_request WHERE callback_id = callback.id AND live) END)), '[]')
      FROM callback WHERE queue = $1 AND state = 'QUEUED') AS waiting,
    (SELECT count(*)::integer FROM callback WHERE queue = $1 AND state = 'ROUTING') AS routing,
    (SELECT coalesce(json_agg(json_build_array(${ms('started_at')}, ${ms('ended_at')}) ORDER BY ended_at DESC), '[]') FROM (
      SELECT started_at, ended_at FROM attempt WHERE queue = $1 AND outcome = 'connected' ORDER BY ended_at DESC LIMIT 32) last) AS finished`;
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

/** In the order of `SNAPSHOT`. */
type WaitingValues = [
  id: string,
  version: number,
  phone: string,
  name: string,
  priority: number,
  queuedAt: number,
  desiredTime: number,
  notBefore: number | null,
  attempts: number,
  skillExpression: string | null,
  owner: string | null,
  ownedUntil: number | null,
  declines: Record<string, number>,
  upcomingDue: boolean,
  readyAt: number | null,
  callInUntil: number | null,
];
interface SnapshotRow {
  waiting: WaitingValues[];
  routing: number;
  finished: [startedAt: number, endedAt: number][];
}

/** Queues as PostgreSQL has them. */
export function queueReader(database: Database): QueueReader {
  return {
    async snapshot(queue): Promise<QueueSnapshot> {
      const [row] = await database.rows<SnapshotRow>(SNAPSHOT, [queue]);
      const { waiting, routing, finished } = row as SnapshotRow;
      return {
        waiting: waiting.map((values) => toWaiting(queue, values)),
        routing,
        finished: finished.map(([startedAt, endedAt]) => ({ finishedAt: endedAt, handleSeconds: (endedAt - startedAt) / 1000 })),
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

function toWaiting(queue: string, values: WaitingValues): Waiting {
  const [id, version, phone, name, priority, queuedAt, desiredTime, notBefore, attempts, skillExpression, owner, ownedUntil, ...rest] =
    values;
  const [declines, upcomingDue, readyAt, callInUntil] = rest;
  return {
    id: id as CallbackId,
    version,
    queue,
    phone,
    name: name === '' ? undefined : name,
    priority,
    queuedAt,
    desiredTime,
    notBefore: notBefore ?? undefined,
    attempts,
    skillExpression: skillExpression ?? undefined,
    owner: owner === null ? undefined : { agent: owner, until: ownedUntil ?? undefined },
    declines,
    upcomingDue,
    readyAt: readyAt ?? undefined,
    callInUntil: callInUntil ?? undefined,
  };
}
