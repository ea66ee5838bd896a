// What arrived, event by event: pure, so that a spec can hold it to what it says.
import { gunzipSync } from 'node:zlib';

/** @typedef {{ readonly body: Uint8Array, readonly gzipped: boolean, readonly at: number }} Arrival */
/** @typedef {{ readonly messageId?: string, readonly uuid?: string, readonly properties: { readonly index: string } }} Arrived */

/**
 * @param {Arrival} arrival
 * @returns {readonly Arrived[]}
 */
const batchOf = ({ body, gzipped }) => {
  /** @type {{ readonly batch: readonly Arrived[] }} */
  const { batch } = JSON.parse(new TextDecoder().decode(gzipped ? gunzipSync(body) : body));
  return batch;
};

/** Counts what is added to it, of the events with the indexes from 0 on. */
export const createTally = () => {
  /** @type {Set<string | undefined>} */
  const ids = new Set();
  /** @type {Set<number>} */
  const indexes = new Set();
  let events = 0;
  let lastNewAt = 0;

  return {
    /** @param {Arrival} arrival */
    add: (arrival) => {
      const known = indexes.size;
      for (const { messageId, uuid, properties } of batchOf(arrival)) {
        events += 1;
        ids.add(messageId ?? uuid);
        indexes.add(Number(properties.index));
      }
      if (indexes.size > known) lastNewAt = Math.max(lastNewAt, arrival.at);
    },
    /** @param {number} expected how many events were sent */
    report: (expected) => {
      let lost = 0;
      for (let index = 0; index < expected; index += 1) if (!indexes.has(index)) lost += 1;
      return { events, lost, duplicates: events - ids.size, lastNewAt };
    },
  };
};
