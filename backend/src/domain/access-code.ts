/** Draws a whole number, `min` included and `max` not, each as likely as any other and none to be guessed. */
export type Draw = (min: number, max: number) => number;

/** How many codes of a length there are: none begins with 0, so that a number can hold it. */
export const codesOf = (length: number): number => 9 * 10 ** (length - 1);

/** CI2: a code of 4 to 12 digits. */
export const drawAccessCode = (length: number, draw: Draw): string => String(draw(10 ** (length - 1), 10 ** length));

/** More draws than this for a code that nobody has yet mean that most are given out. */
const MOST_DRAWS = 64;

/** One that is not among `taken`; undefined when all are. */
export function drawFreeCode(length: number, taken: ReadonlySet<string>, draw: Draw): string | undefined {
  for (let draws = 0; draws < MOST_DRAWS; draws += 1) {
    const code = drawAccessCode(length, draw);
    if (!taken.has(code)) return code;
  }
  return nthFree(length, taken, draw);
}

/** Walks from a random code to the next one that is free: only when hardly any is left, so that it is the same as drawing among them. */
function nthFree(length: number, taken: ReadonlySet<string>, draw: Draw): string | undefined {
  const all = codesOf(length);
  const free = all - taken.size;
  if (free <= 0) return undefined;
  let left = draw(0, free);
  for (let code = 10 ** (length - 1); code < 10 ** length; code += 1) {
    if (taken.has(String(code))) continue;
    if (left === 0) return String(code);
    left -= 1;
  }
  return undefined;
}
