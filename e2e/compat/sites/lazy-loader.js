/* The lazy snippet as several sites have it, word for word but for the address: load the bus, then the core, then open. */
(function () {
  var base = 'https://callback.example.com/widget/';
  window.log = [];
  window._genesys = window._genesys || {};
  window._gt = window._gt || [];
  window._genesys.widgets = {
    main: { theme: 'light', lang: 'en', preload: ['callbackservice', 'callback', 'calendar'], cookieOptions: { secure: true } },
    callback: {
      dataURL: 'https://callback.example.com/engagement/v3/callbacks',
      apikey: 'demo-key',
      apiVersion: 'v3',
      serviceName: 'WRONG_VQ',
      userData: {},
      ewt: {},
    },
  };
  window._genesys.widgets.extensions = {
    Wizard: function ($, CXBus, Common) {
      var plugin = CXBus.registerPlugin('Wizard');
      if (!plugin) return;
      plugin.before('CallbackService.configure', function (options) {
        window.log.push('before configure ' + (options === window._genesys.widgets.callback));
        window._genesys.widgets.callback.serviceName = 'Support_VQ';
        return options;
      });
      plugin.before('CallbackService.schedule', function (options) {
        return new Promise(function (resolve) {
          setTimeout(function () {
            options.userData.checked = 'yes';
            resolve(options);
          }, 10);
        });
      });
      plugin.registerEvents(['ready', 'opened']);
      plugin.registerCommand('openCallback', function (e) {
        plugin
          .command('Callback.open', e.data)
          .done(function () {
            plugin.publish('opened');
            e.deferred.resolve('opened by ' + e.commandName);
          })
          .fail(e.deferred.reject);
      });
      plugin.subscribe('Callback.ready', function () {
        window.log.push('Callback.ready');
      });
      plugin.republish('ready');
      plugin.ready();
      window.log.push('extension ' + typeof Common.Generate.Container);
    },
  };
  var script = document.createElement('script');
  script.src = base + 'cxbus.min.js';
  script.onload = function () {
    CXBus.configure({ debug: false, pluginsPath: base + 'plugins/' });
    CXBus.loadPlugin('widgets-core').done(function () {
      window.log.push('core');
      CXBus.command('Wizard.openCallback', { form: { firstname: 'Ada', phonenumber: '+12125550142', autoSubmit: false } })
        .done(function (answer) {
          window.log.push(answer);
        })
        .fail(function (reason) {
          window.log.push('failed ' + reason);
        })
        .always(function () {
          window.log.push('always');
        });
    });
  };
  document.head.appendChild(script);
})();
