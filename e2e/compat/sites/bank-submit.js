/* A bank: a masked number that is swapped back when Confirm is pressed, userData set at the last moment, own code before ours. */
window._genesys = window._genesys || {};
window._genesys.widgets = {
  main: { theme: 'dark', lang: 'en' },
  callback: {
    apikey: 'demo-key',
    apiVersion: 'v3',
    dataURL: 'https://callback.example.com/engagement/v3/callbacks',
    serviceName: 'Support_VQ',
    countryCodes: false,
    userData: { segment: 'none' },
  },
};
window._genesys.widgets.extensions = {
  Bank: function ($, CXBus, Common) {
    var oBank = CXBus.registerPlugin('Bank');
    var number = '+12125550123';
    window.order = [];
    oBank.subscribe('Callback.opened', function () {
      $('#cx_form_callback_phone_number').val('+1212*****23');
      var confirm = $('.cx-callback-confirm');
      confirm.on('click', function () {
        window.order.push('ours');
        $('#cx_form_callback_phone_number').val(number);
        oBank.command('Callback.configure', { userData: { segment: 'gold' } }).done(function () {
          window.order.push('configured');
        });
      });
      var handlers = $._data(confirm[0], 'events').click;
      handlers.unshift(handlers.pop());
    });
    oBank.subscribe('Callback.submitted', function () {
      window.order.push('submitted');
    });
    oBank.subscribe('Callback.completed', function (e) {
      window.order.push('completed');
      window.metadata = e.data;
    });
    oBank.ready();
    window.isReady = true;
  },
};
