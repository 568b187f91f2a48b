import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString, Metadata, type CountryCode } from 'libphonenumber-js/core';
import type { MetadataJson } from 'libphonenumber-js/core';
import rawMetadata from 'libphonenumber-js/metadata.min.json';
import { describe, expect, it } from 'vitest';
import { countries, countryByDigits, countryOf, flagOf, regionOfLanguages, type Country } from '../../src/phone/countries.js';
import { judgeLength, readPasted, readTyped, toInternational } from '../../src/phone/typed-number.js';

const metadata = rawMetadata as unknown as MetadataJson;
const country = (region: string): Country => {
  const found = countryOf(region);
  if (!found) throw new Error(`no ${region}`);
  return found;
};

describe('country table', () => {
  it('[NV1] has every region of libphonenumber with its calling code, lengths and trunk prefix', () => {
    const all = getCountries(metadata);
    expect(
      countries()
        .map(({ region }) => region)
        .sort(),
    ).toEqual([...all].sort());
    for (const region of all) {
      const own = country(region);
      const numbering = new Metadata(metadata);
      numbering.selectNumberingPlan(region);
      expect(own.code, region).toBe(getCountryCallingCode(region, metadata));
      expect([...own.lengths], region).toEqual(numbering.numberingPlan?.possibleLengths());
    }
  });

  it('[NV1] finds the main region of a calling code by any digits behind it', () => {
    expect(countryByDigits('12125550134')?.region).toBe('US');
    expect(countryByDigits('442079460018')?.region).toBe('GB');
    expect(countryByDigits('79123456789')?.region).toBe('RU');
    expect(countryByDigits('999')).toBeUndefined();
    expect(countryByDigits('')).toBeUndefined();
  });

  it.each([
    [['en-GB', 'de'], 'GB'],
    [['pt'], 'BR'],
    [['zh-Hant-HK'], 'HK'],
    [['eo', 'de-AT'], 'AT'],
    [['not a tag', 'fr'], 'FR'],
    [[], undefined],
  ])('[WI3] guesses the country from %j', (languages, region) => {
    expect(regionOfLanguages(languages)).toBe(region);
  });

  it('draws a flag from the two letters', () => expect(flagOf('PT')).toBe('🇵🇹'));
});

describe('readTyped', () => {
  it.each([
    ['212 345 6789', 'US', 'US', '2123456789'],
    ['(212) 345-6789', 'US', 'US', '2123456789'],
    ['+44 20 7946 0018', 'US', 'GB', '2079460018'],
    ['+44 (0)20 7946 0018', 'US', 'GB', '2079460018'],
    ['0044 20 7946 0018', 'PT', 'GB', '2079460018'],
    ['011 44 20 7946 0018', 'US', 'GB', '2079460018'],
    ['+1 416 555 0134', 'CA', 'CA', '4165550134'],
    ['+4', 'US', 'US', '+4'],
    ['+', 'US', 'US', '+'],
    ['٠٥٠ ١٢٣ ٤٥٦٧', 'AE', 'AE', '0501234567'],
    ['۰۹۱۲', 'IR', 'IR', '0912'],
    ['２１２', 'US', 'US', '212'],
    ['tel:+1-212-345-6789', 'PT', 'US', '2123456789'],
    ['212 345 6789 ext. 12', 'US', 'US', '2123456789'],
    ['00 351 912 345 678', 'US', 'PT', '912345678'],
    ['[+49] {30} 123-456', 'US', 'DE', '30123456'],
    ['＋８１ ３ １２３４ ５６７８', 'US', 'JP', '312345678'],
    ['call me', 'US', 'US', ''],
    ['12345678901234567890123', 'US', 'US', '12345678901234567'],
  ])('[WI3] reads %j in %s as %s %s', (text, region, expectedRegion, digits) => {
    const value = readTyped(text, country(region));
    expect([value.country.region, value.digits]).toEqual([expectedRegion, digits]);
  });

  it('[WI3] never throws and keeps only digits and a leading plus, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...countries()), (text, from) => {
        expect(readTyped(text, from).digits).toMatch(/^\+?\d*$/);
        expect(readPasted(text, from).digits).toMatch(/^\+?\d*$/);
      }),
    );
  });

  it('[WI3] drops a pasted calling code without plus where only the rest can be a number', () => {
    expect(readPasted('351 912 345 678', country('PT')).digits).toBe('912345678');
    expect(readPasted('912 345 678', country('PT')).digits).toBe('912345678');
  });
});

