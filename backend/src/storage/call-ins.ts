import { CALL_INS_LISTED } from '@ringback/contract';
import type { CallInQuery, CallIns, InboundCall, MatchLookup } from '../ports/call-ins.js';
import { callInColumns, FROM_CALL_INS, toCallIn, type CallInRow } from './call-in-row.js';
import { keepPools, readPool } from './call-in-pools.js';
import { createCallInRow, findLive } from './create-call-in.js';
import type { Database } from './database.js';

const IS_LIVE = `live AND expires_at > $4 AND (callback_id IS NULL OR callback.state = 'QUEUED')`;
/** Whoever asked for the number of a callback calls from the number that it was booked with, unless they said another one. */
const FROM = `coalesce(from_number, callback.phone)`;
const ALL_HOLD = `
  ($1::text IS NULL OR access_code = $1) AND ($2::text IS NULL OR ${FROM} = $2) AND ($3::text IS NULL OR to_number = $3)`;
const LIVE = `SELECT ${callInColumns('$4')} ${FROM_CALL_INS} WHERE ${IS_LIVE} AND ${ALL_HOLD} ORDER BY request.created_at DESC, request.id DESC LIMIT 2`;
const PARTLY = `
  SELECT coalesce(bool_or(access_code = $1), false) AS code, coalesce(bool_or(${FROM} = $2), false) AS caller, coalesce(bool_or(to_number = $3), false) AS dialed
  ${FROM_CALL_INS} WHERE ${IS_LIVE}`;
const PAST = `
  SELECT ${callInColumns('$4')} ${FROM_CALL_INS}
  WHERE request.created_at > $5 AND NOT (${IS_LIVE}) AND ${ALL_HOLD} ORDER BY request.created_at DESC, request.id DESC LIMIT 1`;
const BY_ID = `SELECT ${callInColumns('$2')} ${FROM_CALL_INS} WHERE request.id = ANY ($1::uuid[])`;
const BY_CALL = `SELECT ${callInColumns('$2')} ${FROM_CALL_INS} WHERE call_ref = $1 ORDER BY matched_at DESC LIMIT 1`;
const MATCH = `
WITH matched AS (
  UPDATE call_in_request SET live = false, matched_at = $2, caller_number = $3, call_ref = $4
  WHERE id = $1 AND live AND expires_at > $2 AND callback_id IS NULL RETURNING id
), released AS (
  UPDATE call_in_number SET taken_until = NULL, taken_by = NULL FROM matched WHERE taken_by = matched.id
)
SELECT count(*) AS matched FROM matched`;
const OF_NUMBER = `
  SELECT ${callInColumns('$2')} ${FROM_CALL_INS} WHERE from_number = $1 OR caller_number = $1 OR callback.phone = $1
  ORDER BY request.created_at, request.id`;
const GROUPS_OF = `SELECT group_name FROM call_in_number WHERE dnis = $1 ORDER BY group_name`;
const SWEEP = `DELETE FROM call_in_request WHERE created_at < $1`;

/** How long an old code is told apart from a wrong one. */
const PAST_MS = 24 * 3_600_000;

/** Columns by the contract's names of fields and sorts: never text that somebody sent. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id::text',
  groupName: 'group_name',
  state: 'state',
  toPhoneNumber: 'to_number',
  accessCode: 'access_code',
  fromPhoneNumber: 'from_number',
  callbackServiceId: 'callback_id::text',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
};
const columnOf = (name: string): string => COLUMNS[name] ?? 'created_at';

/** Beyond the last page one row that holds the total alone. */
const listOf = ({ field, sort, order }: CallInQuery): string => {
  const inOrder = `ORDER BY ${columnOf(sort)} ${order === 'asc' ? 'ASC' : 'DESC'} NULLS LAST, id`;
  return `
WITH latest AS (
  SELECT ${callInColumns('$1')} ${FROM_CALL_INS} ORDER BY request.created_at DESC, request.id DESC LIMIT ${CALL_INS_LISTED}
), found AS (
  SELECT * FROM latest
  WHERE ($2::timestamptz IS NULL OR created_at >= $2) AND ($3::timestamptz IS NULL OR created_at < $3)
    AND ($4::text IS NULL OR strpos(lower(${columnOf(field)}), lower($4)) > 0)
), page AS (SELECT * FROM found ${inOrder} LIMIT $6 OFFSET $5)
SELECT page.*, counted.total FROM (SELECT count(*) AS total FROM found) AS counted LEFT JOIN page ON true ${inOrder}`;
};

/** Call-in requests in PostgreSQL. */
export function callIns(database: Database): CallIns {
  const rows = (text: string, values: readonly unknown[]) => database.rows<CallInRow>(text, values);
  return {
    create: (request) => createCallInRow(database, request),
    findLive: (by, now) => findLive(database, by, now),
    findMany: async (ids, now) => (await rows(BY_ID, [ids, new Date(now)])).map(toCallIn),
    findByCall: async (callRef, now) => (await rows(BY_CALL, [callRef, new Date(now)])).map(toCallIn)[0],
    lookUp: (call, now) => lookUp(database, call, now),
    async match(id, { at, callerNumber, callRef }) {
      const [row] = await database.rows<{ matched: number }>(MATCH, [id, new Date(at), callerNumber ?? null, callRef ?? null]);
      return row?.matched === 1;
    },
    async list(query) {
      const found = await database.rows<{ total: number } & (CallInRow | { id: null })>(listOf(query), [
        new Date(query.now),
        query.from === undefined ? null : new Date(query.from),
        query.to === undefined ? null : new Date(query.to),
        query.search ?? null,
        query.offset,
        query.limit,
      ]);
      return { requests: found.filter((row) => row.id !== null).map(toCallIn), total: found[0]?.total ?? 0 };
    },
    ofNumber: async (phone, now) => (await rows(OF_NUMBER, [phone, new Date(now)])).map(toCallIn),
    groupsOf: async (dnis) => (await database.rows<{ group_name: string }>(GROUPS_OF, [dnis])).map(({ group_name }) => group_name),
    pool: (groupName) => readPool(database, groupName),
    keepPools: (groups) => keepPools(database, groups),
    sweep: async (createdBefore) => void (await database.rows(SWEEP, [new Date(createdBefore)])),
  };
}

async function lookUp(database: Database, { accessCode, callerNumber, dialedNumber }: InboundCall, now: number): Promise<MatchLookup> {
  const wanted = [accessCode ?? null, callerNumber ?? null, dialedNumber ?? null, new Date(now)];
  const [live, [partly], past] = await Promise.all([
    database.rows<CallInRow>(LIVE, wanted),
    database.rows<{ code: boolean; caller: boolean; dialed: boolean }>(PARTLY, wanted),
    database.rows<CallInRow>(PAST, [...wanted, new Date(now - PAST_MS)]),
  ]);
  return {
    live: live.map(toCallIn),
    partly: {
      accessCode: partly?.code ?? false,
      callerNumber: partly?.caller ?? false,
      dialedNumber: partly?.dialed ?? false,
    },
    past: past.map(toCallIn)[0],
  };
}
