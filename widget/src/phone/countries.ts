import { COUNTRY_DATA } from './country-data.js';

/** What the panel knows of one region's numbers without loading anything. */
export interface Country {
  /** ISO 3166 two-letter code. */
  readonly region: string;
  /** Calling code without `+`. */
  readonly code: string;
  /** Possible lengths of a national number, without trunk prefix. */
  readonly lengths: readonly number[];
  /** Digits that may stand before a national number inside the country; may be empty. */
  readonly trunk: string;
}

const REGION = /([A-Z]{2})([a-z]*)(\d*)/g;
const lengthOf = (letter: string): number => letter.charCodeAt(0) - 96;

function unpackCode(group: string): Country[] {
  const code = /^\d+/.exec(group)?.[0] ?? '';
  let rule: Pick<Country, 'lengths' | 'trunk'> = { lengths: [], trunk: '' };
  return [...group.slice(code.length).matchAll(REGION)].map(([, region = '', letters = '', trunk = '']) => {
    if (letters) rule = { lengths: [...letters].map(lengthOf), trunk };
    return { region, code, ...rule };
  });
}

let unpacked: readonly Country[] | undefined;

/** Every region with a calling code, by calling code; of those that share one the main region comes first. Unpacked when first asked for. */
export const countries = (): readonly Country[] => (unpacked ??= COUNTRY_DATA.split(',').flatMap(unpackCode));

/** @param region two-letter code in any case. @returns a new object each time; `undefined` when it has no calling code. */
export function countryOf(region: string | undefined): Country | undefined {
  const wanted = region?.toUpperCase();
  if (!wanted) return undefined;
  // To find the visitor's own country the whole table is too much.
  const groups = COUNTRY_DATA.split(',').filter((group) => group.includes(wanted));
  return groups.flatMap(unpackCode).find((country) => country.region === wanted);
}

/** The main region of the calling code that these digits start with; no calling code is the beginning of another. */
export const countryByDigits = (digits: string): Country | undefined => countries().find(({ code }) => digits.startsWith(code));

/** The region of the first language tag that names or implies one with a calling code. */
export function regionOfLanguages(languages: readonly string[]): string | undefined {
  for (const tag of languages) {
    const region = regionOfLanguage(tag);
    if (countryOf(region)) return region;
  }
  return undefined;
}

function regionOfLanguage(tag: string): string | undefined {
  try {
    const locale = new Intl.Locale(tag);
    return locale.region ?? locale.maximize().region;
  } catch {
    return undefined;
  }
}

/** Two regional indicator letters, which most systems draw as a flag. */
export const flagOf = (region: string): string => String.fromCodePoint(...[...region].map((letter) => letter.charCodeAt(0) + 0x1f1a5));
