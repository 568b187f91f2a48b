import type { ApiErrorEntry, ApiErrorLog } from '../ports/api-error-log.js';
import type { Database } from './database.js';

const ADD = `
  INSERT INTO api_error (corr_id, at, method, route, http, code, message, origin)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::text[])
  ON CONFLICT DO NOTHING`;
const COLUMNS = 'corr_id, at, method, route, http, code, message, origin';
const FIND = `SELECT ${COLUMNS} FROM api_error WHERE corr_id = $1`;
const LIST = `SELECT ${COLUMNS} FROM api_error WHERE (at, corr_id) < ($1, $2) ORDER BY at DESC, corr_id DESC LIMIT $3`;
const SWEEP = `
  DELETE FROM api_error WHERE at < $1
    OR (at, corr_id) <= (SELECT at, corr_id FROM api_error ORDER BY at DESC, corr_id DESC OFFSET $2 LIMIT 1)`;

const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Row {
  corr_id: string;
  at: number;
  method: string;
  route: string;
  http: number;
  code: number;
  message: string;
  origin: string | null;
}

/** API errors in PostgreSQL. */
export function apiErrorLog(database: Database): ApiErrorLog {
  return {
    async add(entries) {
      const column = <Value>(pick: (entry: ApiErrorEntry) => Value): Value[] => entries.map(pick);
      await database.rows(ADD, [
        column(({ corrId }) => corrId),
        column(({ at }) => new Date(at)),
        column(({ method }) => method),
        column(({ route }) => route),
        column(({ http }) => http),
        column(({ code }) => code),
        column(({ message }) => message),
        column(({ origin }) => origin ?? null),
      ]);
    },
    find: async (corrId) => (await database.rows<Row>(FIND, [corrId])).map(toEntry)[0],
    list: async (after, limit) =>
      (await database.rows<Row>(LIST, [after ? new Date(after.at) : 'infinity', after?.corrId ?? HIGHEST_ID, limit])).map(toEntry),
    sweep: async (before, most) => void (await database.rows(SWEEP, [new Date(before), most])),
  };
}

const toEntry = ({ corr_id: corrId, origin, ...rest }: Row): ApiErrorEntry => ({ ...rest, corrId, origin: origin ?? undefined });
