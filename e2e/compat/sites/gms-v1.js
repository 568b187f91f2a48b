/* On premises: GMS 8.5 behind a host of its own, numbers as text, three windows of hours, an old onReady. */
window._genesys = { widgets: {} };
window._genesys.widgets.main = {
  theme: 'light',
  themes: { light: 'cx-theme-light' },
  lang: 'en',
  timeFormat: '24',
  plugins: ['cx-callback', 'cx-callback-service', 'cx-calendar'],
};
window._genesys.widgets.callback = {
  apiVersion: 'v1',
  dataURL: 'https://gms.example.com/genesys/1/service/callback/Sales',
  callDirection: 'USERTERMINATED',
  countryCodes: false,
  immediateCallback: 'true',
  scheduledCallback: 'true',
  formValidation: true,
  sync: false,
  userData: { Origin: 'web' },
  ewt: { display: false, queue: '', threshold: '2000', immediateCallback: { thresholdMin: '1000', thresholdMax: '3000' } },
};
window._genesys.widgets.calendar = {
  showAvailability: 'true',
  numberOfDays: '5',
  timeFormat: 24,
  calendarHours: {
    interval: '60',
    morning: { enable: true, openTime: '08:00', closeTime: '11:59' },
    afternoon: { enable: true, openTime: '12:00', closeTime: '16:59' },
    evening: { enable: false, openTime: '17:00', closeTime: '23:59' },
  },
};
window._genesys.widgets.onReady = function (bus) {
  window.picked = [];
  bus.subscribe('Calendar.selectedDateTime', function (e) {
    window.picked.push(e.data.date.getTime(), e.data.date.toISOString());
  });
  bus.subscribe('CallbackService.scheduled', function (e) {
    window.booked = { id: e.data._id, heading: document.querySelector('#cx-callback-result').textContent };
  });
  document.getElementById('call-me').onclick = function () {
    bus.command('Callback.open', { form: { desiredTime: 'now' } });
  };
  window.isReady = true;
};
