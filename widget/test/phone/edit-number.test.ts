import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Edit } from '../../src/phone/caret.js';
import { countryOf, type Country } from '../../src/phone/countries.js';
import { editNumber } from '../../src/phone/edit-number.js';
import { loadFormat, type FormatNumber } from '../../src/phone/format-number.js';
import type { PhoneValue } from '../../src/phone/typed-number.js';

const country = (region: string) => countryOf(region) as Country;
const REGIONS = ['US', 'PT', 'GB', 'DE', 'IT', 'JP', 'BR', 'FR'];
const formats = new Map<string, FormatNumber>();
beforeAll(async () => {
  for (const region of REGIONS) formats.set(region, await loadFormat(country(region).code));
});

/** The field as it stands, and what a browser makes of a key before we see it. */
interface Field extends Edit {
  readonly value: PhoneValue;
}
const formatOf = (value: PhoneValue): string =>
  (formats.get(value.country.region)?.(value.country, value.digits) ?? value.digits) +
  (value.extension === undefined ? '' : ` x${value.extension}`);

function press(field: Field, key: string, at: number): { field: Field; typed: Edit } {
  const { text } = field;
  const caret = Math.min(at, text.length);
  const [typed, inputType] =
    key === 'Backspace'
      ? [{ text: text.slice(0, Math.max(0, caret - 1)) + text.slice(caret), caret: Math.max(0, caret - 1) }, 'deleteContentBackward']
      : key === 'Delete'
        ? [{ text: text.slice(0, caret) + text.slice(caret + 1), caret }, 'deleteContentForward']
        : [{ text: text.slice(0, caret) + key + text.slice(caret), caret: caret + 1 }, 'insertText'];
  return { typed, field: editNumber({ value: field.value, before: text, after: typed, inputType }, formatOf) };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const keys = fc.array(
  fc.record({ key: fc.constantFrom(...'0123456789', ' ', '-', '(', 'a', 'Backspace', 'Delete', 'x'), at: fc.nat(24) }),
  { maxLength: 40 },
);

describe('editNumber', () => {
  it('[WI3] the caret never jumps: after any edits it stands behind the digit it stood behind, in every country', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REGIONS), fc.stringMatching(/^\d{0,11}$/), keys, (region, digits, edits) => {
        const value = { country: country(region), digits };
        let now: Field = { value, text: formatOf(value), caret: 0 };
        for (const { key, at } of edits) {
          const { field, typed } = press(now, key, at);
          const isSameCountry = field.value.country === now.value.country;
          const isCut = digitsOf(field.text).length < digitsOf(typed.text).length;
          if (isSameCountry && !isCut) {
            const wanted = digitsOf(typed.text.slice(0, typed.caret));
            const left = digitsOf(field.text.slice(0, field.caret));
            expect(left, `${key} at ${at} of ${now.text}`).toBe(wanted);
          }
          expect(field.caret).toBeLessThanOrEqual(field.text.length);
          now = field;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[WI3] Backspace and Delete always take something, and never two digits', () => {
    const zerosBehindFirst = fc.stringMatching(/^[1-9](00|011)\d{1,8}$/);
    const numbers = fc.oneof(fc.stringMatching(/^[1-9]\d{3,10}$/), zerosBehindFirst);
    fc.assert(
      fc.property(fc.constantFrom(...REGIONS), numbers, fc.nat(20), (region, digits, at) => {
        const value = { country: country(region), digits };
        const before: Field = { value, text: formatOf(value), caret: 0 };
        for (const key of ['Backspace', 'Delete']) {
          const caret = Math.min(at, before.text.length);
          const hasSome = digitsOf(key === 'Delete' ? before.text.slice(caret) : before.text.slice(0, caret)) !== '';
          const { field } = press(before, key, caret);
          expect(digits.length - field.value.digits.length, `${key} at ${caret} of ${before.text}`).toBe(hasSome ? 1 : 0);
        }
      }),
    );
  });

  it.each([
    ['DE', '3004912345', 'Backspace', 1, '004912345'],
    ['DE', '3004912345', 'Delete', 0, '004912345'],
    ['US', '2011447900', 'Backspace', 1, '011447900'],
  ])('[WI3] in %s, of %s the first digit goes by %s: the zeros that come to the front name no country', (region, digits, key, at, left) => {
    const value = { country: country(region), digits };
    const { field } = press({ value, text: formatOf(value), caret: 0 }, key, at);
    expect(field.value).toEqual({ country: country(region), digits: left });
    expect(field.text.slice(0, field.caret).replace(/\D/g, '')).toBe('');
  });

  it('[WI3] a digit in place of the one that was deleted gives the national number', () => {
    const value = { country: country('DE'), digits: '3004912345' };
    const shorter = press({ value, text: formatOf(value), caret: 0 }, 'Backspace', 1).field;
    expect(press(shorter, '4', 0).field.value).toEqual({ country: country('DE'), digits: '4004912345' });
  });

  it('[WI3] two zeros that are typed name a country as soon as its code is there', () => {
    let now: Field = { value: { country: country('PT'), digits: '' }, text: '', caret: 0 };
    for (const key of '0049301234') now = press(now, key, now.text.length).field;
    expect(now.value).toEqual({ country: country('DE'), digits: '301234' });
  });

  it('[WI3] an extension is typed behind an x, and taken away with it', () => {
    let now: Field = { value: { country: country('US'), digits: '2125550134' }, text: '212 555 0134', caret: 12 };
    for (const key of ['x', '1', '2']) now = press(now, key, now.text.length).field;
    expect([now.text, now.value.extension, now.caret]).toEqual(['212 555 0134 x12', '12', 16]);
    for (const _ of 'x12') now = press(now, 'Backspace', now.caret).field;
    expect([now.text, now.value.extension]).toEqual(['212 555 0134', undefined]);
  });
});
