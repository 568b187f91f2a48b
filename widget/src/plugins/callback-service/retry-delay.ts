/** Tries of one request, the first included. */
export const MAX_TRIES = 4;
const FIRST_MS = 1000;
const LONGEST_MS = 10_000;

/** HTTP statuses of a server or gateway that may be well again in a moment; 0 is "no answer at all". */
const PASSING: readonly number[] = [0, 502, 503, 504];

export interface FailedTry {
  /** 0 when no answer came. */
  httpStatus: number;
  /** The browser says it has no connection: nothing to gain by trying. */
  offline?: boolean;
  /** Seconds, as the server asked. */
  retryAfter?: number;
}

/**
 * How long to wait before the next try: doubling, with a spread so that visitors of one outage don't come back as one.
 * @param tries made so far, from 1. @param chance from 0 to 1.
 * @returns milliseconds, or `undefined` when trying again makes no sense.
 */
export function retryDelay({ httpStatus, offline, retryAfter }: FailedTry, tries: number, chance: number): number | undefined {
  if (offline || tries >= MAX_TRIES || !PASSING.includes(httpStatus)) return undefined;
  const asked = (retryAfter ?? 0) * 1000;
  if (asked > LONGEST_MS) return undefined;
  const doubling = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  return Math.max(asked, Math.round(doubling * (0.75 + chance / 2)));
}
