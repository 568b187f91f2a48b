import { createCallbackWidget } from '/widget/ringback.mjs';

const widget = createCallbackWidget({
  apiKey: 'demo-key',
  serviceName: 'Support_VQ',
});

for (const button of document.querySelectorAll('[data-open-callback]')) {
  button.addEventListener('click', () => widget.open());
}
