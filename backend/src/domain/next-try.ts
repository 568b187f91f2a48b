/** How long it is waited before another try; milliseconds. */
export interface Patience {
  readonly first: number;
  /** Each pause is so many times the one before. */
  readonly factor: number;
  readonly longest: number;
  /** Whoever asks for more patience than this is tried earlier. */
  readonly longestRequested: number;
}

/** The pause after so many tries, or what the other side asked for if that is longer. */
export function pauseAfter(
  tries: number,
  retryAfterMs: number | undefined,
  { first, factor, longest, longestRequested }: Patience,
): number {
  const own = Math.min(longest, first * factor ** Math.min(tries - 1, 20));
  return Math.max(own, Math.min(retryAfterMs ?? 0, longestRequested));
}
