/** English for the selector of channels and the bar at the side; the vendor's keys, and our own in `ringback`. Loaded with them. */
export const englishChannels = {
  channelselector: {
    Title: 'Talk to us',
    SubTitle: 'How would you like to reach us?',
    WaitTimeTitle: 'Wait time',
    AvailableTitle: 'Available now',
    AriaAvailableTitle: 'Available now',
    UnavailableTitle: 'Not available right now',
    CallbackTitle: 'Receive a Call',
    CobrowseButtonText: 'Share your screen',
    CobrowseSubTitle: 'An agent must be on the phone or in a chat with you.',
    AriaClose: 'Close the list of channels',
    AriaWarning: 'Attention',
    AriaAlert: 'Alert',
    AriaWindowLabel: 'Ways to reach us',
    minute: 'minute',
    minutes: 'minutes',
  },
  sidebar: {
    CallbackName: 'Callback',
    CallbackTitle: 'Receive a Call',
    ChannelSelectorName: 'Talk to us',
    ChannelSelectorTitle: 'Choose how you would like to reach us',
  },
  ringback: {
    ChannelFailed: "<%Name%> couldn't be opened. Please try again.",
    ChannelsNone: 'Nobody can be reached right now. Please try again later.',
    SideBarLabel: 'Ways to reach us',
  },
};
