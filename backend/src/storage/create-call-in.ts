import { createHash, randomInt } from 'node:crypto';
import { drawAccessCode, drawFreeCode } from '../domain/access-code.js';
import type { CallInRequest, CallIns, NewCallIn, NewCallInResult } from '../ports/call-ins.js';
import { callInColumns, FROM_CALL_INS, toCallIn, type CallInRow } from './call-in-row.js';
import { violatedUnique } from './database-errors.js';
import type { Database, Queryable } from './database.js';

/** Whoever draws clears what is over. SKIP LOCKED: who clears the same rows at the same moment does it for both. */
const CLEAR = `
  UPDATE call_in_request SET live = false
  WHERE id IN (SELECT id FROM call_in_request WHERE live AND expires_at <= $1 FOR UPDATE SKIP LOCKED)`;
const FIND_LIVE = `
  SELECT ${callInColumns('$3')} ${FROM_CALL_INS}
  WHERE live AND expires_at > $3 AND (callback.id IS NULL OR callback.state = 'QUEUED') AND (request.callback_id = $1::uuid OR request.idempotency_hash = $2)`;
/*
 * A number that is unique is taken on its own row: of any number who ask at once each locks another one, and who finds none left
 * that is not locked is told so. The request, its callback's event and its message come into being with it or not at all.
 */
const MAKE = `
WITH drawn AS (
  SELECT dnis FROM call_in_number WHERE group_name = $2 AND NOT $6::boolean
    AND place = floor($7::float8 * (SELECT size FROM call_in_pool WHERE group_name = $2))::integer
), free AS (
  SELECT place FROM call_in_number AS candidate WHERE group_name = $2 AND $6::boolean AND (taken_until IS NULL OR taken_until <= $8)
    AND NOT EXISTS (SELECT FROM call_in_request request WHERE request.to_number = candidate.dnis AND live AND exclusive AND expires_at > $8)
  ORDER BY taken_until NULLS FIRST, place LIMIT 1 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE call_in_number SET taken_until = $9, taken_by = $1 FROM free WHERE group_name = $2 AND call_in_number.place = free.place RETURNING dnis
), number AS (
  SELECT dnis FROM drawn UNION ALL SELECT dnis FROM taken
), code AS (
  SELECT candidate FROM unnest($10::text[]) WITH ORDINALITY AS drawn_code (candidate, place)
  WHERE NOT EXISTS (SELECT FROM call_in_request WHERE group_name = $2 AND access_code = candidate AND live) ORDER BY place LIMIT 1
), accepted AS (
  UPDATE callback SET version = version + 1 WHERE id = $4::uuid AND state = 'QUEUED' AND ready_at IS NOT NULL AND EXISTS (SELECT FROM number)
  RETURNING id, version, attempts
), made AS (
  INSERT INTO call_in_request (id, group_name, to_number, access_code, from_number, callback_id, user_data, idempotency_hash,
    created_at, expires_at, live, exclusive)
  SELECT $1, $2, number.dnis, (SELECT candidate FROM code), $3, $4::uuid, $5::jsonb, $11, $8, $9, true, $6::boolean FROM number
  WHERE ($10::text[] = '{}' OR EXISTS (SELECT FROM code)) AND ($4::uuid IS NULL OR EXISTS (SELECT FROM accepted))
  RETURNING *
), noted AS (
  INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, cause)
  SELECT id, version, $8, 'QUEUED', 'QUEUED', 'customer', 'asked for the number to call' FROM accepted
), replaced AS (
  DELETE FROM push_delivery USING accepted WHERE callback_id = accepted.id AND $12::text IS NOT NULL
), pushed AS (
  INSERT INTO push_delivery (callback_id, hash, event, version, attempts, call_in_id, at, expires_at, next_at)
  SELECT accepted.id, hash, $12::text, version, attempts, made.id, $8, $13::timestamptz, $8
  FROM accepted CROSS JOIN made JOIN push_target ON push_target.callback_id = accepted.id AND dead_at IS NULL WHERE $12::text IS NOT NULL
)
SELECT (SELECT count(*) FROM number) AS numbers, (SELECT count(*) FROM code) AS codes, made.*, 'WAITING' AS state
FROM (SELECT) AS always LEFT JOIN made ON true`;
const LIVE_CODES = `SELECT access_code FROM call_in_request WHERE group_name = $1 AND live AND access_code IS NOT NULL`;

