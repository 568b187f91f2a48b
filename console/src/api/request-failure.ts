/** Why a request brought no answer that could be used. Only a refusal comes from the server's own judgement. */
export type FailureCause =
  | {
      readonly kind: 'refused';
      readonly http: number;
      readonly reference: string | undefined;
    }
  /** No connection, or no answer in time: whether the server acted is not known. */
  | { readonly kind: 'unreachable' }
  /** An answer came, but not one that this version of the console knows. */
  | { readonly kind: 'unreadable'; readonly http: number };

/** A request that failed. `message` is written for the person at the screen. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly reason: FailureCause;

  constructor(message: string, reason: FailureCause) {
    super(message);
    this.reason = reason;
  }

  /** Whether the server refused with this HTTP status. */
  isRefusal(http: number): boolean {
    return this.reason.kind === 'refused' && this.reason.http === http;
  }
}

/** What to show for anything that was thrown; never a stack or an engine's own words. */
export function failureText(error: unknown): string {
  if (!(error instanceof RequestFailure)) return 'Something went wrong on this page. Reload it, then look at what the desk shows.';
  const { reason } = error;
  const lookUp = reason.kind === 'refused' && reason.http >= 500 && reason.reference !== undefined;
  return lookUp ? `${error.message} Reference: ${reason.reference}` : error.message;
}
