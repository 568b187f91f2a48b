import { AsYouType, type CountryCode, type MetadataJson } from 'libphonenumber-js/core';
import type { Country } from './countries.js';

/** Formats national digits as somebody types them; what can't be formatted comes back as it is. */
export type FormatNumber = (country: Country, digits: string) => string;

// Formatting rules by the first digit of the calling code: the visitor loads those of one, not of the world.
const ZONES: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
  1: () => import('./metadata/zone-1.json'),
  2: () => import('./metadata/zone-2.json'),
  3: () => import('./metadata/zone-3.json'),
  4: () => import('./metadata/zone-4.json'),
  5: () => import('./metadata/zone-5.json'),
  6: () => import('./metadata/zone-6.json'),
  7: () => import('./metadata/zone-7.json'),
  8: () => import('./metadata/zone-8.json'),
  9: () => import('./metadata/zone-9.json'),
};

/**
 * Loads the rules for a calling code.
 * @throws when the file can't be fetched; the field works without.
 */
export async function loadFormat(code: string): Promise<FormatNumber> {
  const zone = await ZONES[code.charAt(0)]?.();
  return (country, digits) => formatNational(country, digits, zone?.default as MetadataJson);
}

function formatNational(country: Country, digits: string, metadata: MetadataJson): string {
  const { trunk, code, region } = country;
  if (trunk !== '' && digits.startsWith(trunk)) return new AsYouType(region as CountryCode, metadata).input(digits);
  // Beside the calling code the number reads as abroad: 212 345 6789, not (212) 345-6789.
  const international = new AsYouType(undefined, metadata).input(`+${code}${digits}`);
  return international.slice(code.length + 1).trimStart();
}
