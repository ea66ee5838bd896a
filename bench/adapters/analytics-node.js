import { Analytics } from '@segment/analytics-node';

/** @type {import('../clients.js').Create} */
export const create = (url) => {
  const analytics = new Analytics({ writeKey: 'key', host: url, flushAt: 100, flushInterval: 500 });
  analytics.on('error', () => undefined);
  return {
    track: (event) => {
      analytics.track(event);
    },
    flush: () => analytics.flush(),
  };
};
