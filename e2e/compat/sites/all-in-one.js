/* The vendor's sample as most sites have pasted it: one bundle, theme, numbers as text, nulls, keys that nobody knows. */
if (!window._genesys) window._genesys = {};
if (!window._gt) window._gt = [];

window._genesys.widgets = {
  main: {
    debug: false,
    theme: 'dark',
    themes: { dark: 'cx-theme-dark', light: 'cx-theme-light', blue: 'cx-theme-blue' },
    lang: 'en',
    mobileMode: 'auto',
    mobileModeBreakpoint: '600',
    preload: [],
    customStylesheetID: 'genesys_widgets_custom',
    downloadGoogleFont: false,
    i18n: {
      en: {
        callback: { CallbackTitle: 'We call you back', ConfirmButtonText: 'Book my call', CallbackWaiTimeText: 'minutes to wait' },
      },
    },
  },
  callback: {
    apikey: 'demo-key',
    apiVersion: 'v3',
    dataURL: 'https://callback.example.com/engagement/v3/callbacks',
    serviceName: 'Support_VQ',
    userData: { source: 'web' },
    countryCodes: true,
    immediateCallback: true,
    scheduledCallback: true,
    theme: 'dark',
    ewt: {
      display: true,
      queue: 'Support_VQ',
      threshold: '0',
      refreshInterval: '30',
      immediateCallback: { thresholdMin: null, thresholdMax: null },
    },
  },
  calendar: {
    showAvailability: true,
    numberOfDays: 5,
    hideUnavailableTimeSlots: false,
    calenderHours: { interval: 10, allDay: { openTime: '09:00', closeTime: '23:59' } },
  },
};

window._genesys.widgets.onReady = function (CXBus) {
  window.calls = [];
  CXBus.subscribe('Callback.opened', function () {
    window.calls.push('opened');
  });
  document.getElementById('call-me').onclick = function () {
    window._genesys.widgets.bus.command('Callback.open').done(function () {
      window.calls.push('done');
    });
  };
  window.calls.push('ready');
};
