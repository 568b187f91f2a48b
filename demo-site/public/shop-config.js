window.ringback = {
  apiKey: 'demo-key',
  serviceName: 'Support_VQ',
};
