// The events of the benchmark: of one size, and as hard to compress as a shop's.
import { randomUUID } from 'node:crypto';

/**
 * A hash, so that every run sends the same events.
 *
 * @param {number} row
 * @param {number} column
 */
const mixed = (row, column) => {
  let hash = Math.imul(row * 16 + column, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca77);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/**
 * Digits that say nothing, eight for each column.
 *
 * @param {number} row
 * @param {...number} columns
 */
const code = (row, ...columns) =>
  columns.map((column) => mixed(row, column).toString(16).padStart(8, '0')).join('');

/** Made beforehand, since making them costs more than some clients do; more than gzip can look back on. */
const ROWS = Array.from({ length: 4096 }, (_, row) => ({
  userId: `user-${String(mixed(row, 1) % 50_000).padStart(5, '0')}`,
  orderId: `ord_${code(row, 2, 3)}`,
  total: 100 + (mixed(row, 4) % 900),
  skus: /** @type {const} */ ([`SKU-${code(row, 5)}`, `SKU-${code(row, 6)}`]),
  ip: `203.0.113.${100 + (mixed(row, 7) % 100)}`,
  traceId: code(row, 8, 9, 10, 11),
  sessionId: code(row, 12, 13),
}));

/**
 * The event with this index, by which the sink knows it again.
 *
 * @param {number} index
 */
export const eventOf = (index) => {
  const row = ROWS[index % ROWS.length];
  if (row === undefined) throw new RangeError(`no event has the index ${index}`);
  const { userId, orderId, total, skus, ip, traceId, sessionId } = row;
  return {
    userId,
    event: 'Order Completed',
    properties: {
      index: String(index).padStart(6, '0'),
      orderId,
      total,
      currency: 'EUR',
      products: [
        { sku: skus[0], name: 'Coffee grinder', price: 49, quantity: 1 },
        { sku: skus[1], name: 'Paper filters', price: 15, quantity: 2 },
      ],
    },
    context: {
      app: 'webshop-42',
      ip,
      locale: 'en-GB',
      traceId,
      sessionId,
      page: { path: '/checkout/done', referrer: '/cart' },
    },
  };
};

/** @typedef {ReturnType<typeof eventOf>} BenchEvent */

/**
 * What those without an SDK send for it: 607 bytes.
 *
 * @param {BenchEvent} event
 */
export const messageOf = ({ userId, event, properties, context }) => ({
  type: 'track',
  messageId: randomUUID(),
  userId,
  event,
  properties,
  context,
  originalTimestamp: new Date().toISOString(),
});
