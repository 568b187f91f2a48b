const rules = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };

/** `1st`, `2nd`, `11th`. */
export const ordinal = (count: number): string => `${count}${SUFFIXES[rules.select(count)]}`;