describe('extensions', () => {
  it.each([
    ['212 555 0134 ext. 12', '2125550134', '12'],
    ['212-555-0134 Extension: 7', '2125550134', '7'],
    ['(212) 555-0134x12', '2125550134', '12'],
    ['212 555 0134 #99', '2125550134', '99'],
    ['2125550134,,45#', '2125550134', '45'],
    ['tel:+1-212-555-0134;ext=12', '2125550134', '12'],
    ['tel:212-555-0134;phone-context=+1', '2125550134', undefined],
    ['tel:212-555-0134;ext=5;phone-context=+1', '2125550134', '5'],
    ['２１２ ５５５ ０１３４ ｘ １２', '2125550134', '12'],
    ['+1 212 555 0134 ext 123456789012', '2125550134', '123456789'],
    ['212 555 0134', '2125550134', undefined],
    ['x 212 555 0134', '2125550134', undefined],
    ['212 555 0134 ext', '2125550134', undefined],
  ])('[WI3] pasted %j is %s with the extension %s', (text, digits, extension) => {
    expect(readPasted(text, country('US'))).toEqual({ country: country('US'), digits, ...(extension && { extension }) });
  });

  it('[WI3] one that is being typed is there, but empty', () => {
    expect(readTyped('212 555 0134x', country('US')).extension).toBe('');
    expect(readTyped('212 555 0134 ', country('US'))).not.toHaveProperty('extension');
  });

  it('[WI3] a number of another country keeps its own', () => {
    expect(readPasted('+44 20 7946 0018 x 5', country('US'))).toMatchObject({
      country: { region: 'GB' },
      digits: '2079460018',
      extension: '5',
    });
  });

  it('[NV1] says nothing about the length of the number', () => {
    const value = readPasted('212 555 0134 x 123', country('US'));
    expect([judgeLength(value), toInternational(value)]).toEqual(['possible', '+12125550134']);
  });
});

describe('judgeLength', () => {
  it.each([
    ['US', '', 'empty'],
    ['US', '+', 'empty'],
    ['US', '21234', 'short'],
    ['US', '2123456789', 'possible'],
    ['US', '12123456789', 'possible'],
    ['US', '212345678901', 'long'],
    ['GB', '02079460018', 'possible'],
    ['IT', '0612345678', 'possible'],
    ['DE', '030123456', 'possible'],
    ['US', '+4', 'short'],
  ] as const)('[NV1] %s %j is %s', (region, digits, verdict) => {
    expect(judgeLength({ country: country(region), digits })).toBe(verdict);
  });

  it('[pain 13] [NV1] calls no number impossible that libphonenumber calls possible', () => {
    fc.assert(
      fc.property(fc.constantFrom(...countries()), fc.stringMatching(/^[1-9]\d{3,13}$/), (from, digits) => {
        const parsed = parsePhoneNumberFromString(digits, from.region as CountryCode, metadata);
        // Some regions complete local numbers by rules of their own: those are the server's.
        const isWhole = parsed?.nationalNumber === digits && parsed.country === from.region;
        if (isWhole && parsed.isPossible()) expect(judgeLength({ country: from, digits }), from.region).toBe('possible');
      }),
    );
  });
});

describe('toInternational', () => {
  it.each([
    ['US', '2123456789', '+12123456789'],
    ['US', '12123456789', '+12123456789'],
    ['GB', '02079460018', '+442079460018'],
    ['IT', '0612345678', '+390612345678'],
    ['RU', '89123456789', '+79123456789'],
    ['US', '', ''],
    ['US', '+4', '+4'],
  ])('[NV1] sends %s %j as %j', (region, digits, international) => {
    expect(toInternational({ country: country(region), digits })).toBe(international);
  });
});
