import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';

/** Of dialers that have no settings of their own. */
const NO_PROGRESS_SECONDS = 300;
const MAX_CALL_SECONDS = 14_400;

/** TE1: attempts of which nothing is heard do not hang for ever, nor do conversations whose end nobody reports. 1 statement. Resolves with their number. */
export async function endSilentAttempts(deps: Dependencies): Promise<number> {
  const { dialer, telephony, reports, clock, log } = deps;
  // The simulator always tells; of people at desks only the calls that came in can be forgotten.
  if (dialer.kind === 'simulator') return 0;
  const now = clock.now();
  const silent = await reports.silent(dialer.kind, {
    quietSince: now - (telephony.noProgressSeconds || NO_PROGRESS_SECONDS) * 1000,
    talkingSince: now - (telephony.maxCallSeconds || MAX_CALL_SECONDS) * 1000,
  });
  for (const { id, number, state, inbound } of silent) {
    // A call that came in and of which nothing more is told was served by a side that tells nothing.
    const progress = state === 'PROCESSING' || inbound ? ({ kind: 'ended' } as const) : ({ kind: 'over', outcome: 'failed' } as const);
    log.warn('an attempt reports nothing and was ended', { callback: id, attempt: number, state });
    await recordProgress(deps, { id, attempt: number, progress, actor: { kind: 'system' } }).catch((error: unknown) => {
      // Another replica was faster, or the report came at last.
      if (!(error instanceof Refusal) || error.status !== 'WRONG_STATE') throw error;
    });
  }
  return silent.length;
}
