/** English for what few pages' buttons have: the badge of a booked call, and the invitation. Loaded with it. */
export const englishLauncher = {
  ringback: {
    RequestRuns: 'your call is booked',
    InviteTitle: 'Shall we call you?',
    InviteBody: 'Leave your number and choose when. Nobody has to wait on hold.',
    InviteDecline: 'No, thanks',
  },
};
