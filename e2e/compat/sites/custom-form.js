/* A callback-only site with a form of its own: templates, checks while typing, key filters, a group list, words of its own. */
window._genesys = window._genesys || {};
window._genesys.widgets = {
  main: {
    theme: 'light',
    i18n: { en: { callback: { CallbackTitle: 'Llámame' }, custom: { Terms: 'I have read the <b>terms</b>', Mobile: 'Mobile number' } } },
  },
  callback: {
    apikey: 'demo-key',
    apiVersion: 'v3',
    dataURL: 'https://callback.example.com/engagement/v3',
    serviceName: 'Support_VQ',
    countryCodes: 'false',
    form: {
      wrapper: "<div class='contact'><h3>Talk to an adviser</h3><p>We call within the hour.</p></div>",
      inputs: [
        {
          id: 'cx_form_callback_firstname',
          name: 'firstname',
          maxlength: '100',
          placeholder: '@i18n:callback.CallbackPlaceholderRequired',
          label: '@i18n:callback.CallbackFirstName',
          wrapper: "<div class='row'><div class='col'>{label}</div><div class='col'>{input}</div></div>",
          span: 'cx-error hint',
          validate: function (event, form, input, label, $, CXBus, Common) {
            if (event != 0) window.typed = (window.typed || 0) + 1;
            window.kinds = [form, input, label].map(function (set) {
              return set.length;
            });
            return !!input && !!input.val();
          },
          validateWhileTyping: true,
        },
        {
          id: 'cx_form_callback_phone_number',
          name: 'phonenumber',
          maxlength: '14',
          label: '@i18n:custom.Mobile',
          wrapper: "<div class='row'><div class='col'>{label}</div><div class='col'>{input}</div></div>",
          onkeypress: function (e) {
            return /[0-9+]/.test(e.key);
          },
        },
        {
          id: 'topic',
          name: 'Topic',
          type: 'select',
          label: 'Topic',
          options: [
            { text: 'Please choose', value: '' },
            { text: 'Cards', group: true },
            { text: 'Lost card', value: 'lost' },
            { text: 'Limits', value: 'limits', selected: true },
          ],
        },
        { id: 'terms', name: 'terms', type: 'checkbox', label: '@i18n:custom.Terms', value: 'true' },
        { custom: "<div class='legal'>Calls are <em>recorded</em>.<script>window.ran = true<\/script></div>" },
        { type: 'hidden', name: '_call_direction', value: 'USERTERMINATED' },
        { type: 'hidden', name: 'tennantId', id: 'tennantId', value: 'T-1' },
      ],
    },
  },
};
window._genesys.widgets.onReady = function () {
  window.isReady = true;
};
