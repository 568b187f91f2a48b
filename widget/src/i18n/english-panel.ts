/** Our own English texts of the form, part of the namespace `ringback`. */
export const englishPanel = {
  Back: 'Back',
  PoweredBy: 'Powered by Ringback',
  Privacy: 'Privacy',
  AddNote: 'Add a note',
  NotesPlaceholder: 'Anything that helps us prepare',
  WaitUnknown: 'in order of arrival',
  ChooseTime: 'choose a free time',
  ConfirmTime: 'Confirm <%Time%>',
  Sending: 'Sending…',
  Country: 'Country: <%Name%> +<%Code%>',
  TooShort: 'This number looks too short for <%Country%>.',
  TooLong: 'This number looks too long for <%Country%>.',
  CountrySearch: 'Search country or code',
  CountryNone: 'No country found',
  ResultsFound_one: '<%Count%> country found',
  ResultsFound_other: '<%Count%> countries found',
};
