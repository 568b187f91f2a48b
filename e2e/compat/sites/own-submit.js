/* A demo that books elsewhere: its own button in place of ours, its own toast, deferreds wrapped in promises. */
window._genesys = window._genesys || {};
window._genesys.widgets = {
  main: { theme: 'light' },
  callback: {
    apikey: 'demo-key',
    dataURL: 'https://callback.example.com/engagement/v3/callbacks',
    apiVersion: 'v3',
    serviceName: 'Support_VQ',
  },
  extensions: {
    Own: function ($, CXBus, Common) {
      var oOwn = CXBus.registerPlugin('Own');
      function command(name, options) {
        return new Promise(function (resolve, reject) {
          CXBus.command(name, options).done(resolve).fail(reject);
        });
      }
      oOwn.subscribe('Callback.opened', function () {
        var original = document.querySelector('.cx-callback-confirm');
        var clone = original.cloneNode(true);
        original.parentNode.replaceChild(clone, original);
        clone.addEventListener('click', async function () {
          var values = {
            phone: document.querySelector('.cx-callback-phone-number').value,
            notes: document.querySelector('#cx_form_callback_subject').value,
          };
          window.sentElsewhere = values;
          await command('Callback.close');
          await CXBus.command('Toaster.open', {
            type: 'generic',
            title: 'Thank you',
            body: 'We call <soon>.',
            icon: 'chat',
            controls: 'close',
            immutable: false,
            buttons: { type: 'binary', primary: 'Submit', secondary: 'No, thanks' },
          });
          window.second = await command('Toaster.open', { type: 'generic' }).catch(function (reason) {
            return reason;
          });
          var overlay = await command('Overlay.open', {
            html: Common.Generate.Container({
              type: 'overlay',
              title: 'Rate us',
              body: '<p class="stars">*****</p>',
              controls: 'close',
              icon: 'chat',
            }),
            immutable: false,
          });
          window.overlayTitle = overlay.html.find('.cx-titlebar .cx-title').text();
        });
      });
      oOwn.ready();
      window.isReady = true;
    },
  },
};
