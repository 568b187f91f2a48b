import { countryByDigits, type Country } from './countries.js';

/** What stands in the phone field. */
export interface PhoneValue {
  readonly country: Country;
  /** National digits, or `+` and digits as long as the calling code isn't complete. */
  readonly digits: string;
}

export type LengthVerdict = 'empty' | 'short' | 'possible' | 'long';

const MAX_DIGITS = 17;
const EXTENSION = /(?:ext|[x#;,]).*$/i;
const ARABIC = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** Digits of any script, with `+` when it comes before the first of them. */
export function significant(text: string): string {
  const ascii = text.normalize('NFKC').replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 0xf));
  const digits = ascii.replace(EXTENSION, '').replace(/\D/g, '');
  return (/^[^\d]*\+/.test(ascii) ? '+' : '') + digits;
}

/**
 * Reads whatever was typed or pasted.
 * A number that begins with `+`, `00` or (from North America) `011` changes the country to the one it names,
 * and only its national part stays.
 */
export function readTyped(text: string, country: Country): PhoneValue {
  const typed = significant(text);
  const dialled = dialledDigits(typed, country);
  if (dialled === undefined) return { country, digits: typed.slice(0, MAX_DIGITS) };
  const named = dialled.startsWith(country.code) ? country : countryByDigits(dialled);
  if (!named) return { country, digits: typed.slice(0, MAX_DIGITS) };
  // People write the trunk zero in brackets: +44 (0)20 ...
  const national = significant(text.replace(/\(0\)/, '')).slice(typed.length - dialled.length + named.code.length);
  return { country: named, digits: national.slice(0, MAX_DIGITS) };
}

function dialledDigits(typed: string, country: Country): string | undefined {
  if (typed.startsWith('+')) return typed.slice(1);
  if (typed.startsWith('00')) return typed.slice(2);
  if (country.code === '1' && typed.startsWith('011')) return typed.slice(3);
  return undefined;
}

/** A pasted number may carry its calling code without a plus: drop it where only the rest can be a number. */
export function readPasted(text: string, country: Country): PhoneValue {
  const value = readTyped(text, country);
  const { digits } = value;
  const rest = digits.slice(value.country.code.length);
  const doubled = digits.startsWith(value.country.code) && judgeLength(value) === 'long';
  return doubled && judgeLength({ country: value.country, digits: rest }) === 'possible' ? { country: value.country, digits: rest } : value;
}

/** Whether a number can have so many digits. Advice only: the tables age, and the server decides. */
export function judgeLength({ country, digits }: PhoneValue): LengthVerdict {
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
