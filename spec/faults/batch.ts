import { gunzipSync } from 'node:zlib';
import { fateOf, indexOf, MAX_BODY_BYTES } from './events.js';
import { fieldOf, type Frame } from './frames.js';
import type { Refusal } from './kinds.js';

/** What a request brings. */
export interface Batch {
  /** The numbers of its events. */
  readonly indexes: readonly number[];
  /** What the data plane has against it. */
  readonly refusal: Refusal | undefined;
}

/** Reads a request. Throws if that can't be done: the client must never send such a thing. */
export const batchOf = ({ head, body }: Frame): Batch => {
  if (!head.startsWith('POST /v1/batch HTTP/1.1')) throw new Error(`not for events: ${head.slice(0, 100)}`);
  const text = fieldOf(head, 'content-encoding') === 'gzip' ? gunzipSync(body) : body;
  const { batch } = JSON.parse(text.toString()) as { readonly batch: readonly object[] };
  const indexes = batch.map(indexOf);
  if (text.length > MAX_BODY_BYTES) return { indexes, refusal: 'too large, 413' };
  return {
    indexes,
    refusal: indexes.some((index) => fateOf(index) === 'poison') ? 'poison, 400' : undefined,
  };
};
