import { createClient } from '../../dist/index.js';

/** @type {import('../clients.js').Create} */
export const create = (url) => {
  const client = createClient({ writeKey: 'key', dataPlaneUrl: url });
  const counts = { Delivered: 0, Failed: 0, Dropped: 0 };
  client.outcomes.subscribe(({ _tag }) => {
    counts[_tag] += 1;
  });
  return client;
};
