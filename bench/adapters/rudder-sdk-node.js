import Analytics from '@rudderstack/rudder-sdk-node';

/** @type {import('../clients.js').Create} */
export const create = (url) => {
  const analytics = new Analytics('key', {
    dataPlaneUrl: url,
    flushAt: 100,
    maxInternalQueueSize: 1_000_000,
    // Else a failed request is an unhandled rejection, which ends the process.
    errorHandler: () => undefined,
    logLevel: 'none',
  });
  return {
    track: (event) => analytics.track(event),
    flush: async () => {
      // Each sends one batch.
      do await analytics.flush();
      while (analytics.queue.length > 0);
    },
  };
};
