import type { Beat } from '../domain/region.js';
import { HoldsAnother, type AttemptStore, type ClaimRequest, type OpenAttempt } from '../ports/attempt-store.js';
import type { Dialer } from '../ports/dialer.js';
import { CALLBACK_COLUMNS, type CallbackRow } from './callback-row.js';
import { violatedUnique } from './database-errors.js';
import type { Database } from './database.js';
import { dispatchRound, inCall } from './dispatch-round.js';

const OF_CALLBACK = CALLBACK_COLUMNS.replace(/\w+/g, 'callback.$&');

/*
 * The attempt is on record before anything rings. SKIP LOCKED: an agent who takes the next one never waits for the
 * dispatcher, nor for another agent. The version makes sure that what is claimed is what was judged.
 */
const CLAIM = `
WITH chosen AS (
  SELECT callback.id FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS top (id, version, place)
  JOIN callback ON callback.id = top.id AND callback.version = top.version AND callback.state = 'QUEUED'
  ORDER BY top.place
  LIMIT $3
  FOR UPDATE OF callback SKIP LOCKED
), claimed AS (
  UPDATE callback SET state = 'ROUTING', not_before = NULL, agent = $6, declines = '{}', version = callback.version + 1
  FROM chosen WHERE callback.id = chosen.id RETURNING ${OF_CALLBACK}
), started AS (
  INSERT INTO attempt (callback_id, number, queue, dialer, claimed_by, agent, started_at)
  SELECT id, attempts + 1, queue, $4, $5, $6, $7 FROM claimed
), noted AS (
  INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, actor_name, cause)
  SELECT id, version, $7, 'QUEUED', 'ROUTING', $8, $9, 'claimed' FROM claimed
)
SELECT * FROM claimed`;

const DRIVEN = `
  SELECT ${OF_CALLBACK}, attempt.started_at, attempt.inbound FROM attempt JOIN callback ON callback.id = attempt.callback_id
  WHERE attempt.ended_at IS NULL AND attempt.claimed_by = $1 AND attempt.dialer = $2 AND callback.state IN ('ROUTING', 'PROCESSING')`;
const BEAT = `
  WITH mine AS (
    INSERT INTO replica (id, region, beat_at) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET region = excluded.region, beat_at = excluded.beat_at RETURNING id, region, beat_at
  )
  SELECT id, region, beat_at FROM replica WHERE id <> $1 UNION ALL SELECT id, region, beat_at FROM mine`;
const LEAVE = `DELETE FROM replica WHERE id = $1`;
/** Whether this replica is one of those, and has not beaten since. */
const oneOf = (ids: string, beats: string): string =>
  `EXISTS (SELECT FROM unnest(${ids}::uuid[], ${beats}::timestamptz[]) AS gone (id, beat_at) WHERE gone.id = replica.id AND gone.beat_at = replica.beat_at)`;
const ADOPT = `
  UPDATE attempt SET claimed_by = $1 WHERE ended_at IS NULL AND dialer <> 'desk' AND claimed_by <> $1 AND queue <> ALL ($4)
    AND NOT EXISTS (SELECT FROM replica WHERE replica.id = attempt.claimed_by AND NOT ${oneOf('$2', '$3')})
  RETURNING number`;
const BURY = `
  DELETE FROM replica WHERE ${oneOf('$1', '$2')} AND NOT EXISTS (SELECT FROM attempt WHERE ended_at IS NULL AND claimed_by = replica.id)`;
const HELD_BY = `
  SELECT ${OF_CALLBACK}, attempt.started_at, attempt.connected_at, attempt.dialer FROM callback LEFT JOIN attempt ON attempt.callback_id = callback.id AND attempt.ended_at IS NULL
  WHERE callback.agent = $1 AND callback.state IN ('ROUTING', 'PROCESSING')`;
const AGENT_DAY = `
  SELECT count(*) AS calls, coalesce(avg(extract(epoch FROM ended_at - connected_at)), 0)::float8 AS average
  FROM attempt WHERE agent = $1 AND started_at >= $2 AND ended_at IS NOT NULL AND outcome = 'connected'`;

/** Attempts in PostgreSQL. */
export function attemptStore(database: Database): AttemptStore {
  return {
    async beat({ replica, region }, now) {
      const rows = await database.rows<{ id: string; region: string; beat_at: number }>(BEAT, [replica, region, new Date(now)]);
      return rows.map(({ id, beat_at: at, ...row }) => ({ replica: id, region: row.region, at }));
    },
    leave: async (replica) => void (await database.rows(LEAVE, [replica])),
    claim: (request) => claim(database, request),
    round: (request) => dispatchRound(database, request),
    driven: async (replica, dialer) =>
      (await database.rows<CallbackRow & { started_at: number; inbound: boolean }>(DRIVEN, [replica, dialer])).map((row) => ({
        ...toOpenAttempt(row, row.started_at),
        inbound: row.inbound,
      })),
    adopt: async ({ replica, gone, leaves }) => (await database.rows(ADOPT, [replica, ...beatsOf(gone), leaves])).length,
    bury: async (dead) => void (await database.rows(BURY, beatsOf(dead))),
    async heldBy(agent) {
      const [row] = await database.rows<HeldRow>(HELD_BY, [agent]);
      return (
        row && {
          callback: inCall(row),
          startedAt: row.started_at ?? undefined,
          connectedAt: row.connected_at ?? undefined,
          dialer: row.dialer ?? undefined,
        }
      );
    },
    async agentDay(agent, since) {
      const [day] = await database.rows<{ calls: number; average: number }>(AGENT_DAY, [agent, new Date(since)]);
      return { calls: day?.calls ?? 0, averageSeconds: day?.average ?? 0 };
    },
  };
}

const beatsOf = (beats: readonly Beat[]): [string[], Date[]] => [beats.map(({ replica }) => replica), beats.map(({ at }) => new Date(at))];

type HeldRow = CallbackRow & { started_at: number | null; connected_at: number | null; dialer: Dialer['kind'] | null };

async function claim(database: Database, request: ClaimRequest): Promise<OpenAttempt[]> {
  const { candidates, actor, at } = request;
  if (candidates.length === 0) return [];
  const values = [
    candidates.map(({ id }) => id),
    candidates.map(({ version }) => version),
    request.limit,
    request.dialer,
    request.replica,
    request.agent ?? null,
    new Date(at),
    actor.kind,
    actor.name ?? null,
  ];
  try {
    return (await database.rows<CallbackRow>(CLAIM, values)).map((row) => toOpenAttempt(row, at));
  } catch (error) {
    throw violatedUnique(error) === 'callback_held' ? new HoldsAnother() : error;
  }
}

const toOpenAttempt = (row: CallbackRow, startedAt: number): OpenAttempt => ({ callback: inCall(row), startedAt });
