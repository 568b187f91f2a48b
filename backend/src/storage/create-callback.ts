import { createHash } from 'node:crypto';
import type { Callback } from '../domain/callback.js';
import { forgottenAt, partOf } from '../domain/sliding-window.js';
import type { CreateResult, NewCallback } from '../ports/callback-store.js';
import { CALLBACK_COLUMNS, instantParameter, stateColumns, toCallback, type CallbackRow } from './callback-row.js';
import { violatedCheck, violatedUnique } from './database-errors.js';
import type { Database, Queryable } from './database.js';
import { ONE_MORE } from './request-counter.js';
import { together } from './together.js';

/** CB1: how long a key is remembered. */
export const KEY_LIFE_MS = 24 * 3_600_000;

/*
 * One statement, one round trip, one commit: the place (SL7), the record with its key (CB1) and its first event (CB8)
 * come into being together or not at all. The UPDATE of the slot's row waits for whoever holds it and then sees the
 * newest count, so the last place has exactly one taker. A unique index that refuses the record undoes the place, too, and so does
 * the count of the number that would go beyond its limit (SE1). A record that was made again is told so (CB6).
 */
const CREATE = `
WITH known AS (
  SELECT ${CALLBACK_COLUMNS} FROM callback WHERE idempotency_hash = $18 AND created_at > $22
), place AS (
  INSERT INTO slot_usage AS slot (queue, slot_start, taken)
  SELECT $2, $7::timestamptz, 1 WHERE $7::timestamptz IS NOT NULL AND $23::integer > 0 AND NOT EXISTS (SELECT FROM known)
  ON CONFLICT (queue, slot_start) DO UPDATE SET taken = slot.taken + 1 WHERE slot.taken < $23
  RETURNING 1
), counted AS (
  INSERT INTO request_count AS kept (key, ends_at, most, number, latest, counts)
  SELECT $27::bytea, $28::timestamptz, $29::integer, 1, $37::bigint, request_counted(NULL, 0)
  WHERE $27::bytea IS NOT NULL AND NOT EXISTS (SELECT FROM known)
  ON CONFLICT (key) DO UPDATE SET ${ONE_MORE}
), made AS (
  INSERT INTO callback (id, queue, phone, state, scheduled, desired_time, slot_start, created_at, queued_at, not_before, attempts,
    priority, language, user_data, origin, offered_wait, one_per_number, idempotency_hash, delete_after, recreated_from,
    skill_expression, owner, owned_until, scheduled_by, upcoming_due, version)
  SELECT $1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15::jsonb, $16, $17, $18, $19, $26::uuid, $30, $31, $32, $33,
    $34::boolean, 1
  WHERE NOT EXISTS (SELECT FROM known)
    AND ($7::timestamptz IS NULL OR EXISTS (SELECT FROM place))
    AND ($24::integer IS NULL OR $24 > (
      SELECT count(*) FROM (SELECT FROM callback WHERE queue = $2 AND state = 'QUEUED' LIMIT $24) waiting
    ) + (SELECT count(*) FROM callback WHERE queue = $2 AND state IN ('ROUTING', 'PROCESSING')))
  RETURNING id
), noted AS (
  INSERT INTO callback_event (callback_id, version, at, to_state, actor_kind, actor_name, cause)
  SELECT id, 1, $8, $4, $20, $21, $25 FROM made
), devices AS (
  INSERT INTO push_target (callback_id, hash, token, url)
  SELECT made.id, sha256(convert_to(device.token, 'UTF8')), device.token, device.url
  FROM made CROSS JOIN unnest($35::text[], $36::text[]) AS device (token, url)
), original AS (
  UPDATE callback SET version = version + 1 WHERE id = $26 AND EXISTS (SELECT FROM made) RETURNING id, version
), told AS (
  INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, actor_name, cause)
  SELECT id, version, $8, 'COMPLETED', 'COMPLETED', $20, $21, 'recreated as ' || $1::uuid FROM original
)
SELECT (SELECT count(*) FROM made) AS made, known.id IS NOT NULL AS known, known.* FROM (SELECT) AS always LEFT JOIN known ON true`;

const FIND_BY_KEY = `SELECT ${CALLBACK_COLUMNS} FROM callback WHERE idempotency_hash = $1 AND created_at > $2`;
const FIND_BY_KEYS = `SELECT ${CALLBACK_COLUMNS}, idempotency_hash FROM callback WHERE idempotency_hash = ANY ($1::bytea[]) AND created_at > $2`;
const GIVE_BACK = `UPDATE request_count SET number = number - 1, counts[1] = counts[1] - 1 WHERE key = $1 AND counts[1] > 0`;
const FORGET_KEY = `UPDATE callback SET idempotency_hash = NULL WHERE idempotency_hash = $1 AND created_at <= $2`;
const LOCK_QUEUE = `SELECT pg_advisory_xact_lock(hashtextextended('ringback watermark ' || $1, 0))`;

/** The columns of the callback are NULL unless it is `known`. */
type Answer = CallbackRow & { made: number; known: boolean };
type Key = readonly [hash: Buffer, notBefore: Date];

