import { streamRoute } from '../route.js';

export const visitorEvents = streamRoute('visitorEvents', ({ caller }, { ringback }) => ({
  kind: 'callback',
  feed: (publish) =>
    ringback.watchCallback(caller, (callback) =>
      publish({ event: 'callback', id: String(callback.version), data: callback, last: callback.state === 'COMPLETED' }),
    ),
}));
