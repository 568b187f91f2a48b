import { describe, expect, it } from 'vitest';
import { COUNTRIES, countryOf } from '../../src/phone/countries.js';
import { loadFormat } from '../../src/phone/format-number.js';

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
    for (const country of COUNTRIES) {
      const format = await loadFormat(country.code);
      for (const digits of ['5', '512345', '5123456789', `${country.trunk}51234567`]) {
        expect(format(country, digits).replace(/\D/g, ''), country.region).toBe(digits);
      }
    }
  });
});
