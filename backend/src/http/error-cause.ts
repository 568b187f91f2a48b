/*
 * Errors of drivers quote the values they choked on, so their words never reach the log unmasked: what stands in
 * quotes or brackets, mail addresses and runs of digits are replaced.
 */

const MASKS: readonly [RegExp, string][] = [
  [/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"'],
  [/\([^()]*\)=\([^()]*\)/g, '(…)'],
  [/\S+@\S+/g, '…'],
  [/\+?\d[\d\s().-]{4,}\d/g, '…'],
  [/[\w-]{24,}(?:\.[\w-]+)*/g, '…'],
];

/** Long enough to know the fault by. Masking takes the square of the length at worst. */
const MOST_CHARACTERS = 1_000;

const masked = (text: string): string =>
  MASKS.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text.slice(0, MOST_CHARACTERS));
const frames = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12);

/** What an operator needs to find a fault, without anybody's data in it: kind, code, masked words, stack frames, causes. */
export function describeCause(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    error: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { errorCode: code } : {}),
    message: masked(error.message),
    frames: frames(error.stack),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeCause(error.cause, depth + 1) } : {}),
  };
}
