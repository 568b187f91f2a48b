import type { ImportProblem, NumberCheck, RefusalReason, StatusName } from '@ringback/contract';

/** Free slots offered instead of a full one: epoch milliseconds -> free places, in order of time. */
export type SlotProposals = ReadonlyMap<number, number>;

/**
 * A request that can't be granted, for a reason its sender can act on. Rules throw it, the HTTP border turns it into
 * the envelope. The message is shown to people: what is wrong, why, what to do next, never internals or personal data.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: StatusName;
  readonly slots: SlotProposals | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: RefusalReason | undefined;
  /** SE5: the check that the request waits for. */
  readonly numberCheck: NumberCheck | undefined;
  /** CI1: every bad line of a file. */
  readonly problems: readonly ImportProblem[] | undefined;

  constructor(
    status: StatusName,
    message: string,
    details: {
      slots?: SlotProposals;
      retryAfterSeconds?: number;
      reason?: RefusalReason;
      problems?: readonly ImportProblem[];
      numberCheck?: NumberCheck;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.slots = details.slots;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.reason = details.reason;
    this.problems = details.problems;
    this.numberCheck = details.numberCheck;
  }
}
