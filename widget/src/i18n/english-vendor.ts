const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** English for the vendor's other keys: our panel says none of them, a site's own form may refer to them (`@i18n:callback.AriaCallbackOk`). */
export const englishVendor = {
  callback: {
    AriaCancelButtonText: 'Cancel and close',
    AriaConfirmButtonText: 'Confirm the callback',
    CallbackDayLabels: DAYS,
    CallbackMonthLabels: MONTHS,
    AriaCallbackDone: 'Close the callback window',
    AriaCallbackOk: 'Okay',
    AriaCallbackNoButtonText: 'No, keep the form',
    AriaCallbackYesButtonText: 'Yes, discard the form',
    CallbackWaitTime: 'Wait Time',
    CallbackWaitTimeText: 'min wait',
    CallbackPlaceholderCalendar: 'Select Date & Time',
    AriaWindowLabel: 'Callback window',
    AriaCalendarClosedStatus: 'The calendar is closed',
  },
  calendar: {
    CalendarDayLabels: DAYS,
    CalendarMonthLabels: MONTHS,
    CalendarLabelToday: 'Today',
    CalendarLabelTomorrow: 'Tomorrow',
    CalendarTitle: 'Schedule a Call',
    CalendarOkButtonText: 'Okay',
    CalendarClose: 'Cancel',
    AriaWindowTitle: 'Date and time picker',
    AriaCalendarClose: 'Close the date and time picker',
    AriaYouHaveChosen: 'You have chosen',
    AriaNoTimeSlotsFound: 'No times found',
  },
};
