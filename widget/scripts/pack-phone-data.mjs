// Writes the phone data that the widget ships, from the metadata of libphonenumber-js:
//   src/phone/country-data.ts   calling codes, trunk prefixes and possible lengths of every region, in one packed string
// The formatting rules are taken from there by each build: phone-metadata.mjs.
// Run after updating libphonenumber-js: node widget/scripts/pack-phone-data.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const metadata = JSON.parse(readFileSync(require.resolve('libphonenumber-js/metadata.min.json'), 'utf8'));
const target = join(dirname(fileURLToPath(import.meta.url)), '../src/phone');

const LENGTHS = 3;
const NATIONAL_PREFIX = 5;
/** Length 1 is `a`. */
const lengthLetter = (length) => String.fromCharCode(96 + length);

function packRegion(region) {
  const entry = metadata.countries[region];
  return { region, rule: entry[LENGTHS].map(lengthLetter).join('') + (entry[NATIONAL_PREFIX] || '') };
}

function packCode([code, regions]) {
  let last = '';
  const packed = regions.map(packRegion).map(({ region, rule }) => {
    const text = rule === last ? region : region + rule;
    last = rule;
    return text;
  });
  return code + packed.join('');
}

const codes = Object.entries(metadata.country_calling_codes).filter(([, regions]) => regions.some((region) => /^[A-Z]{2}$/.test(region)));
const packed = codes.map(packCode).join();
writeFileSync(
  join(target, 'country-data.ts'),
  `/* Written by scripts/pack-phone-data.mjs. */

/**
 * Per calling code, with commas between: the code, then its regions, the main one first. After a region stand the possible
 * lengths of a national number (\`a\` is 1) and its trunk prefix; a region without them has those of the one before.
 */
export const COUNTRY_DATA = '${packed}';
`,
);
