/* A video integrator: hides the notes, clones every input to be rid of the close question, rewrites error and success pages. */
window._genesys = window._genesys || {};
window._genesys.widgets = {
  main: { theme: 'light', downloadGoogleFont: false },
  callback: {
    apikey: 'demo-key',
    apiVersion: 'v3',
    dataURL: 'https://callback.example.com/engagement/v3/callbacks',
    serviceName: 'Support_VQ',
    countryCodes: true,
    ewt: { display: true, queue: 'Support_VQ', threshold: 2000, immediateCallback: { thresholdMin: 1000, thresholdMax: 3000 } },
  },
};
if (!window._genesys.widgets.extensions) window._genesys.widgets.extensions = {};
window._genesys.widgets.extensions.Video = function ($, CXBus, Common) {
  var oVideo = CXBus.registerPlugin('Video');
  oVideo.subscribe('Callback.opened', function () {
    $('#cx_form_callback_subject').hide();
    $('label[for="cx_form_callback_subject"]').hide();
    document.querySelectorAll('.cx-callback input, .cx-callback textarea').forEach(function (input) {
      input.replaceWith(input.cloneNode(true));
    });
    $('.cx-callback .cx-titlebar .cx-icon').replaceWith('<i class="own-icon"></i>');
    $('.cx-callback .cx-body').prepend('<p class="greeting">Face to face</p>');
    $('#cx_form_callback_firstname').val('Ada');
    var form = $('.cx-callback form');
    form.append('<input type="hidden" name="tennantId" value="T-9">');
  });
  oVideo.subscribe('CallbackService.scheduled', function (e) {
    window.scheduledWith = { id: typeof e.data.data.id, stood: $('#cx-callback-result-desc').length };
    $('.cx-confirmation-wrapper').html('<div class="own-success">Join at ' + '<a href="#join">this address</a></div>');
    $('.cx-button-group.cx-callback-done button').text('Done');
  });
  oVideo.subscribe('CallbackService.scheduleError', function (e) {
    window.errorStood = $('#cx_callback_information').text();
    if (e.data.responseJSON && e.data.responseJSON.status) $('#cx_callback_information').text('Sorry: ' + e.data.responseJSON.status.code);
  });
  oVideo.subscribe('Callback.closed', function (e) {
    window.closedWith = e.data;
  });
  oVideo.republish('ready');
  oVideo.ready();
  window.isReady = true;
};
