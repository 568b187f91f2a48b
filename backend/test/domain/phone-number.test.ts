import type { NumberRule } from '@ringback/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNumberRule, judgeNumber, numberRuleProblems } from '../../src/domain/phone-number.js';
import { Refusal } from '../../src/domain/refusal.js';

const ruleOf = (change: Partial<NumberRule> = {}): NumberRule => ({
  name: 'North America',
  countries: ['US', 'CA'],
  blocked: ['^\\+1900[0-9]+$'],
  ...change,
});
const northAmerica = compileNumberRule(ruleOf());
const refusal = (text: string, options?: Parameters<typeof judgeNumber>[1]): Refusal => {
  try {
    judgeNumber(text, options);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('judgeNumber', () => {
  it.each([
    ['E.164', '+12125550123', undefined, '+12125550123', 'US'],
    ['spaces and brackets', ' +1 (212) 555-0123 ', undefined, '+12125550123', 'US'],
    ['Canada by its area code', '+14165550123', undefined, '+14165550123', 'CA'],
    ['00 instead of +', '0044 20 7946 0958', undefined, '+442079460958', 'GB'],
    ['00 where another prefix is dialled', '0044 20 7946 0958', 'US', '+442079460958', 'GB'],
    ['the prefix of the default country', '011 44 20 7946 0958', 'US', '+442079460958', 'GB'],
    ['national', '(212) 555-0123', 'US', '+12125550123', 'US'],
    ['national with its own prefix', '030 1234567', 'DE', '+49301234567', 'DE'],
    ['bare digits with a country code', '12125550123', undefined, '+12125550123', 'US'],
    ['bare digits that the default country can not hold', '442079460958', 'US', '+442079460958', 'GB'],
    ['full-width digits', '＋１２１２５５５０１２３', undefined, '+12125550123', 'US'],
    ['an extension is dropped', '+1 212 555 0123 ext. 45', undefined, '+12125550123', 'US'],
    ['a link to call', 'tel:+1-212-555-0123;ext=45', undefined, '+12125550123', 'US'],
    ['a number of no country', '+80012345678', undefined, '+80012345678', undefined],
    ['an unknown default country is as good as none', '+12125550123', 'XX', '+12125550123', 'US'],
  ])('[NV1] %s', (...[, text, defaultCountry, e164, country]) => {
    expect(judgeNumber(text, { defaultCountry })).toEqual({ e164, country });
  });

  it('[NV1] national numbers are read in the first country of the rule', () => {
    expect(judgeNumber('2125550123', { rule: northAmerica })).toEqual({ e164: '+12125550123', country: 'US' });
    expect(judgeNumber('020 7946 0958', { rule: compileNumberRule(ruleOf({ countries: ['GB', 'US'] })) }).e164).toBe('+442079460958');
  });

  it.each([
    '',
    '   ',
    'abc',
    '+',
    '00',
    '+1',
    '123',
    '+1212555012',
    '+121255501234',
    '+999123456789',
    'call +12125550123',
    '1-800-FLOWERS',
    '+12125550123\u0000',
    '٠',
    '+1212555012З',
    '9'.repeat(64),
    '+'.repeat(64),
    '🙂',
  ])('[NV1] %j is not a number: 7030, without repeating it', (text) => {
    const refused = refusal(text, { rule: northAmerica });
    expect(refused.status).toBe('INVALID_PHONE_NUMBER');
    if (text.trim().length > 3) expect(refused.message).not.toContain(text);
  });

  it.each(['+442079460958', '+12425550123', '+80012345678'])('[NV1] %s is of a country that is not permitted: 7036', (text) => {
    expect(refusal(text, { rule: northAmerica }).status).toBe('COUNTRY_NOT_PERMITTED');
  });

  it('[NV1] a blocked number: 7037', () => {
    expect(refusal('+1 900 555 0123', { rule: northAmerica }).status).toBe('NUMBER_BLOCKED');
    expect(refusal('900 555 0123', { rule: northAmerica }).status).toBe('NUMBER_BLOCKED');
  });

  it('[NV1] patterns are not tried on a country that is not permitted', () => {
    let tried = 0;
    const rule = { ...northAmerica, isBlocked: () => (tried += 1) > 0 };
    expect(refusal('+442079460958', { rule }).status).toBe('COUNTRY_NOT_PERMITTED');
    expect(tried).toBe(0);
    expect(refusal('+12125550123', { rule }).status).toBe('NUMBER_BLOCKED');
    expect(tried).toBe(1);
  });

  it('[NV1] whatever comes in, E.164 comes out or a refusal, and E.164 is read as itself', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789+ -().'), { maxLength: 24 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 64 }),
          fc.string({ unit: 'binary', maxLength: 64 }),
          digits,
          digits.map((text) => `+1212${text}`),
        ),
        fc.constantFrom(undefined, 'US', 'DE', 'JP'),
        (text, defaultCountry) => {
          try {
            const { e164 } = judgeNumber(text, { defaultCountry });
            expect(e164).toMatch(/^\+[1-9]\d{1,14}$/);
            expect(judgeNumber(e164).e164).toBe(e164);
          } catch (error) {
            expect(error).toMatchObject({ status: 'INVALID_PHONE_NUMBER' });
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('compileNumberRule', () => {
  it('[NV2] patterns are searched for, and anchored ones match the whole', () => {
    const rule = compileNumberRule(ruleOf({ blocked: ['555', '^\\+1416'] }));
    expect(['+12125550123', '+14161234567', '+12121234567'].map((number) => rule.isBlocked(number))).toEqual([true, true, false]);
  });

  it.each([
    ['(', 'blocked[1]'],
    ['(?=a)', 'blocked[1]'],
    ['(a)\\1', 'blocked[1]'],
    ['[z-a]', 'blocked[1]'],
  ])('[NV2] %j can not be used, and the problem names it', (pattern, path) => {
    const rule = ruleOf({ blocked: ['^\\+1900', pattern] });
    expect(numberRuleProblems(rule)).toEqual([{ path, message: expect.stringContaining('regular expression') }]);
    expect(() => compileNumberRule(rule)).toThrow('Number rule "North America": blocked[1]');
  });

  it('[NV2] countries without numbers and all broken patterns are listed at once', () => {
    expect(numberRuleProblems(ruleOf({ countries: ['US', 'XX'], blocked: ['(', 'ok', ')'] })).map(({ path }) => path)).toEqual([
      'countries[1]',
      'blocked[0]',
      'blocked[2]',
    ]);
    expect(numberRuleProblems(ruleOf())).toEqual([]);
  });

  it('[NV2] a hostile pattern costs time in proportion to the text', () => {
    const hostile = compileNumberRule(ruleOf({ blocked: ['^(a+)+$', '^(\\+?[0-9]*)*x$', '(.*)*(.*)*(.*)*y'] }));
    // A backtracking engine needs 2^2000 steps for these; this test ends at all only in linear time.
    for (const text of [`${'a'.repeat(2000)}!`, `+${'1'.repeat(2000)}!`]) expect(hostile.isBlocked(text)).toBe(false);
  });
});
