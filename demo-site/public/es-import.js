import { createCallbackWidget } from '/widget/ringback.mjs';

createCallbackWidget({
  apiKey: 'demo-key',
  serviceName: 'Support_VQ',
});
