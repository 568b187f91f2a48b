import type { Callback } from '../domain/callback.js';
import type { Change, ChangeResult } from '../ports/callback-store.js';
import { instantParameter, stateColumns } from './callback-row.js';
import type { Database, Queryable } from './database.js';

/*
 * One statement for every transition: the record only if its version is still the one that was decided on, and with it
 * the place it gives back, the place it takes, its attempt and its event. Nobody holds a lock while deciding.
 */
const CHANGE = `
WITH place AS (
  INSERT INTO slot_usage AS slot (queue, slot_start, taken)
  SELECT queue, $8::timestamptz, 1 FROM callback WHERE id = $1 AND version = $2 AND $16::integer > 0
  ON CONFLICT (queue, slot_start) DO UPDATE SET taken = slot.taken + 1 WHERE slot.taken < $16
  RETURNING 1
), matched AS (
  UPDATE call_in_request SET live = false, matched_at = $13, caller_number = $39, call_ref = $40, attempt = $19
  WHERE id = $38::uuid AND live AND EXISTS (SELECT FROM callback WHERE id = $1 AND version = $2)
  RETURNING id
), released AS (
  UPDATE call_in_number SET taken_until = NULL, taken_by = NULL FROM matched WHERE taken_by = matched.id
), changed AS (
  UPDATE callback SET version = version + 1, state = $3, reason = $4, desired_time = $5, queued_at = $6, not_before = $7,
    slot_start = $8, completed_at = $9, agent = $10, attempts = $11, last_outcome = $12,
    declines = $24::jsonb, offer_expires = $25, answered_at = $26, owned_until = $33, ready_at = $34, delete_after = coalesce($17, delete_after)
  WHERE id = $1 AND version = $2 AND ($16::integer IS NULL OR EXISTS (SELECT FROM place)) AND ($38::uuid IS NULL OR EXISTS (SELECT FROM matched))
  RETURNING id, queue, version
), freed AS (
  UPDATE slot_usage SET taken = slot_usage.taken - 1 FROM changed
  WHERE slot_usage.queue = changed.queue AND slot_usage.slot_start = $18::timestamptz AND slot_usage.slot_start IS DISTINCT FROM $8
), attempted AS (
  UPDATE attempt SET connected_at = CASE WHEN $20 THEN coalesce(connected_at, $13) ELSE connected_at END,
    agent = CASE WHEN $27 THEN $10 ELSE attempt.agent END,
    ended_at = CASE WHEN $21::text IS NULL THEN NULL ELSE $13::timestamptz END, outcome = $21
  FROM changed WHERE callback_id = changed.id AND number = $19 AND ended_at IS NULL
), begun AS (
  INSERT INTO attempt (callback_id, number, queue, dialer, claimed_by, agent, started_at, inbound, call_ref)
  SELECT id, $19, queue, $28, $29::uuid, $10, $13, $37::boolean, $40 FROM changed WHERE $28::text IS NOT NULL
), replaced AS (
  DELETE FROM push_delivery USING changed WHERE callback_id = changed.id AND $35::text IS NOT NULL
), pushed AS (
  INSERT INTO push_delivery (callback_id, hash, event, version, attempts, at, expires_at, next_at)
  SELECT id, hash, $35::text, version, $11, $13, $36::timestamptz, $13 FROM changed JOIN push_target ON callback_id = id AND dead_at IS NULL WHERE $35::text IS NOT NULL
), moved AS (
  UPDATE agent_presence SET since = $13,
    state = CASE WHEN $31 = 'not-ready' THEN $31 WHEN agent_presence.state = 'ready' AND $31 = 'after-call-work' THEN $31 ELSE agent_presence.state END,
    reason = CASE WHEN $31 = 'not-ready' THEN $32 ELSE agent_presence.reason END
  FROM changed WHERE username = $30::text
), noted AS (
  INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, actor_name, cause)
  SELECT id, version, $13, $22, $3, $14, $15, $23 FROM changed
)
SELECT (SELECT count(*) FROM changed) AS changed, (SELECT count(*) FROM place) AS placed`;

