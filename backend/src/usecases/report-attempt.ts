import type { AttemptReported } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import { judgeReport, type ReportVerdict } from '../domain/attempt-report.js';
import type { ReportedAttempt } from '../ports/call-reports.js';
import type { SignedHeaders } from '../ports/webhook-signatures.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';
import type { AttemptReport } from './telephony-verbs.js';

/** See `TelephonyVerbs.verifyReport`. */
export function verifyReport({ telephony, signatures, clock }: Dependencies, headers: SignedHeaders, body: string): boolean | undefined {
  const { reportSecret } = telephony;
  return reportSecret === undefined ? undefined : signatures.verify(reportSecret, { headers, body, now: clock.now() });
}

/** See `TelephonyVerbs.reportAttempt`. 2 statements for what is known already, 5 for news. */
export async function reportAttempt(deps: Dependencies, report: AttemptReport): Promise<AttemptReported> {
  const known = await find(deps, report);
  const verdict = judgeReport(known, { ...report, bridged: deps.dialer.bridge === undefined });
  if (verdict.kind === 'superseded')
    throw new Refusal(
      'WRONG_STATE',
      `Attempt ${report.attempt} is over and a later one has followed it; nothing more can be reported of it.`,
    );
  const applied = verdict.kind === 'news' && (await apply(deps, report, verdict));
  const { state } = applied ? await find(deps, report) : known;
  return { id: report.id, attempt: report.attempt, applied, state };
}

/** Noted only after it has taken effect: a report that is sent again after a crash in between counts. */
async function apply(
  deps: Dependencies,
  report: AttemptReport,
  { progress, note }: Extract<ReportVerdict, { kind: 'news' }>,
): Promise<boolean> {
  const { id, attempt, reportId } = report;
  try {
    await recordProgress(deps, { id, attempt, progress, actor: { kind: 'dialer', name: deps.dialer.kind } });
  } catch (error) {
    // Cancelled, or ended by another report, since we looked.
    if (error instanceof Refusal && error.status === 'WRONG_STATE') return false;
    throw error;
  }
  await deps.reports.note(id, attempt, { progress: note, at: deps.clock.now(), reportId });
  deps.tally.report(report.type);
  return true;
}

async function find(deps: Dependencies, { id, attempt }: AttemptReport): Promise<ReportedAttempt> {
  const found = await deps.reports.find(id, attempt);
  if (!found)
    throw new Refusal(
      'NOT_FOUND',
      'There is no such attempt of such a callback. Send callbackId and attempt as they stood in the request to dial.',
    );
  return found;
}
