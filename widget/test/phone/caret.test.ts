import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caretAfterFormat, deleteThroughSeparator } from '../../src/phone/caret.js';

/** A text with `|` where the caret stands. */
const marked = (text: string) => ({ text: text.replace('|', ''), caret: text.indexOf('|') });

describe('caretAfterFormat', () => {
  it.each([
    ['typing at the end', '2123|', '212 3|'],
    ['typing in the middle', '212 93|4 5', '212 93|4 5'],
    ['a digit that pushes a space behind itself', '2129|345', '212 9|345'],
    ['the caret before everything', '|212345', '|212 345'],
    ['deleting the first of a group', '212 |45', '212| 45'],
    ['an empty field', '|', '|'],
    ['letters that formatting drops', '21a|2', '21|2'],
    ['a plus', '+4|4', '+4|4'],
  ])('[WI3] keeps its digits on its left: %s', (_, typed, formatted) => {
    const before = marked(typed);
    const after = marked(formatted);
    expect(caretAfterFormat(before.text, before.caret, after.text)).toBe(after.caret);
  });

  it('[WI3] has as many digits on its left as before, whatever the formatting', () => {
    const digits = fc.stringMatching(/^\d{0,12}$/);
    const separators = fc.array(fc.constantFrom('', ' ', '-', ') ', ' ('), { minLength: 13, maxLength: 13 });
    fc.assert(
      fc.property(digits, separators, fc.nat(12), (number, between, at) => {
        const caret = Math.min(at, number.length);
        const formatted = Array.from(number, (digit, index) => (between[index] ?? '') + digit).join('');
        const left = formatted.slice(0, caretAfterFormat(number, caret, formatted)).replace(/\D/g, '');
        expect(left).toBe(number.slice(0, caret));
      }),
    );
  });
});

describe('deleteThroughSeparator', () => {
  it.each([
    ['Backspace behind a space takes the digit before it', '212 345', '212|345', 'deleteContentBackward', '21|345'],
    ['Delete before a space takes the digit after it', '212 345', '212|345', 'deleteContentForward', '212|45'],
    ['Backspace behind two separators', '(212) 345', '(212)|345', 'deleteContentBackward', '(21|345'],
    ['a digit that was really deleted stays deleted', '212 345', '212 |45', 'deleteContentBackward', '212 |45'],
    ['nothing before the separator', ' 345', '|345', 'deleteContentBackward', '|345'],
    ['typing is none of its business', '212 345', '212 |345', 'insertText', '212 |345'],
  ])('[WI3] %s', (_, before, after, inputType, expected) => {
    expect(deleteThroughSeparator(before, marked(after), inputType)).toEqual(marked(expected));
  });
});
