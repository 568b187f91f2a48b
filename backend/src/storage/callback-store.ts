import type { CallbackEvent, CallbackStore } from '../ports/callback-store.js';
import type { Actor } from '../domain/callback.js';
import { CALLBACK_COLUMNS, toCallback, type CallbackRow } from './callback-row.js';
import { changeCallbackRow } from './change-callback.js';
import { createCallbackRow, findingByKey, KEY_LIFE_MS } from './create-callback.js';
import type { Database } from './database.js';

const FIND_MANY = `SELECT ${CALLBACK_COLUMNS} FROM callback WHERE id = ANY($1::uuid[])`;
/** Reads the index of scheduled ones up to the latest of all these times ($5). */
const DUE = `
  SELECT ${CALLBACK_COLUMNS} FROM callback
  WHERE state = 'SCHEDULED' AND desired_time <= $5
    AND (desired_time <= $1 OR (queue = ANY ($3) AND desired_time <= (
      SELECT later.until FROM unnest($3::text[], $4::timestamptz[]) AS later (queue, until) WHERE later.queue = callback.queue)))
  ORDER BY desired_time, id LIMIT $2`;
const OF_AGENT = `
  SELECT ${CALLBACK_COLUMNS} FROM callback WHERE (scheduled_by = $1 OR owner = $1) AND state <> 'COMPLETED' ORDER BY desired_time, id`;
const EVENTS = `SELECT version, at, from_state, to_state, actor_kind, actor_name, cause FROM callback_event WHERE callback_id = $1 ORDER BY version`;
const DELETE_OLD = `
  DELETE FROM callback WHERE id IN (SELECT id FROM callback WHERE state = 'COMPLETED' AND delete_after <= $1 ORDER BY delete_after LIMIT $2) RETURNING 1 AS gone`;
const FORGET_KEYS = `
  UPDATE callback SET idempotency_hash = NULL WHERE idempotency_hash IN (
    SELECT idempotency_hash FROM callback WHERE idempotency_hash IS NOT NULL AND created_at <= $1 LIMIT $2) RETURNING 1 AS forgotten`;
const DELETE_SLOTS = `DELETE FROM slot_usage WHERE slot_start < $1`;

/** A slot's counter is of no use to anybody once its day is over. */
const SLOT_LIFE_MS = 24 * 3_600_000;

interface EventRow {
  version: number;
  at: number;
  from_state: string | null;
  to_state: string;
  actor_kind: Actor['kind'];
  actor_name: string | null;
  cause: string;
}

/** Callbacks in PostgreSQL. */
export function callbackStore(database: Database): CallbackStore {
  const callbacks = async (text: string, values: readonly unknown[]) => (await database.rows<CallbackRow>(text, values)).map(toCallback);
  return {
    create: (booking) => createCallbackRow(database, booking),
    findByKey: findingByKey(database),
    find: async (id) => (await callbacks(FIND_MANY, [[id]]))[0],
    findMany: (ids) => callbacks(FIND_MANY, [ids]),
    change: (change) => changeCallbackRow(database, change),
    ofAgent: (username) => callbacks(OF_AGENT, [username]),
    due(now, later, limit) {
      const untils = [...later.values()];
      const latest = new Date(Math.max(now, ...untils));
      return callbacks(DUE, [new Date(now), limit, [...later.keys()], untils.map((until) => new Date(until)), latest]);
    },
    events: async (id) => (await database.rows<EventRow>(EVENTS, [id])).map(toEvent),
    async sweep(now, limit) {
      await database.rows(DELETE_SLOTS, [new Date(now - SLOT_LIFE_MS)]);
      return (await database.rows(DELETE_OLD, [new Date(now), limit])).length;
    },
    forgetKeys: async (now, limit) => (await database.rows(FORGET_KEYS, [new Date(now - KEY_LIFE_MS), limit])).length,
  };
}

const toEvent = (row: EventRow): CallbackEvent => ({
  version: row.version,
  at: row.at,
  from: row.from_state ?? undefined,
  to: row.to_state,
  actor: row.actor_name === null ? { kind: row.actor_kind } : { kind: row.actor_kind, name: row.actor_name },
  cause: row.cause,
});
