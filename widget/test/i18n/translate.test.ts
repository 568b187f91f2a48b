import { describe, expect, it } from 'vitest';
import { englishLater } from '../../src/i18n/english-later.js';
import { createTranslator, type TextKey } from '../../src/i18n/translate.js';

describe('texts', () => {
  it.each([
    ['English', {}, 'Receive a Call'],
    ['flat', { 'callback.CallbackTitle': 'Flat' }, 'Flat'],
    ['by namespace', { callback: { CallbackTitle: 'Mine' } }, 'Mine'],
    ['by language', { de: { callback: { CallbackTitle: 'Rückruf' } } }, 'Rückruf'],
    [
      'by exact tag before its language',
      { de: { callback: { CallbackTitle: 'Rückruf' } }, 'de-AT': { callback: { CallbackTitle: 'Servus' } } },
      'Servus',
    ],
    ['of another language', { fr: { callback: { CallbackTitle: 'Rappel' } } }, 'Receive a Call'],
    ['of the wrong type', { callback: { CallbackTitle: 7 } }, 'Receive a Call'],
    ['null', { callback: null }, 'Receive a Call'],
  ])('[WI8] overrides: %s', (_, override, expected) => {
    expect(createTranslator({ lang: 'de-AT', overrides: [override] }).text('callback.CallbackTitle')).toBe(expected);
  });
  it('[WI8] the first override wins, then the next, then the language, then English', () => {
    const { text } = createTranslator({
      lang: 'de',
      overrides: [undefined, { callback: { CallbackTitle: 'one' } }, { callback: { CallbackTitle: 'two', CallbackNotes: 'two' } }],
      translate: () => ({ callback: { CallbackNotes: 'pack', CallbackOk: 'pack' } }),
    });
    expect((['CallbackTitle', 'CallbackNotes', 'CallbackOk', 'CallbackDone'] as const).map((key) => text(`callback.${key}`))).toEqual([
      'one',
      'two',
      'pack',
      'Close',
    ]);
  });
  it.each(['CallbackWaitTimeText', 'CallbackWaiTimeText'])("[WI8] the vendor's %s is understood", (spelling) => {
    expect(
      createTranslator({ lang: 'en', overrides: [{ callback: { [spelling]: 'minutes to wait' } }] }).text('callback.CallbackWaitTimeText'),
    ).toBe('minutes to wait');
  });
  it.each([
    ['Hello <%Name%>', { Name: 'Ada' }, 'Hello Ada'],
    ['<%A%> and <%A%>', { A: 1 }, '1 and 1'],
    ['<%Unknown%> stays', { A: 1 }, '<%Unknown%> stays'],
    ['<%constructor%>', {}, '<%constructor%>'],
    ['<%A%>', { A: '$& <%A%>' }, '$& <%A%>'],
  ])('[WI8] placeholders: %s', (pattern, values, expected) => {
    const { text } = createTranslator({ lang: 'en', overrides: [{ callback: { CallbackTitle: pattern } }] });
    expect(text('callback.CallbackTitle', values)).toBe(expected);
  });
  it.each([
    ['@i18n:callback.CallbackFirstName', 'First Name'],
    ['@i18n:custom.Terms', 'Our terms'],
    ['@i18n:custom.Nothing', '@i18n:custom.Nothing'],
    ['@i18n:', '@i18n:'],
    ['plain text', 'plain text'],
  ])('[FO1] reference %s', (given, expected) => {
    expect(createTranslator({ lang: 'en', overrides: [{ en: { custom: { Terms: 'Our terms' } } }] }).resolve(given)).toBe(expected);
  });
  it.each([
    [7030, 'from the server', 'Please enter a valid phone number.'],
    [9999, 'from the server', 'from the server'],
    [0, '', "That didn't work. Please check your connection and try again."],
    [0, undefined, "That didn't work. Please check your connection and try again."],
  ])('[WI5] the text for code %i', (code, message, expected) => {
    const translator = createTranslator({ lang: 'en' });
    translator.add(englishLater);
    expect(translator.errorText(code, message)).toBe(expected);
  });
  it("[WI8] a site's own texts for codes that we don't know", () => {
    expect(
      createTranslator({ lang: 'en', overrides: [{ callback: { Errors: { 9001: 'Maintenance until noon' } } }] }).errorText(9001),
    ).toBe('Maintenance until noon');
  });
});

describe('languages', () => {
  it.each([
    ['en', 'ltr'],
    ['ar', 'rtl'],
    ['ar-EG', 'rtl'],
    ['he', 'rtl'],
    ['fa-IR', 'rtl'],
    ['de', 'ltr'],
    ['arn', 'ltr'],
  ])('[WI7] %s runs %s', (lang, direction) => {
    expect(createTranslator({ lang }).direction).toBe(direction);
  });
  it.each(['', 'en_US', 'not a tag', '-'])('[WI8] %j is no language tag; English then', (lang) => {
    expect(createTranslator({ lang }).lang).toBe('en');
  });
  it('[WI8] an unknown key is shown as it is, never thrown', () => {
    expect(createTranslator({ lang: 'en' }).text('callback.Nothing' as TextKey)).toBe('callback.Nothing');
  });
});
