import type { AttemptOutcome, CallbackState, ReportType } from '@ringback/contract';

/** An attempt as far as earlier reports have told. */
export interface AttemptSoFar {
  readonly progress: 'ringing' | 'answered' | undefined;
  /** How it ended; undefined while it goes on. */
  readonly outcome: AttemptOutcome | undefined;
  readonly superseded: boolean;
  readonly reportIds: readonly string[];
  /** Of the callback. */
  readonly state: CallbackState;
  /** CI4: the customer has called, so nothing of ours can go unanswered: without an agent it is they who have hung up. */
  readonly inbound?: boolean;
}

export interface Reported {
  readonly type: ReportType;
  readonly answered?: boolean | undefined;
  readonly reportId: string | undefined;
  /** Whether the side that reports brings the customer to an agent by itself. */
  readonly bridged: boolean;
}

/** What the queue learns of a dial. `answered`: the customer is there and we find the agent; `connected`: an agent is there, too. */
type Learned =
  { readonly kind: 'ringing' | 'answered' | 'connected' | 'ended' } | { readonly kind: 'over'; readonly outcome: FailedOutcome };
type FailedOutcome = Exclude<AttemptOutcome, 'connected' | 'wrong-number'>;

export type ReportVerdict =
  /** `note`: what is remembered of it. */
  | { readonly kind: 'news'; readonly progress: Learned; readonly note: 'ringing' | 'answered' | undefined }
  /** Known, or overtaken. */
  | { readonly kind: 'old' }
  /** Contradicts what is on record of an attempt that a later one has followed. */
  | { readonly kind: 'superseded' };

const OLD: ReportVerdict = { kind: 'old' };

/**
 * TE1: whether a report tells something. Reports may come twice and out of order: an attempt goes from ringing to answered
 * to its end and never back, so what lies behind is old. An answer outweighs a failure that is reported after it; only
 * `ended` ends a conversation. An end without an answer is a failure, so that the customer is tried again.
 */
export function judgeReport(attempt: AttemptSoFar, report: Reported): ReportVerdict {
  if (report.reportId !== undefined && attempt.reportIds.includes(report.reportId)) return OLD;
  if (attempt.outcome !== undefined) return attempt.superseded && !agrees(attempt.outcome, report.type) ? { kind: 'superseded' } : OLD;
  const talking = attempt.state === 'PROCESSING';
  const answered = talking || attempt.progress === 'answered';
  switch (report.type) {
    case 'ringing':
      return answered || attempt.progress === 'ringing' ? OLD : news('ringing', 'ringing');
    case 'answered':
      return answered ? OLD : news(report.bridged ? 'connected' : 'answered', 'answered');
    case 'busy':
    case 'no-answer':
    case 'machine':
    case 'failed':
      return answered ? OLD : over(attempt.inbound ? 'abandoned' : report.type);
    case 'ended':
      if (attempt.inbound && !answered && !report.answered) return over('abandoned');
      return ended({ talking, answered, rang: attempt.progress === 'ringing' }, report);
  }
}

function ended({ talking, answered, rang }: { talking: boolean; answered: boolean; rang: boolean }, report: Reported): ReportVerdict {
  if (talking) return news('ended', undefined);
  // On the line without an agent: the customer hung up.
  if (answered) return over('abandoned');
  // The report of the answer is still on its way.
  if (report.answered) return report.bridged ? news('ended', 'answered') : over('abandoned');
  return over(rang ? 'no-answer' : 'failed');
}

const news = (kind: Exclude<Learned['kind'], 'over'>, note: 'ringing' | 'answered' | undefined): ReportVerdict => ({
  kind: 'news',
  progress: { kind },
  note,
});
const over = (outcome: FailedOutcome): ReportVerdict => ({ kind: 'news', progress: { kind: 'over', outcome }, note: undefined });

/** A report that comes again, or late, of an attempt that ended the way it says. */
function agrees(outcome: AttemptOutcome, type: ReportType): boolean {
  if (type === 'ringing' || type === 'ended') return true;
  return type === 'answered' ? outcome === 'connected' || outcome === 'abandoned' : outcome === type;
}
