import type { AttemptOutcome, CallbackId } from '@ringback/contract';
import type { Actor } from '../domain/callback.js';
import type { RecordStore, WholeRecord } from '../ports/record-store.js';
import { CALLBACK_COLUMNS, toCallback, type CallbackRow } from './callback-row.js';
import type { Database } from './database.js';
import { listRecords } from './record-list.js';

const OF_NUMBER = `
  SELECT ${CALLBACK_COLUMNS} FROM callback WHERE phone = $1 AND ($2::text[] IS NULL OR queue = ANY ($2)) ORDER BY created_at DESC, id DESC LIMIT $3`;

const WHOLE = `
  SELECT ${CALLBACK_COLUMNS}, origin, offered_wait, recreated_from,
    (SELECT coalesce(jsonb_agg(again.id ORDER BY again.id), '[]') FROM callback again WHERE again.recreated_from = callback.id) AS recreated_as,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('at', extract(epoch FROM at) * 1000, 'from', from_state, 'to', to_state,
        'kind', actor_kind, 'name', actor_name, 'cause', cause) ORDER BY event.version), '[]')
      FROM callback_event event WHERE event.callback_id = callback.id) AS history,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('number', number, 'dialer', dialer, 'agent', attempt.agent, 'started', extract(epoch FROM started_at) * 1000,
        'connected', extract(epoch FROM connected_at) * 1000, 'ended', extract(epoch FROM ended_at) * 1000, 'outcome', outcome) ORDER BY number), '[]')
      FROM attempt WHERE attempt.callback_id = callback.id) AS dials
  FROM callback`;
const WHOLE_BY_ID = `${WHOLE} WHERE id = $1`;
const WHOLE_BY_NUMBER = `${WHOLE} WHERE phone = $1 ORDER BY created_at, id`;
const OPEN_OF_NUMBER = `SELECT id FROM callback WHERE phone = $1 AND state <> 'COMPLETED'`;
const ERASE = `
  WITH gone AS (DELETE FROM callback WHERE phone = $1 AND state = 'COMPLETED' RETURNING 1),
  calls AS (DELETE FROM call_in_request WHERE (from_number = $1 OR caller_number = $1) AND NOT (live AND expires_at > $2)),
  noted AS (
    INSERT INTO audit (at, actor, action, kind, name, after)
    SELECT $2, $3, 'deleted', 'personal-data', $4, jsonb_build_object('records', (SELECT count(*) FROM gone))
  )
  SELECT count(*) AS gone FROM gone`;

interface WholeRow extends CallbackRow {
  origin: Record<string, unknown>;
  offered_wait: number;
  recreated_from: string | null;
  recreated_as: string[];
  history: { at: number; from: string | null; to: string; kind: Actor['kind']; name: string | null; cause: string }[];
  dials: {
    number: number;
    dialer: string;
    agent: string | null;
    started: number;
    connected: number | null;
    ended: number | null;
    outcome: AttemptOutcome | null;
  }[];
}

/** Records in PostgreSQL. */
export function recordStore(database: Database): RecordStore {
  return {
    list: (query) => listRecords(database, query),
    ofNumber: async (phone, queues, limit) => (await database.rows<CallbackRow>(OF_NUMBER, [phone, queues ?? null, limit])).map(toCallback),
    whole: async (id) => (await database.rows<WholeRow>(WHOLE_BY_ID, [id])).map(toWhole)[0],
    wholeOfNumber: async (phone) => (await database.rows<WholeRow>(WHOLE_BY_NUMBER, [phone])).map(toWhole),
    openOfNumber: async (phone) => (await database.rows<{ id: CallbackId }>(OPEN_OF_NUMBER, [phone])).map(({ id }) => id),
    async erase(phone, { at, actor, subject }) {
      const [row] = await database.rows<{ gone: number }>(ERASE, [phone, new Date(at), actor, subject]);
      return row?.gone ?? 0;
    },
  };
}

const toWhole = (row: WholeRow): WholeRecord => ({
  callback: toCallback(row),
  origin: row.origin,
  offeredWait: row.offered_wait,
  recreatedFrom: (row.recreated_from ?? undefined) as CallbackId | undefined,
  recreatedAs: row.recreated_as as CallbackId[],
  history: row.history.map(({ at, from, to, kind, name, cause }) => ({
    at,
    from: from ?? undefined,
    to,
    actor: name === null ? { kind } : { kind, name },
    cause,
  })),
  dials: row.dials.map(({ number, dialer, agent, started, connected, ended, outcome }) => ({
    number,
    dialer,
    agent: agent ?? undefined,
    startedAt: started,
    connectedAt: connected ?? undefined,
    endedAt: ended ?? undefined,
    outcome: outcome ?? undefined,
  })),
});
