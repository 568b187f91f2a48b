import type { AttemptOutcome, CallbackId, CallbackState } from '@ringback/contract';
import type { CallReports, ReportedAttempt, SilentAttempt } from '../ports/call-reports.js';
import type { Database } from './database.js';

const FIND = `
  SELECT progress, outcome, report_ids, call_ref, inbound, callback.state,
    EXISTS (SELECT FROM attempt AS later WHERE later.callback_id = $1 AND later.number > $2) AS superseded
  FROM attempt JOIN callback ON callback.id = attempt.callback_id WHERE callback_id = $1 AND number = $2`;
const NOTE = `
  UPDATE attempt SET progress_at = $4, progress = CASE WHEN progress = 'answered' THEN progress ELSE coalesce($3, progress) END,
    report_ids = CASE WHEN $5::text IS NULL OR $5 = ANY (report_ids) THEN report_ids ELSE report_ids || $5::text END
  WHERE callback_id = $1 AND number = $2`;
const NOTE_CALL = `UPDATE attempt SET call_ref = coalesce(call_ref, $3) WHERE callback_id = $1 AND number = $2 RETURNING call_ref`;
const KNOWN_CALLS = `SELECT call_ref FROM attempt WHERE call_ref = ANY ($1::text[])`;
const SILENT = `
  SELECT attempt.callback_id AS id, attempt.number, attempt.inbound, callback.state FROM attempt JOIN callback ON callback.id = attempt.callback_id
  WHERE attempt.ended_at IS NULL AND attempt.dialer = $1 AND (attempt.inbound OR $1 <> 'desk') AND (
    (callback.state = 'ROUTING' AND attempt.progress IS DISTINCT FROM 'answered' AND coalesce(attempt.progress_at, attempt.started_at) <= $2)
    OR (callback.state = 'PROCESSING' AND attempt.connected_at <= $3))`;

interface FoundRow {
  progress: 'ringing' | 'answered' | null;
  outcome: AttemptOutcome | null;
  report_ids: string[];
  call_ref: string | null;
  state: CallbackState;
  superseded: boolean;
  inbound: boolean;
}

/** Reports of attempts in PostgreSQL. */
export function callReports(database: Database): CallReports {
  return {
    async find(id, number) {
      const [row] = await database.rows<FoundRow>(FIND, [id, number]);
      return row && toReported(row);
    },
    note: async (id, number, { progress, at, reportId }) =>
      void (await database.rows(NOTE, [id, number, progress ?? null, new Date(at), reportId ?? null])),
    async noteCall(id, number, callRef) {
      const [row] = await database.rows<{ call_ref: string }>(NOTE_CALL, [id, number, callRef]);
      return row?.call_ref;
    },
    knownCalls: async (callRefs) =>
      new Set((await database.rows<{ call_ref: string }>(KNOWN_CALLS, [callRefs])).map(({ call_ref }) => call_ref)),
    silent: async (dialer, { quietSince, talkingSince }) =>
      (
        await database.rows<{ id: string; number: number; state: SilentAttempt['state']; inbound: boolean }>(SILENT, [
          dialer,
          new Date(quietSince),
          new Date(talkingSince),
        ])
      ).map(({ id, ...row }) => ({ ...row, id: id as CallbackId })),
  };
}

const toReported = (row: FoundRow): ReportedAttempt => ({
  progress: row.progress ?? undefined,
  outcome: row.outcome ?? undefined,
  superseded: row.superseded,
  reportIds: row.report_ids,
  callRef: row.call_ref ?? undefined,
  state: row.state,
  inbound: row.inbound,
});
