import type { CallInState, MatchCriterion, MatchFailure } from '@ringback/contract';

/** Which criteria hold. */
export type MatchedCriteria = Readonly<Record<MatchCriterion, boolean>>;

const NAMES: Readonly<Record<MatchCriterion, string>> = {
  accessCode: 'ACCESS_CODE',
  callerNumber: 'CALLER_NUMBER',
  dialedNumber: 'DIALED_NUMBER',
};

/** CI4: what the criteria that hold are called together. */
export function outcomeName(held: MatchedCriteria): string {
  const names = Object.entries(NAMES).filter(([criterion]) => held[criterion as MatchCriterion]);
  return names.length === 0 ? 'NOTHING_MATCHED' : names.map(([, name]) => name).join('+');
}

/** All that is on record about an inbound call. `live`: requests for which all chosen criteria hold, newest first. */
export interface Found<Request> {
  readonly live: readonly Request[];
  readonly partly: MatchedCriteria;
  readonly past: { readonly state: CallInState } | undefined;
}

export type MatchVerdict<Request> =
  | { readonly kind: 'matched'; readonly request: Request }
  | { readonly kind: 'failed'; readonly failure: Exclude<MatchFailure, 'too-many-tries'> };

/**
 * CI4, CI5: which request an inbound call belongs to. Where several fit it is nobody's unless they are one caller's, of which the
 * newest counts: codes are unique within a group only.
 */
export function judgeMatch<Request>(criteria: readonly MatchCriterion[], { live, partly, past }: Found<Request>): MatchVerdict<Request> {
  const [newest] = live;
  if (newest !== undefined) {
    return live.length > 1 && !criteria.includes('callerNumber') ? failed('ambiguous') : { kind: 'matched', request: newest };
  }
  if (past !== undefined) return failed(past.state === 'EXPIRED' ? 'expired' : 'ended');
  const fitsButForCode = criteria.includes('accessCode') && !partly.accessCode;
  const othersFit = criteria.every((criterion) => criterion === 'accessCode' || partly[criterion]);
  return failed(fitsButForCode && othersFit ? 'wrong-code' : 'no-request');
}

const failed = <Request>(failure: Exclude<MatchFailure, 'too-many-tries'>): MatchVerdict<Request> => ({ kind: 'failed', failure });
