import { describe, expect, it } from 'vitest';
import { englishLater } from '../../src/i18n/english-later.js';
import { englishVendor } from '../../src/i18n/english-vendor.js';
import { createTranslator, type Messages } from '../../src/i18n/translate.js';

/* The vendor's keys (widget-api 2.8, 4.4): each has its English short label, and each can be replaced by a site. */

const LABELS: readonly (readonly [key: string, english: string | RegExp])[] = [
  ['callback.CallbackTitle', 'Receive a Call'],
  ['callback.CancelButtonText', 'Cancel'],
  ['callback.AriaCancelButtonText', /\w/],
  ['callback.ConfirmButtonText', 'Confirm'],
  ['callback.AriaConfirmButtonText', /\w/],
  ['callback.CallbackFirstName', 'First Name'],
  ['callback.CallbackLastName', 'Last Name'],
  ['callback.CallbackPhoneNumber', 'Phone'],
  ['callback.CallbackEmail', 'Email'],
  ['callback.CallbackPlaceholderRequired', 'Required'],
  ['callback.CallbackPlaceholderOptional', 'Optional'],
  ['callback.CallbackQuestion', 'When should we call you?'],
  ['callback.CallbackConfirmDescription', "You're booked in!"],
  ['callback.CallbackNumberDescription', 'We will call you at the number provided:'],
  ['callback.CallbackNotes', 'Notes'],
  ['callback.CallbackDone', 'Close'],
  ['callback.AriaCallbackDone', /\w/],
  ['callback.CallbackOk', 'Okay'],
  ['callback.AriaCallbackOk', /\w/],
  ['callback.CallbackCloseConfirm', 'Are you sure you want to cancel arranging this callback?'],
  ['callback.CallbackNoButtonText', 'No'],
  ['callback.AriaCallbackNoButtonText', /\w/],
  ['callback.CallbackYesButtonText', 'Yes'],
  ['callback.AriaCallbackYesButtonText', /\w/],
  ['callback.CallbackWaitTime', 'Wait Time'],
  ['callback.CallbackWaitTimeText', 'min wait'],
  ['callback.CallbackOptionASAP', 'As soon as possible'],
  ['callback.CallbackOptionPickDateTime', 'Pick date & time'],
  ['callback.AriaCallbackOptionPickDateTime', /\w/],
  ['callback.CallbackPlaceholderCalendar', 'Select Date & Time'],
  ['callback.AriaWindowLabel', /\w/],
  ['callback.AriaMinimize', 'Callback minimize'],
  ['callback.AriaMaximize', 'Callback Maximize'],
  ['callback.AriaClose', 'Callback close'],
  ['callback.AriaCalendarClosedStatus', /\w/],
  ...['501', '503', '1103', '7030', '7036', '7037', '7040', '7041', '7042', 'unknownError', 'phoneNumberRequired'].map(
    (code) => [`callback.Errors.${code}`, /\w+ \w+/] as const,
  ),
  ['calendar.CalendarLabelToday', 'Today'],
  ['calendar.CalendarLabelTomorrow', 'Tomorrow'],
  ['calendar.CalendarTitle', 'Schedule a Call'],
  ['calendar.CalendarOkButtonText', 'Okay'],
  ['calendar.CalendarError', 'Unable to fetch availability details.'],
  ['calendar.CalendarClose', 'Cancel'],
  ['calendar.AriaWindowTitle', /\w/],
  ['calendar.AriaCalendarClose', /\w/],
  ['calendar.AriaYouHaveChosen', /\w/],
  ['calendar.AriaNoTimeSlotsFound', /\w/],
];

function translatorWith(overrides: Messages | undefined) {
  const translator = createTranslator({ lang: 'en', overrides: [overrides] });
  translator.add(englishLater);
  translator.add(englishVendor);
  return translator;
}
/** `{callback: {Errors: {501: text}}}` for `callback.Errors.501`. */
const nested = (key: string, text: string): Messages =>
  key
    .split('.')
    .reverse()
    .reduce<unknown>((inner, part) => ({ [part]: inner }), text) as Messages;

describe("the vendor's keys", () => {
  it.each(LABELS)('[WI8] %s is there, and a site may replace it', (key, english) => {
    const reference = `@i18n:${key}`;
    if (typeof english === 'string') expect(translatorWith(undefined).resolve(reference)).toBe(english);
    else expect(translatorWith(undefined).resolve(reference)).toMatch(english);
    expect(translatorWith(nested(key, 'own')).resolve(reference)).toBe('own');
    expect(translatorWith({ en: nested(key, 'own') }).resolve(reference)).toBe('own');
  });
});
