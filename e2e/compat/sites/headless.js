/* No window at all: the site draws its own, and asks the services and the calendar by the bus. */
window._genesys = window._genesys || {};
window._genesys.widgets = {
  main: { debug: 'false' },
  callback: {
    apikey: 'demo-key',
    dataURL: 'https://callback.example.com/engagement/v3/callbacks',
    apiVersion: 'v3',
    serviceName: 'Support_VQ',
  },
  calendar: { numberOfDays: 3, showAvailability: true, hideUnavailableTimeSlots: true },
  stats: {
    ewt: { dataURL: 'https://callback.example.com/engagement/v3/estimated-wait-time', apikey: 'demo-key', apiVersion: 'v3', mode: 'mode2' },
    ajaxTimeout: '3000',
  },
};
window._genesys.widgets.onReady = function (CXBus) {
  var seen = (window.seen = {});
  CXBus.subscribe('CallbackService.availableSlots', function (e) {
    seen.slots = Object.keys(e.data).length;
  });
  CXBus.subscribe('Calendar.generated', function (e) {
    seen.calendar = e.data.ndCalendar[0].nodeType;
    document.body.appendChild(e.data.ndCalendar[0]);
  });
  CXBus.command('StatsService.getStats', { group: 'EWT', vqName: 'Support_VQ' })
    .done(function (stats) {
      seen.stats = stats;
    })
    .fail(function (reason) {
      seen.statsFailed = String(reason && reason.message);
    });
  CXBus.command('Calendar.generate');
  CXBus.command('CallbackService.availability', { numberOfDays: 3 })
    .then(function (answer) {
      seen.first = answer.slots[0].utcTime;
      return CXBus.command('CallbackService.schedule', {
        firstname: 'Ada',
        phonenumber: '+12125550147',
        desiredTime: seen.first,
        userData: { from: 'headless' },
        serviceName: 'Support_VQ',
      });
    })
    .then(
      function (answer) {
        seen.booked = answer.data.id;
      },
      function (error) {
        seen.error = error.responseJSON;
      },
    );
  CXBus.command('WebChat.open').fail(function (reason) {
    seen.unknown = String(reason.message);
  });
};
