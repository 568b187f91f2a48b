import type { AttemptOutcome, CallbackReason } from '@ringback/contract';

/** Counts of this process since its start. */
export interface Tally {
  created(): void;
  completed(reason: CallbackReason): void;
  attempt(outcome: AttemptOutcome): void;
  read(): { created: number; completed: Partial<Record<CallbackReason, number>>; attempts: Partial<Record<AttemptOutcome, number>> };
}

export function createTally(): Tally {
  let created = 0;
  const completed: Partial<Record<CallbackReason, number>> = {};
  const attempts: Partial<Record<AttemptOutcome, number>> = {};
  return {
    created: () => void (created += 1),
    completed: (reason) => void (completed[reason] = (completed[reason] ?? 0) + 1),
    attempt: (outcome) => void (attempts[outcome] = (attempts[outcome] ?? 0) + 1),
    read: () => ({ created, completed: { ...completed }, attempts: { ...attempts } }),
  };
}
