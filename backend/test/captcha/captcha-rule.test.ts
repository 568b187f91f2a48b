import { captcha, parseConfigFile, type CaptchaKeySet } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { activeKeySet, captchaFault, captchaOfferOf, type CaptchaReport } from '../../src/domain/captcha.js';
import { configOf } from '../usecases/harness.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
const keySet = (more: Record<string, unknown> = {}): CaptchaKeySet =>
  v.parse(captcha, { provider: 'recaptcha-v3', siteKey: 'site', secretKey: 'secret', ...more });
const report = (more: Partial<CaptchaReport> = {}): CaptchaReport => ({
  success: true,
  errors: [],
  hostname: 'shop.example',
  solvedAt: NOW - 10_000,
  score: 0.5,
  action: 'callback',
  ...more,
});
const V2 = { provider: 'recaptcha-v2-checkbox' };

describe('a report', () => {
  it.each<[string, ReturnType<typeof captchaFault>, Record<string, unknown>, Partial<CaptchaReport>]>([
    ['passes at the threshold', undefined, { threshold: 0.5 }, { score: 0.5 }],
    ['below the threshold', 'low-score', { threshold: 0.5 }, { score: 0.49 }],
    ['at a threshold of 0', undefined, { threshold: 0 }, { score: 0 }],
    ['without a score', 'incomplete', {}, { score: undefined }],
    ['of v2 needs no score', undefined, V2, { score: undefined, action: undefined }],
    ['of v2 has no threshold', undefined, { ...V2, threshold: 1 }, { score: 0 }],
    ['of v2 has no action', undefined, { ...V2, action: 'callback' }, { action: undefined }],
    ['with the action', undefined, { action: 'callback' }, {}],
    ['with another action', 'wrong-action', { action: 'callback' }, { action: 'login' }],
    ['without an action', 'incomplete', { action: 'callback' }, { action: undefined }],
    ['of a listed host', undefined, { hostnames: ['www.example', 'Shop.Example'] }, {}],
    ['of another host', 'wrong-host', { hostnames: ['www.example'] }, {}],
    ['of a host within a listed one', 'wrong-host', { hostnames: ['example'] }, {}],
    ['without a host', 'incomplete', { hostnames: ['shop.example'] }, { hostname: undefined }],
    ['without a host, where any will do', undefined, {}, { hostname: undefined }],
    ['two minutes old', undefined, {}, { solvedAt: NOW - 120_000 }],
    ['older than two minutes', 'too-old', {}, { solvedAt: NOW - 120_001 }],
    ['of a clock that is ahead', undefined, {}, { solvedAt: NOW + 60_000 }],
    ['of a time to come', 'incomplete', {}, { solvedAt: NOW + 60_001 }],
    ['without a time', 'incomplete', {}, { solvedAt: undefined }],
    ['that says no', 'not-passed', {}, { success: false }],
    ['that says no, for a used token', 'too-old', {}, { success: false, errors: ['timeout-or-duplicate'] }],
    ['that does not know the token', 'not-passed', {}, { success: false, errors: ['invalid-input-response'] }],
    ['that does not know us', 'keys', {}, { success: false, errors: ['invalid-input-response', 'invalid-input-secret'] }],
  ])('[CA1] %s: %s', (_, fault, keys, given) => {
    expect(captchaFault(keySet(keys), report(given), NOW)).toBe(fault);
  });

  it('[CA1] that says no never passes, whatever else it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('recaptcha-v3', 'recaptcha-v2-checkbox', 'recaptcha-v2-invisible'),
        fc.array(fc.string()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (provider, errors, score) => captchaFault(keySet({ provider }), report({ success: false, errors, score }), NOW) !== undefined,
      ),
    );
  });
});

describe('key sets', () => {
  const names = (...active: (boolean | undefined)[]) =>
    active.map((one, at) => keySet({ name: `k${at}`, ...(one !== undefined && { active: one }) }));
  it.each([
    ['none is configured', null, undefined],
    ['a single one says nothing', keySet({ name: 'k0' }), 'k0'],
    ['a single one is off', keySet({ name: 'k0', active: false }), undefined],
    ['the list is empty', [], undefined],
    ['none says anything: the first', names(undefined, undefined), 'k0'],
    ['the first is off', names(false, undefined), 'k1'],
    ['one says so', names(undefined, true), 'k1'],
    ['all are off', names(false, false), undefined],
  ])('[CA1] %s', (_, configured, name) => {
    expect(activeKeySet(configured)?.name).toBe(name);
  });

  it('[CA2] of one name, or two that are active, are refused', () => {
    const problems = (list: unknown) => {
      const { site, ...rest } = configOf();
      const result = parseConfigFile({
        ...rest,
        businessHours: [{ name: 'Always', timeZone: 'UTC', weekly: {} }],
        queues: [],
        site: { ...site, captcha: list },
      });
      return result.ok ? [] : result.problems.filter(({ path }) => path.startsWith('site')).map(({ message }) => message);
    };
    const set = { provider: 'recaptcha-v3', siteKey: 'a', secretKey: 'b' };
    expect(problems([set, set])).toEqual(['has two key sets of one name']);
    expect(
      problems([
        { ...set, active: true },
        { ...set, name: 'other', active: true },
      ]),
    ).toEqual(['has two active key sets; one can be active at a time']);
    expect(
      problems([
        { ...set, active: true },
        { ...set, name: 'other', active: false },
      ]),
    ).toEqual([]);
  });

  it('[CA2] show visitors what they need, never the secret', () => {
    expect(captchaOfferOf(keySet({ action: 'callback' }))).toEqual({
      provider: 'recaptcha-v3',
      siteKey: 'site',
      action: 'callback',
      scriptUrl: 'https://www.google.com/recaptcha/api.js',
    });
    expect(captchaOfferOf(keySet({ ...V2, action: 'callback', scriptUrl: 'https://www.recaptcha.net/recaptcha/api.js' }))).toEqual({
      provider: 'recaptcha-v2-checkbox',
      siteKey: 'site',
      scriptUrl: 'https://www.recaptcha.net/recaptcha/api.js',
    });
  });
});
