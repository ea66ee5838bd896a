import { PostHog } from 'posthog-node';

/** @type {import('../clients.js').Create} */
export const create = (url) => {
  const posthog = new PostHog('key', { host: url, flushAt: 100, maxQueueSize: 1_000_000 });
  return {
    // It knows no context.
    track: ({ userId, event, properties, context }) => {
      posthog.capture({ distinctId: userId, event, properties: { ...properties, context } });
    },
    flush: () => posthog.flush(),
  };
};
