// What those without an SDK have in common.
import { Buffer } from 'node:buffer';
import { messageOf } from './event.js';

export const HEADERS = {
  'content-type': 'application/json',
  'content-encoding': 'gzip',
  authorization: `Basic ${Buffer.from('key:').toString('base64')}`,
};

/** @param {readonly unknown[]} batch */
export const bodyOf = (batch) => JSON.stringify({ batch, sentAt: new Date().toISOString() });

/**
 * Collects messages, sends each hundred, and at a flush the rest.
 *
 * @param {(batch: readonly unknown[]) => Promise<void>} send
 * @returns {import('./clients.js').Client}
 */
export const inBatches = (send) => {
  /** @type {unknown[]} */
  let batch = [];
  /** @type {Set<Promise<void>>} */
  const underWay = new Set();
  const close = () => {
    const sent = send(batch).finally(() => underWay.delete(sent));
    underWay.add(sent);
    batch = [];
  };
  return {
    track: (event) => {
      batch.push(messageOf(event));
      if (batch.length === 100) close();
    },
    flush: () => {
      if (batch.length > 0) close();
      return Promise.all(underWay);
    },
  };
};
