import type { Settler } from './bus-types.js';

/** Acts and resolves a command where it makes sense; else rejects it with the reason. */
export function settleIf(makesSense: boolean, deferred: Settler<void>, act: () => void, reason: string): void {
  if (!makesSense) return deferred.reject(reason);
  act();
  deferred.resolve();
}
