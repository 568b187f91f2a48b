import type { CallbackIn } from '../domain/callback.js';
import { HoldsAnother, type Assigned, type Assignment, type Round, type RoundRequest } from '../ports/attempt-store.js';
import type { Dialer } from '../ports/dialer.js';
import { readRoster } from './agent-store.js';
import { CALLBACK_COLUMNS, instantParameter, toCallback, type CallbackRow } from './callback-row.js';
import { violatedUnique } from './database-errors.js';
import type { Database, Queryable } from './database.js';

/** Held for one round, so that one replica at a time decides by what all of them have done. */
const ROUND_LOCK = 7_040_002;
const TRY_ROUND = 'SELECT pg_try_advisory_xact_lock($1) AS mine';

/*
 * All assignments of a round in one statement. An attempt is on record before anything rings; an offer has none. SKIP
 * LOCKED: an agent who takes one by hand, or stops being ready, never waits for the dispatcher. The version makes sure
 * that what is written is what was judged; the lock on the agent, that whoever says "not ready" after it sees the offer.
 */
const ASSIGN = `
WITH pair AS (
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::text[]) AS pair (id, version, agent, expires, dialer)
), there AS (
  SELECT username FROM agent_presence WHERE username = ANY ($3) AND state = 'ready' FOR SHARE SKIP LOCKED
), chosen AS (
  SELECT pair.*, callback.state AS from_state, attempt.started_at FROM pair
  JOIN callback ON callback.id = pair.id AND callback.version = pair.version
    AND (callback.state = 'QUEUED' OR (callback.state = 'ROUTING' AND answered_at IS NOT NULL AND callback.agent IS NULL))
  LEFT JOIN attempt ON attempt.callback_id = callback.id AND attempt.ended_at IS NULL
  WHERE pair.agent IS NULL OR pair.agent IN (SELECT username FROM there)
  FOR UPDATE OF callback SKIP LOCKED
), assigned AS (
  UPDATE callback SET state = 'ROUTING', not_before = NULL, agent = chosen.agent, offer_expires = chosen.expires,
    declines = CASE WHEN chosen.expires IS NULL THEN '{}' ELSE declines END, version = callback.version + 1
  FROM chosen WHERE callback.id = chosen.id
  RETURNING ${CALLBACK_COLUMNS.replace(/\w+/g, 'callback.$&')}, chosen.from_state, chosen.started_at, chosen.dialer
), started AS (
  INSERT INTO attempt (callback_id, number, queue, dialer, claimed_by, agent, started_at)
  SELECT id, attempts + 1, queue, dialer, $6, agent, $7 FROM assigned WHERE dialer IS NOT NULL
), called AS (
  UPDATE attempt SET agent = assigned.agent FROM assigned
  WHERE assigned.from_state = 'ROUTING' AND attempt.callback_id = assigned.id AND attempt.ended_at IS NULL
), noted AS (
  INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, actor_name, cause)
  SELECT id, version, $7, from_state, 'ROUTING', CASE WHEN dialer IS NULL THEN 'system' ELSE $8 END, CASE WHEN dialer IS NULL THEN NULL ELSE $9 END,
    CASE WHEN from_state = 'ROUTING' THEN 'agent called' WHEN dialer IS NULL THEN 'offered' ELSE 'claimed' END FROM assigned
)
SELECT * FROM assigned`;

type AssignedRow = CallbackRow & { from_state: 'QUEUED' | 'ROUTING'; started_at: number | null; dialer: Dialer['kind'] | null };

/** See `AttemptStore.round`. */
export async function dispatchRound(database: Database, request: RoundRequest): Promise<Round> {
  try {
    return await database.transaction(async (tx) => {
      const [round] = await tx.rows<{ mine: boolean }>(TRY_ROUND, [ROUND_LOCK]);
      if (round?.mine !== true) return 'busy';
      const assignments = request.plan(await readRoster(tx));
      return assignments.length === 0 ? [] : await assign(tx, assignments, request);
    });
  } catch (error) {
    throw violatedUnique(error) === 'callback_held' ? new HoldsAnother() : error;
  }
}

async function assign(on: Queryable, assignments: readonly Assignment[], { replica, at, actor }: RoundRequest): Promise<Assigned[]> {
  const rows = await on.rows<AssignedRow>(ASSIGN, [
    assignments.map(({ callback }) => callback.id),
    assignments.map(({ callback }) => callback.version),
    assignments.map(({ agent }) => agent ?? null),
    assignments.map((one) => (one.kind === 'offer' ? instantParameter(one.expiresAt) : null)),
    assignments.map((one) => (one.kind === 'dial' ? one.dialer : null)),
    replica,
    new Date(at),
    actor.kind,
    actor.name ?? null,
  ]);
  return rows.map((row) => toAssigned(row, at));
}

function toAssigned(row: AssignedRow, at: number): Assigned {
  const callback = inCall(row);
  if (row.from_state === 'ROUTING') return { kind: 'bridge', callback, startedAt: row.started_at ?? at };
  return row.dialer === null ? { kind: 'offer', callback } : { kind: 'dial', dialer: row.dialer, callback, startedAt: at };
}

/** A callback whose state the statement that read it has made sure of. */
export function inCall(row: CallbackRow): CallbackIn<'ROUTING' | 'PROCESSING'> {
  const callback = toCallback(row);
  if (callback.state !== 'ROUTING' && callback.state !== 'PROCESSING') throw new Error(`a call belongs to a callback in ${callback.state}`);
  return callback;
}
