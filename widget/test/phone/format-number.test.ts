import fc from 'fast-check';
import { AsYouType, type CountryCode, type MetadataJson } from 'libphonenumber-js/core';
import whole from 'libphonenumber-js/metadata.min.json';
import { describe, expect, it } from 'vitest';
import { phoneShards } from '../../scripts/phone-metadata.mjs';
import { countries, countryOf } from '../../src/phone/countries.js';
import { loadFormat } from '../../src/phone/format-number.js';

const world = whole as unknown as MetadataJson;
/** Whether a number begins as those that are dialled from there to other countries: the field reads them as such before it formats. */
const isAbroad = (region: string, number: string): boolean => {
  const [, prefix] = world.countries[region as CountryCode] as unknown as readonly [code: string, prefix: string];
  return new RegExp(`^(?:${prefix})`).test(number);
};

describe('format-number', () => {
  it.each([
    ['US', '2123456789', '212 345 6789'],
    ['US', '2123', '212 3'],
    ['GB', '2079460018', '20 7946 0018'],
    ['GB', '02079460018', '020 7946 0018'],
    ['PT', '912345678', '912 345 678'],
    ['AE', '501234567', '50 123 4567'],
    ['US', '', ''],
  ])('[WI3] shows %s %j as %j', async (region, digits, shown) => {
    const country = countryOf(region);
    if (!country) throw new Error(region);
    expect((await loadFormat(country.code))(country, digits)).toBe(shown);
  });

  it('[WI3] keeps every digit in every region', async () => {
    for (const country of countries()) {
      const format = await loadFormat(country.code);
      for (const digits of ['5', '512345', '5123456789', `${country.trunk}51234567`]) {
        expect(format(country, digits).replace(/\D/g, ''), country.region).toBe(digits);
      }
    }
  });

  it('[WI10] loads the rules of one calling code: of one region, whoever shares the code', async () => {
    for (const country of countries()) {
      const shard = phoneShards[country.code];
      const main = countries().find(({ code }) => code === country.code);
      expect(Object.keys(shard?.countries ?? {}), country.region).toEqual([main?.region]);
      expect(Object.keys(shard?.country_calling_codes ?? {}), country.region).toEqual([country.code]);
    }
  });

  it('[WI3] formats by them as by the metadata of the world', async () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,12}$/);
    const regions = fc.constantFrom(...countries());
    await fc.assert(
      fc.asyncProperty(regions, digits, async (country, number) => {
        const { code, trunk, region } = country;
        const format = await loadFormat(code);
        const abroad = new AsYouType(undefined, world)
          .input(`+${code}${number}`)
          .slice(code.length + 1)
          .trimStart();
        if (trunk === '' || !number.startsWith(trunk)) expect(format(country, number)).toBe(abroad);
        const national = `${trunk}${number}`;
        // Jersey completes local numbers of six digits, which formatting breaks apart: "0940 47".
        if (trunk !== '' && region !== 'JE' && !isAbroad(region, national))
          expect(format(country, national), region).toBe(new AsYouType(region as CountryCode, world).input(national));
      }),
      { numRuns: 2000 },
    );
  });
});
