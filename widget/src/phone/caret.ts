/** The `x` stands before an extension. */
const isSignificant = (char: string): boolean => /[\d+x]/.test(char);
const countSignificant = (text: string): number => text.replace(/[^\d+]/g, '').length + (/\d.*x/.test(text) ? 1 : 0);

/**
 * Where the caret belongs after the text was formatted anew: behind as many digits as before, and at the end when it was there.
 * @param caret offset in `typed`
 */
export function caretAfterFormat(typed: string, caret: number, formatted: string): number {
  if (caret >= typed.length) return formatted.length;
  let left = countSignificant(typed.slice(0, caret));
  if (left === 0) return 0;
  for (let at = 0; at < formatted.length; at++) {
    if (isSignificant(formatted.charAt(at)) && --left === 0) return at + 1;
  }
  return formatted.length;
}

/** A field's text and the caret in it. */
export interface Edit {
  readonly text: string;
  readonly caret: number;
}

/**
 * Deleting a separator would do nothing, since formatting puts it back: the digit beside it goes instead.
 * @param before text ahead of the edit
 * @param inputType of the input event
 */
export function deleteThroughSeparator(before: string, after: Edit, inputType: string): Edit {
  const { text, caret } = after;
  if (text.length >= before.length || countSignificant(text) !== countSignificant(before)) return after;
  if (inputType === 'deleteContentBackward') {
    let at = caret;
    while (at > 0 && !isSignificant(text.charAt(at - 1))) at--;
    return at === 0 ? after : { text: text.slice(0, at - 1) + text.slice(caret), caret: at - 1 };
  }
  if (inputType === 'deleteContentForward') {
    let at = caret;
    while (at < text.length && !isSignificant(text.charAt(at))) at++;
    return at === text.length ? after : { text: text.slice(0, caret) + text.slice(at + 1), caret };
  }
  return after;
}
