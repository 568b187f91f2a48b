import type { NumberVerdict } from '@ringback/contract';
import { compileNumberRule, explainNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';

/** See `SettingsVerbs.testNumber`. No statement; the number is kept nowhere. */
export async function testNumber({ site }: Dependencies, rule: string, phoneNumber: string): Promise<NumberVerdict> {
  const settings = site.effective.config.numberRules.find(({ name }) => name === rule);
  if (!settings) throw new Refusal('NOT_FOUND', `There is no number rule "${rule.slice(0, 100)}". Save it first, then try numbers on it.`);
  return explainNumber(phoneNumber, compileNumberRule(settings));
}
