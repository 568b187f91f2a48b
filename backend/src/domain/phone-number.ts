import type { E164, NumberRule, NumberVerdict } from '@ringback/contract';
import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/min';
import { RE2JS } from 're2js';
import { Refusal } from './refusal.js';

/** A number rule with its patterns compiled, by an engine whose time is linear in the text whatever the pattern (NV2). */
export interface CompiledNumberRule {
  readonly name: string;
  readonly countries: ReadonlySet<string>;
  /** A number without `+` is read as one of this country: the first of the rule. */
  readonly defaultCountry: CountryCode | undefined;
  /** Whether a pattern is found in the number. */
  isBlocked(e164: string): boolean;
  /** The first pattern that is found in the number. */
  patternIn(e164: string): string | undefined;
}

export interface JudgedNumber {
  readonly e164: E164;
  /** ISO 3166 code; undefined for numbers of no country (`+800` freephone). */
  readonly country: string | undefined;
}

/** Something in a number rule that can't work. */
export interface NumberRuleProblem {
  /** Within the rule, as in `blocked[0]`. */
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong with a rule's countries and patterns; empty when {@link compileNumberRule} will take it. */
export function numberRuleProblems(rule: Pick<NumberRule, 'countries' | 'blocked'>): NumberRuleProblem[] {
  const unknown = rule.countries.map((code, index) =>
    isSupportedCountry(code) ? [] : [{ path: `countries[${index}]`, message: `"${code}" is not a country whose numbers are known here` }],
  );
  const broken = rule.blocked.map((pattern, index) => {
    const problem = patternProblem(pattern);
    return problem === undefined ? [] : [{ path: `blocked[${index}]`, message: problem }];
  });
  return [...unknown, ...broken].flat();
}

/**
 * Compiles a rule once, for many numbers. Patterns are searched for in the E.164 form; anchor them to match it whole.
 * @throws Error that names the rule and the problem; check with {@link numberRuleProblems} first
 */
export function compileNumberRule(rule: NumberRule): CompiledNumberRule {
  const [problem] = numberRuleProblems(rule);
  if (problem) throw new Error(`Number rule "${rule.name}": ${problem.path} ${problem.message}`);
  const patterns = rule.blocked.map((text) => ({ text, compiled: RE2JS.compile(text) }));
  const patternIn = (e164: string): string | undefined => patterns.find(({ compiled }) => compiled.matcher(e164).find())?.text;
  return {
    name: rule.name,
    countries: new Set(rule.countries),
    defaultCountry: rule.countries.find((code) => isSupportedCountry(code)),
    isBlocked: (e164) => patternIn(e164) !== undefined,
    patternIn,
  };
}

/**
 * NV1: reads a number as people write it (international with `+` or `00`, national in the default country, or bare digits
 * that begin with a country code) and judges it. An extension is dropped: nobody dials it.
 * @throws Refusal INVALID_PHONE_NUMBER, COUNTRY_NOT_PERMITTED (patterns are not tried then) or NUMBER_BLOCKED
 */
export function judgeNumber(
  text: string,
  { rule, defaultCountry }: { rule?: CompiledNumberRule | undefined; defaultCountry?: string | undefined } = {},
): JudgedNumber {
  const number = readNumber(cleaned(text), rule?.defaultCountry ?? knownCountry(defaultCountry));
  if (!number) {
    throw new Refusal(
      'INVALID_PHONE_NUMBER',
      'This phone number is not valid. Check it, and begin with + and the country code, like +1 212 555 0123.',
    );
  }
  if (rule && !(number.country && rule.countries.has(number.country))) {
    throw new Refusal('COUNTRY_NOT_PERMITTED', 'Numbers of this country can not be called back. Give a number in another country.');
  }
  if (rule?.isBlocked(number.number))
    throw new Refusal('NUMBER_BLOCKED', 'This number is not allowed to be called back. Give another number.');
  return { e164: number.number as string as E164, country: number.country };
}

/** NV2: what {@link judgeNumber} makes of a number, and why; for the test box of a rule. */
export function explainNumber(text: string, rule: CompiledNumberRule): NumberVerdict {
  const number = readNumber(cleaned(text), rule.defaultCountry);
  if (!number) return { verdict: 'invalid', reason: 'This is not a valid phone number.' };
  const read = { phoneNumber: number.number as string, ...(number.country !== undefined && { country: number.country }) };
  if (!(number.country && rule.countries.has(number.country))) {
    const of = number.country === undefined ? 'of no country' : `of ${number.country}`;
    return {
      verdict: 'country-not-permitted',
      reason: `The number is ${of}, which the rule does not permit. Patterns were not tried.`,
      ...read,
    };
  }
  const pattern = rule.patternIn(number.number);
  if (pattern !== undefined) return { verdict: 'blocked', reason: `The pattern ${pattern} is found in the number.`, ...read, pattern };
  return { verdict: 'allowed', reason: `The rule permits ${number.country}, and no pattern is found in the number.`, ...read };
}

/** Links (`tel:+12125550123;ext=7`) are numbers, too. */
const cleaned = (text: string): string =>
  text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\uFF0B/, '+');

function readNumber(text: string, defaultCountry: CountryCode | undefined): PhoneNumber | undefined {
  const readings = text.startsWith('+') ? [text] : [text, text.replace(/^00/, '+'), `+${text}`];
  for (const reading of readings) {
    const number = parsePhoneNumberFromString(reading, { defaultCountry, extract: false });
    if (number?.isValid()) return number;
  }
  return undefined;
}

const knownCountry = (code: string | undefined): CountryCode | undefined =>
  code !== undefined && isSupportedCountry(code) ? code : undefined;

function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return `is not a regular expression that can be used here (${cause}); look-around and back-references are not supported`;
  }
}
