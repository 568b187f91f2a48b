/*
 * The English texts: the vendor's keys in `callback` and `calendar`, our own in `ringback`. The one place where a text is added.
 * `<%Name%>` is replaced by a value; `Key_one`, `Key_other` ... are the plural forms of `Key` (categories of Intl.PluralRules).
 */

import { englishPanel } from './english-panel.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

export const english = {
  callback: {
    CallbackTitle: 'Receive a Call',
    CancelButtonText: 'Cancel',
    AriaCancelButtonText: 'Cancel and close',
    ConfirmButtonText: 'Confirm',
    AriaConfirmButtonText: 'Confirm the callback',
    CallbackFirstName: 'First Name',
    CallbackLastName: 'Last Name',
    CallbackPhoneNumber: 'Phone',
    CallbackEmail: 'Email',
    CallbackPlaceholderRequired: 'Required',
    CallbackPlaceholderOptional: 'Optional',
    CallbackQuestion: 'When should we call you?',
    CallbackDayLabels: DAYS,
    CallbackMonthLabels: MONTHS,
    CallbackConfirmDescription: "You're booked in!",
    CallbackNumberDescription: 'We will call you at the number provided:',
    CallbackNotes: 'Notes',
    CallbackDone: 'Close',
    AriaCallbackDone: 'Close the callback window',
    CallbackOk: 'Okay',
    AriaCallbackOk: 'Okay',
    CallbackCloseConfirm: 'Are you sure you want to cancel arranging this callback?',
    CallbackNoButtonText: 'No',
    AriaCallbackNoButtonText: 'No, keep the form',
    CallbackYesButtonText: 'Yes',
    AriaCallbackYesButtonText: 'Yes, discard the form',
    CallbackWaitTime: 'Wait Time',
    CallbackWaitTimeText: 'min wait',
    CallbackOptionASAP: 'As soon as possible',
    CallbackOptionPickDateTime: 'Pick date & time',
    AriaCallbackOptionPickDateTime: 'Opens a date and time picker',
    CallbackPlaceholderCalendar: 'Select Date & Time',
    AriaWindowLabel: 'Callback window',
    AriaMinimize: 'Callback minimize',
    AriaMaximize: 'Callback Maximize',
    AriaClose: 'Callback close',
    AriaCalendarClosedStatus: 'The calendar is closed',
    Errors: {
      501: 'Something in the request was not accepted. Please check your entries and try again.',
      503: 'This page is missing its API key. Please tell the site owner.',
      1103: 'This page is not allowed to book callbacks. Please tell the site owner.',
      7030: 'Please enter a valid phone number.',
      7036: "We can't call this number. Please try another one.",
      7037: 'Calls to this number are not allowed. Please try another one.',
      7040: 'This page asks for a service that does not exist. Please tell the site owner.',
      7041: 'That time has just been taken.',
      7042: 'Our office is closed at that time. Please choose a time within office hours.',
      7043: "We couldn't verify that you are a person. Please try again.",
      unknownError: "That didn't work. Please check your connection and try again.",
      phoneNumberRequired: 'A phone number is required.',
    },
  },
  calendar: {
    CalendarDayLabels: DAYS,
    CalendarMonthLabels: MONTHS,
    CalendarLabelToday: 'Today',
    CalendarLabelTomorrow: 'Tomorrow',
    CalendarTitle: 'Schedule a Call',
    CalendarOkButtonText: 'Okay',
    CalendarError: 'Unable to fetch availability details.',
    CalendarClose: 'Cancel',
    AriaWindowTitle: 'Date and time picker',
    AriaCalendarClose: 'Close the date and time picker',
    AriaYouHaveChosen: 'You have chosen',
    AriaNoTimeSlotsFound: 'No times found',
  },
  ringback: {
    LoadError: "The callback form couldn't be loaded. Press again to retry.",
    ...englishPanel,
  },
};
