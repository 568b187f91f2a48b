/*
 * The English texts: the vendor's keys in `callback` and `calendar`, our own in `ringback`. A text is added where it is first needed:
 * here for the form, in `english-later.ts` for what follows, in `english-vendor.ts` for what only a site's own form may refer to.
 * `<%Name%>` is replaced by a value; `Key_one`, `Key_other` ... are the plural forms of `Key` (categories of Intl.PluralRules).
 */

import { englishPanel } from './english-panel.js';

export const english = {
  callback: {
    CallbackTitle: 'Receive a Call',
    CancelButtonText: 'Cancel',
    ConfirmButtonText: 'Confirm',
    CallbackFirstName: 'First Name',
    CallbackLastName: 'Last Name',
    CallbackPhoneNumber: 'Phone',
    CallbackEmail: 'Email',
    CallbackPlaceholderRequired: 'Required',
    CallbackPlaceholderOptional: 'Optional',
    CallbackQuestion: 'When should we call you?',
    CallbackConfirmDescription: "You're booked in!",
    CallbackNotes: 'Notes',
    CallbackDone: 'Close',
    CallbackOptionASAP: 'As soon as possible',
    CallbackOptionPickDateTime: 'Pick date & time',
    AriaCallbackOptionPickDateTime: 'Opens a date and time picker',
    AriaMinimize: 'Callback minimize',
    AriaClose: 'Callback close',
    Errors: {
      unknownError: "That didn't work. Please check your connection and try again.",
      phoneNumberRequired: 'A phone number is required.',
    },
  },
  ringback: englishPanel,
};
