const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Milliseconds until the next try to connect: doubles up to 30 s, and is spread so that many desks don't come back at once.
 * @param failures tries that failed in a row, 0 for a connection that had worked
 * @param random from 0 to below 1
 */
export function retryDelay(failures: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return Math.round(whole / 2 + (whole / 2) * random);
}