interface Counts {
  changed: number;
  placed: number;
}

/** The record changed under our feet after something else was written with it, which must be undone: a place taken, a request matched. */
class StaleMove extends Error {}

/** See `CallbackStore.change`. */
export async function changeCallbackRow(database: Database, change: Change): Promise<ChangeResult> {
  const takesPlace = change.move !== undefined && change.after.slotStart !== change.before.slotStart;
  const isMatch = change.calledIn !== undefined;
  if (!takesPlace && !isMatch) return (await send(database, change, null)).changed === 1 ? 'changed' : 'stale';
  try {
    return await database.transaction(async (tx) => {
      if (isMatch) return await matched(tx, change);
      const { changed, placed } = await send(tx, change, change.move?.slotCapacity ?? 0);
      if (changed === 1) return 'changed';
      if (placed === 1) throw new StaleMove();
      const [current] = await tx.rows<{ version: number }>('SELECT version FROM callback WHERE id = $1', [change.before.id]);
      return current?.version === change.before.version ? 'slot-full' : 'stale';
    });
  } catch (error) {
    if (error instanceof StaleMove) return 'stale';
    throw error;
  }
}

/** Callback and request go on together, or neither does. */
async function matched(tx: Queryable, change: Change): Promise<ChangeResult> {
  const { changed } = await send(tx, change, null);
  if (changed !== 1) throw new StaleMove();
  return 'changed';
}

async function send(on: Queryable, change: Change, capacity: number | null): Promise<Counts> {
  const [counts] = await on.rows<Counts>(CHANGE, parameters(change, capacity));
  return counts ?? { changed: 0, placed: 0 };
}

function parameters(
  { before, after, at, actor, cause, attempt, agent, push, calledIn, move }: Change,
  capacity: number | null,
): readonly unknown[] {
  const columns = stateColumns(after);
  const outcome = attempt?.kind === 'over' ? attempt.outcome : undefined;
  return [
    before.id,
    before.version,
    after.state,
    columns.reason ?? null,
    instantParameter(after.desiredTime),
    instantParameter(columns.queuedAt),
    instantParameter(columns.notBefore),
    instantParameter(columns.slotStart),
    instantParameter(columns.completedAt),
    columns.agent ?? null,
    after.attempts,
    after.lastOutcome ?? null,
    instantParameter(at),
    actor.kind,
    actor.name ?? null,
    capacity,
    instantParameter(move?.deleteAfter),
    instantParameter(before.slotStart),
    // Number 0 exists nowhere: a change that does not concern the attempt touches none.
    attemptNumber(before, after, attempt),
    attempt?.kind === 'connected' || outcome === 'connected',
    outcome ?? null,
    before.state,
    cause,
    JSON.stringify(after.declines),
    instantParameter(columns.offerExpires),
    instantParameter(columns.answeredAt),
    attempt?.kind === 'agent-changed',
    attempt?.kind === 'begun' ? attempt.dialer : null,
    attempt?.kind === 'begun' ? attempt.replica : null,
    agent?.username ?? null,
    agent?.becomes ?? null,
    agent?.reason ?? null,
    instantParameter(after.owner?.until),
    instantParameter(columns.readyAt),
    push?.event ?? null,
    instantParameter(push?.expiresAt),
    attempt?.kind === 'begun' && attempt.inbound === true,
    calledIn?.requestId ?? null,
    calledIn?.callerNumber ?? null,
    calledIn?.callRef ?? null,
  ];
}

function attemptNumber(before: Callback, after: Callback, attempt: Change['attempt']): number {
  if (attempt === undefined) return 0;
  if ('attempt' in before) return before.attempt;
  return 'attempt' in after ? after.attempt : 0;
}