/** See `CallbackStore.create`. */
export async function createCallbackRow(database: Database, booking: NewCallback): Promise<CreateResult> {
  const key = keyOf(booking);
  try {
    const [row] = await send(database, booking, parameters(booking, key));
    if (row?.made === 1) return { kind: 'created' };
    if (row?.made === 0 && row.known) return { kind: 'repeated', callback: toCallback(row) };
    await giveBackCount(database, booking);
    // No room. A request with the same key may have taken the place after our statement began.
    return (await repeated(database, key)) ?? { kind: booking.callback.slotStart === undefined ? 'queue-full' : 'slot-full' };
  } catch (error) {
    return refusedByIndex(database, booking, error);
  }
}

async function refusedByIndex(database: Database, booking: NewCallback, error: unknown): Promise<CreateResult> {
  const index = violatedUnique(error);
  const beyondLimit = violatedCheck(error) === 'request_count_within';
  if (index !== 'callback_idempotency' && index !== 'callback_one_open' && !beyondLimit) throw error;
  const key = keyOf(booking);
  const earlier = await repeated(database, key);
  if (earlier) return earlier;
  if (beyondLimit) return { kind: 'number-limit' };
  if (index === 'callback_one_open') return { kind: 'duplicate' };
  await database.rows(FORGET_KEY, [...(key ?? [])]);
  return createCallbackRow(database, booking);
}

/** Without a record made, the number has not been booked: it may ask as often as before. */
const giveBackCount = async (database: Database, { numberLimit }: NewCallback): Promise<void> => {
  if (numberLimit) await database.rows(GIVE_BACK, [numberLimit.key]);
};

function send(database: Database, booking: NewCallback, values: readonly unknown[]): Promise<Array<Answer>> {
  const insert = (on: Queryable) => on.rows<Answer>(CREATE, values);
  if (booking.watermark?.exact !== true) return insert(database);
  return database.transaction(async (tx) => {
    await tx.rows(LOCK_QUEUE, [booking.callback.queue]);
    return insert(tx);
  });
}

async function repeated(database: Database, key: Key | undefined): Promise<CreateResult | undefined> {
  if (!key) return undefined;
  const [row] = await database.rows<CallbackRow>(FIND_BY_KEY, [...key]);
  return row && { kind: 'repeated', callback: toCallback(row) };
}

/** See `CallbackStore.findByKey`: 1 statement, also for many that are asked at once. */
export function findingByKey(database: Database): (idempotencyKey: string, now: number) => Promise<Callback | undefined> {
  const find = together<Key, Callback | undefined>({ askAll: (keys) => findAll(database, keys) });
  return (idempotencyKey, now) => find(hashedKey(idempotencyKey, now));
}

async function findAll(database: Database, keys: readonly Key[]): Promise<(Callback | undefined)[]> {
  const earliest = Math.min(...keys.map(([, notBefore]) => notBefore.getTime()));
  const rows = await database.rows<CallbackRow & { idempotency_hash: Buffer }>(FIND_BY_KEYS, [
    keys.map(([hash]) => hash),
    new Date(earliest),
  ]);
  const found = new Map(rows.map((row) => [row.idempotency_hash.toString('hex'), toCallback(row)]));
  return keys.map(([hash, notBefore]) => {
    const callback = found.get(hash.toString('hex'));
    return callback && callback.createdAt > notBefore.getTime() ? callback : undefined;
  });
}

const keyOf = ({ idempotencyKey, callback }: NewCallback): Key | undefined =>
  idempotencyKey === undefined ? undefined : hashedKey(idempotencyKey, callback.createdAt);

const hashedKey = (idempotencyKey: string, now: number): Key => [
  createHash('sha256').update(idempotencyKey).digest(),
  new Date(now - KEY_LIFE_MS),
];

function parameters(booking: NewCallback, key: Key | undefined): readonly unknown[] {
  const { callback, actor } = booking;
  const { queuedAt, notBefore, slotStart } = stateColumns(callback);
  const numberPart = booking.numberLimit && partOf(callback.createdAt, booking.numberLimit.lengthMs);
  return [
    callback.id,
    callback.queue,
    callback.phone,
    callback.state,
    callback.scheduled,
    instantParameter(callback.desiredTime),
    instantParameter(slotStart),
    instantParameter(callback.createdAt),
    instantParameter(queuedAt),
    instantParameter(notBefore),
    callback.attempts,
    callback.priority,
    callback.language ?? null,
    JSON.stringify(callback.userData),
    JSON.stringify(booking.origin),
    booking.offeredWait,
    booking.onePerNumber,
    key?.[0] ?? null,
    instantParameter(booking.deleteAfter),
    actor.kind,
    actor.name ?? null,
    key?.[1] ?? instantParameter(callback.createdAt),
    booking.slotCapacity,
    booking.watermark?.limit ?? null,
    booking.cause,
    booking.recreatedFrom ?? null,
    booking.numberLimit?.key ?? null,
    numberPart === undefined ? null : new Date(forgottenAt(numberPart, booking.numberLimit?.lengthMs ?? 1)),
    booking.numberLimit?.most ?? null,
    callback.skillExpression ?? null,
    callback.owner?.agent ?? null,
    instantParameter(callback.owner?.until),
    callback.scheduledBy ?? null,
    booking.upcomingDue,
    booking.pushTargets.map(({ target }) => target),
    booking.pushTargets.map(({ url }) => url ?? null),
    numberPart ?? null,
  ];
}
