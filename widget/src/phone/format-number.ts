import { AsYouType, type CountryCode, type MetadataJson } from 'libphonenumber-js/core';
import type { Country } from './countries.js';
import { loadMetadata } from './load-metadata.js';

/** Formats national digits as somebody types them; what can't be formatted comes back as it is. */
export type FormatNumber = (country: Country, digits: string) => string;

/**
 * Loads the rules of a calling code.
 * @throws when the file can't be fetched; the field works without.
 */
export async function loadFormat(code: string): Promise<FormatNumber> {
  const metadata = await loadMetadata(code);
  return (country, digits) => formatNational(country, digits, metadata);
}

function formatNational({ trunk, code }: Country, digits: string, metadata: MetadataJson): string {
  // The main region of the code: the formats of all that share it stand with it.
  if (trunk !== '' && digits.startsWith(trunk))
    return new AsYouType(Object.keys(metadata.countries)[0] as CountryCode, metadata).input(digits);
  // Beside the calling code the number reads as abroad: 212 345 6789, not (212) 345-6789.
  const international = new AsYouType(undefined, metadata).input(`+${code}${digits}`);
  return international.slice(code.length + 1).trimStart();
}
