import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';

/** TE1: attempts of which nothing is heard do not hang for ever, nor do conversations whose end nobody reports. 1 statement. Resolves with their number. */
export async function endSilentAttempts(deps: Dependencies): Promise<number> {
  const { dialer, telephony, reports, clock, log } = deps;
  if (dialer.kind !== 'webhook' && dialer.kind !== 'twilio') return 0;
  const now = clock.now();
  const silent = await reports.silent(dialer.kind, {
    quietSince: now - telephony.noProgressSeconds * 1000,
    talkingSince: now - telephony.maxCallSeconds * 1000,
  });
  for (const { id, number, state } of silent) {
    const progress = state === 'PROCESSING' ? ({ kind: 'ended' } as const) : ({ kind: 'over', outcome: 'failed' } as const);
    log.warn('an attempt reports nothing and was ended', { callback: id, attempt: number, state });
    await recordProgress(deps, { id, attempt: number, progress, actor: { kind: 'system' } }).catch((error: unknown) => {
      // Another replica was faster, or the report came at last.
      if (!(error instanceof Refusal) || error.status !== 'WRONG_STATE') throw error;
    });
  }
  return silent.length;
}
