import type { CallInMatched, MatchCriterion, MatchFailure } from '@ringback/contract';
import { dialledNumber } from '../domain/dialled-text.js';
import type { Dependencies } from './dependencies.js';
import { matchCallIn } from './match-call-in.js';

/** A call that comes in, as a side tells it that leaves all else to us. */
export interface IncomingCall {
  /** Names the call. */
  readonly callRef: string;
  readonly dialedNumber: string;
  readonly callerNumber: string | undefined;
  /** The code that was typed; undefined: nothing yet. */
  readonly digits: string | undefined;
}

/** What becomes of it. `ask`: the code is wanted; `again`: another code is, the last one was wrong. */
export type InboundVerdict =
  | { readonly kind: 'ask'; readonly codeLength: number | undefined }
  | { readonly kind: 'again'; readonly codeLength: number | undefined; readonly failure: MatchFailure; readonly triesLeft: number }
  | { readonly kind: 'refused'; readonly failure: MatchFailure }
  | { readonly kind: 'matched'; readonly match: CallInMatched };

/** Failures that another code may mend. */
const MENDABLE: readonly MatchFailure[] = ['wrong-code', 'no-request', 'expired'];

/**
 * CI4 for a telephony side without a match application of its own: asks for the code where a group of the dialled number has codes,
 * else goes by the numbers.
 */
export async function takeInboundCall(deps: Dependencies, call: IncomingCall): Promise<InboundVerdict> {
  const names = new Set(await deps.callIns.groupsOf(dialledNumber(call.dialedNumber)));
  const groups = deps.site.effective.config.callInGroups.filter(({ name }) => names.has(name));
  if (groups.length === 0) return { kind: 'refused', failure: 'no-request' };
  const lengths = new Set(groups.map(({ accessCode }) => accessCode?.length));
  const codeLength = lengths.size === 1 ? [...lengths][0] : undefined;
  const hasCodes = groups.some(({ accessCode }) => accessCode);
  if (hasCodes && (call.digits === undefined || call.digits === '')) return { kind: 'ask', codeLength };
  const match = await matchCallIn(deps, {
    dialedNumber: call.dialedNumber,
    callerNumber: call.callerNumber,
    accessCode: hasCodes ? call.digits : undefined,
    criteria: criteriaFor({ hasCodes, isUnique: groups.every(({ uniqueDnis }) => uniqueDnis) }),
    callId: call.callRef,
  });
  if (match.matched) return { kind: 'matched', match };
  const failure = match.failure ?? 'no-request';
  const mayTryAgain = hasCodes && match.triesLeft > 0 && MENDABLE.includes(failure);
  return mayTryAgain ? { kind: 'again', codeLength, failure, triesLeft: match.triesLeft } : { kind: 'refused', failure };
}

/** Who calls matters only where neither a code nor a number of their own tells them apart. */
function criteriaFor({ hasCodes, isUnique }: { hasCodes: boolean; isUnique: boolean }): MatchCriterion[] {
  if (hasCodes) return ['accessCode', 'dialedNumber'];
  return isUnique ? ['dialedNumber'] : ['dialedNumber', 'callerNumber'];
}
