import { countryByDigits, type Country } from './countries.js';

/** What stands in the phone field. */
export interface PhoneValue {
  readonly country: Country;
  /** National digits, or `+` and digits as long as the calling code isn't complete. */
  readonly digits: string;
  /** Digits to dial after the number; empty once somebody has begun one. */
  readonly extension?: string;
}

export type LengthVerdict = 'empty' | 'short' | 'possible' | 'long';

const MAX_DIGITS = 17;
const MAX_EXTENSION = 9;
/** Behind the first digit: how an extension begins, or a pause, or a parameter of a `tel:` address. */
const EXTENSION = /(\d[^]*?)(?:ext|[x#;,])([^]*)$/i;
const ARABIC = /[\u0660-\u0669\u06f0-\u06f9]/g;

const inAscii = (text: string): string => text.normalize('NFKC').replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 0xf));

/** Digits of any script, with `+` when it comes before the first of them; an extension is left out. */
export function significant(text: string): string {
  const ascii = inAscii(text);
  const digits = ascii.replace(EXTENSION, '$1').replace(/\D/g, '');
  return (/^[^\d]*\+/.test(ascii) ? '+' : '') + digits;
}

function extensionIn(text: string): Pick<PhoneValue, 'extension'> {
  const extension = EXTENSION.exec(inAscii(text).replace(/;phone-context.*/i, ''))?.[2]?.replace(/\D/g, '');
  return extension === undefined ? {} : { extension: extension.slice(0, MAX_EXTENSION) };
}

/**
 * Reads whatever was typed or pasted.
 * A number that begins with `+`, `00` or (from North America) `011` changes the country to the one it names,
 * and only its national part stays.
 * @param isLeft what a deletion has left: zeros that have come to the front by it name no country
 */
export function readTyped(text: string, country: Country, isLeft = false): PhoneValue {
  const typed = significant(text);
  const dialled = isLeft && typed[0] !== '+' ? undefined : dialledDigits(typed, country);
  const named = dialled === undefined || dialled.startsWith(country.code) ? country : countryByDigits(dialled);
  let digits = typed;
  // People write the trunk zero in brackets: +44 (0)20 ...
  if (dialled !== undefined && named)
    digits = significant(text.replace(/\(0\)/, '')).slice(typed.length - dialled.length + named.code.length);
  return { country: named ?? country, digits: digits.slice(0, MAX_DIGITS), ...extensionIn(text) };
}

function dialledDigits(typed: string, country: Country): string | undefined {
  if (typed.startsWith('+')) return typed.slice(1);
  if (typed.startsWith('00')) return typed.slice(2);
  if (country.code === '1' && typed.startsWith('011')) return typed.slice(3);
  return undefined;
}

/** A pasted number may carry its calling code without a plus: drop it where only the rest can be a number. */
export function readPasted(text: string, country: Country): PhoneValue {
  const { extension, ...value } = readTyped(text, country);
  const rest = { ...value, digits: value.digits.slice(value.country.code.length) };
  const doubled = value.digits.startsWith(value.country.code) && judgeLength(value) === 'long' && judgeLength(rest) === 'possible';
  return { ...(doubled ? rest : value), ...(extension && { extension }) };
}

/** Whether a number can have so many digits. Advice only: the tables age, and the server decides. */
export function judgeLength({ country, digits }: Pick<PhoneValue, 'country' | 'digits'>): LengthVerdict {
  const count = nationalDigits({ country, digits }).length;
  if (digits.replace('+', '') === '') return 'empty';
  if (digits.startsWith('+') || count < Math.min(...country.lengths)) return 'short';
  if (country.lengths.includes(count)) return 'possible';
  return count > Math.max(...country.lengths) ? 'long' : 'short';
}

/** Without the trunk prefix where the number is too long with it. */
function nationalDigits({ country, digits }: PhoneValue): string {
  const { trunk, lengths } = country;
  const withTrunk = trunk !== '' && digits.startsWith(trunk) && !lengths.includes(digits.length);
  return withTrunk ? digits.slice(trunk.length) : digits;
}

/** The number as the server wants it: `+`, calling code, national digits. Empty when nothing was typed. */
export function toInternational(value: PhoneValue): string {
  if (value.digits === '' || value.digits.startsWith('+')) return value.digits;
  return `+${value.country.code}${nationalDigits(value)}`;
}
