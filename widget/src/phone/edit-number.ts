import { caretAfterFormat, deleteThroughSeparator, type Edit } from './caret.js';
import { readPasted, readTyped, type PhoneValue } from './typed-number.js';

export interface NumberEdit {
  readonly value: PhoneValue;
  /** The field's text ahead of the edit. */
  readonly before: string;
  readonly after: Edit;
  /** Of the input event. */
  readonly inputType: string;
}

/** What an edit of the field makes of the number, its text and the caret. */
export function editNumber(
  { value, before, after, inputType }: NumberEdit,
  format: (value: PhoneValue) => string,
): Edit & { value: PhoneValue } {
  const typed = deleteThroughSeparator(before, after, inputType);
  const isLeft = /^delete/.test(inputType);
  // Autofill and paste bring whole numbers, typing brings digits.
  const read = isLeft || inputType === 'insertText' ? readTyped : readPasted;
  const next = read(typed.text, value.country, isLeft);
  const text = format(next);
  const caret = next.country.region === value.country.region ? caretAfterFormat(typed.text, typed.caret, text) : text.length;
  return { value: next, text, caret };
}
