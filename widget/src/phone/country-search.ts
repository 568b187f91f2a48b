import { countries, type Country } from './countries.js';

/** A country with the name to show. */
export interface NamedCountry {
  readonly country: Country;
  readonly name: string;
  /** Lower case, without accents. */
  readonly sought: string;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every country in the order of its name in a language; by code alone where the browser knows no names. */
export function namedCountries(lang: string): NamedCountry[] {
  let names: Intl.DisplayNames | undefined;
  try {
    names = new Intl.DisplayNames([lang], { type: 'region' });
  } catch {
    names = undefined;
  }
  const { compare } = new Intl.Collator(lang);
  return countries()
    .map((country) => {
      const name = names?.of(country.region) ?? country.region;
      return { country, name, sought: `${plain(name)} ${country.region.toLowerCase()}` };
    })
    .sort((a, b) => compare(a.name, b.name));
}

/** Those that fit what was typed: a calling code, the beginning of a word of the name (these first), or any part of it. */
export function searchCountries(all: readonly NamedCountry[], query: string): readonly NamedCountry[] {
  const wanted = plain(query).trim();
  if (wanted === '') return all;
  const digits = wanted.replace(/^(\+|00)/, '');
  if (/^\d+$/.test(digits)) return all.filter(({ country }) => country.code.startsWith(digits));
  const atWord = all.filter(({ sought }) => ` ${sought}`.includes(` ${wanted}`));
  return [...atWord, ...all.filter((entry) => entry.sought.includes(wanted) && !atWord.includes(entry))];
}
