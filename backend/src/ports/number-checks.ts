import type { CheckFacts } from '../domain/number-check.js';

/** Names a check; all three have to be known to find it. */
export interface CheckName {
  /** What its visitor was given. */
  readonly id: string;
  /** E.164. */
  readonly phone: string;
  readonly queue: string;
}

/** A code that is about to be sent. */
export interface NewCode extends Pick<CheckFacts, 'sentAt' | 'expiresAt'> {
  readonly code: string;
}

/** SE5: codes that were sent, shared by all replicas. Ids, numbers and codes are kept as keyed hashes only. Throws `DatabaseUnavailable`. */
export interface NumberChecks {
  /** The id of the check that a request with this Idempotency-Key begins: always the same, and guessed by nobody. */
  idOf(idempotencyKey: string): string;
  /** 1 statement, for a known one 2. Undefined: begun, for the first time or anew after one that is over; else there is one already, and its code stays. */
  begin(name: CheckName, code: NewCode): Promise<CheckFacts | undefined>;
  find(name: CheckName): Promise<CheckFacts | undefined>;
  /** 1 statement. The code instead of the one of `seen`; false: somebody else was faster, or it is no longer to be sent. */
  replaceCode(name: CheckName, code: NewCode, seen: CheckFacts): Promise<boolean>;
  /**
   * 1 statement, 2 when refused. Takes the check for one booking: the code is right, or was right before and the booking came to
   * nothing, or this very Idempotency-Key has taken it. Of any number at once one passes, and a wrong code counts as a try.
   * Resolves with whether it passed, and else what there is.
   */
  redeem(
    name: CheckName,
    shown: { readonly code: string | undefined; readonly idempotencyKey: string | undefined },
    now: number,
  ): Promise<Redemption>;
  /** The booking came to nothing: the check is good for the next one, for some minutes more. */
  release(name: CheckName, idempotencyKey: string | undefined, expiresAt: number): Promise<void>;
  /** Nothing was sent. */
  forget(name: CheckName): Promise<void>;
  /** Forgets those that are over by `now`. */
  sweep(now: number): Promise<void>;
}

export type Redemption = { readonly passed: true } | { readonly passed: false; readonly facts: CheckFacts | undefined };
