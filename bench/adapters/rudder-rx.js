import { createClient } from '../../dist/index.js';

/** @type {import('../clients.js').Create} */
export const create = (url, room) => createClient({ writeKey: 'key', dataPlaneUrl: url, maxQueueSize: room });