/** Codes drawn at once; hardly ever is the first one taken. */
const CANDIDATES = 4;
/** More who draw the same in the same moment are not bad luck. */
const MOST_TRIES = 8;

type Made = CallInRow & { numbers: number; codes: number; id: string | null };

/** Undoes what was written: there is no request without all of it. */
class NotMade extends Error {
  readonly why: 'no-number' | 'no-code' | 'stale';
  constructor(why: NotMade['why']) {
    super(why);
    this.why = why;
  }
}

/** See `CallIns.create`. */
export async function createCallInRow(database: Database, request: NewCallIn): Promise<NewCallInResult> {
  let codes = request.codeLength === undefined ? [] : firstCodes(request.codeLength);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await database.transaction((tx) => createOnce(tx, request, codes));
    } catch (error) {
      if (error instanceof NotMade && error.why !== 'no-code') return { kind: error.why };
      if (!(error instanceof NotMade) && !isOurs(violatedUnique(error))) throw error;
      const free = await freeCodes(database, request);
      if (free === undefined) return { kind: 'no-number' };
      codes = free;
    }
  }
  throw new Error('a call-in request kept meeting another one that was made in the same moment');
}

async function createOnce(tx: Queryable, request: NewCallIn, codes: readonly string[]): Promise<NewCallInResult> {
  await tx.rows(CLEAR, [new Date(request.createdAt)]);
  const earlier = await findLive(tx, request, request.createdAt);
  if (earlier) return { kind: 'repeated', request: earlier };
  const [row] = await tx.rows<Made>(MAKE, parameters(request, codes));
  if (row?.id) return { kind: 'created', request: toCallIn(row) };
  if (!row || row.numbers === 0) throw new NotMade('no-number');
  throw new NotMade(codes.length > 0 && row.codes === 0 ? 'no-code' : 'stale');
}

const isOurs = (index: string | undefined): boolean => index?.startsWith('call_in_') === true;

const firstCodes = (length: number): string[] => Array.from({ length: CANDIDATES }, () => drawAccessCode(length, randomInt));

/** After a code was taken: drawn among those that nobody has. Undefined: there is none left. */
async function freeCodes(database: Database, { groupName, codeLength }: NewCallIn): Promise<string[] | undefined> {
  if (codeLength === undefined) return [];
  const rows = await database.rows<{ access_code: string }>(LIVE_CODES, [groupName]);
  const code = drawFreeCode(codeLength, new Set(rows.map((row) => row.access_code)), randomInt);
  return code === undefined ? undefined : [code];
}

/** See `CallIns.findLive`. */
export async function findLive(
  on: Queryable,
  { callbackId, idempotencyKey }: Parameters<CallIns['findLive']>[0],
  now: number,
): Promise<CallInRequest | undefined> {
  if (callbackId === undefined && idempotencyKey === undefined) return undefined;
  const [row] = await on.rows<CallInRow>(FIND_LIVE, [callbackId ?? null, hashOf(idempotencyKey), new Date(now)]);
  return row && toCallIn(row);
}

const hashOf = (key: string | undefined): Buffer | null => (key === undefined ? null : createHash('sha256').update(key).digest());

const parameters = (request: NewCallIn, codes: readonly string[]): readonly unknown[] => [
  request.id,
  request.groupName,
  request.fromNumber ?? null,
  request.callbackId ?? null,
  JSON.stringify(request.userData),
  request.uniqueDnis,
  randomInt(2 ** 32) / 2 ** 32,
  new Date(request.createdAt),
  new Date(request.expiresAt),
  codes,
  hashOf(request.idempotencyKey),
  request.push?.event ?? null,
  request.push ? new Date(request.push.expiresAt) : null,
];
