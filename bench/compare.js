// Pure: clients beside each other, always in the same round.
import { differences, pairedRatios, spreadOf } from './statistics.js';

/** @typedef {import('./book.js').Book} Book */

/**
 * @param {Book} book
 * @param {string} workload
 * @param {string} client
 * @param {string} measure
 */
export const spreadIn = (book, workload, client, measure) =>
  spreadOf(book.values(workload, client, measure).filter((value) => value !== undefined));

/**
 * @param {Book} book
 * @param {string} workload
 * @param {string} client
 * @param {string} other
 * @param {string} measure
 */
export const ratioIn = (book, workload, client, other, measure) =>
  spreadOf(pairedRatios(book.values(workload, client, measure), book.values(workload, other, measure)));

/**
 * The ratio of CPU to the reference's, without what the workload costs by itself.
 *
 * @param {Book} book
 * @param {string} workload
 * @param {string} client
 */
export const netRatioIn = (book, workload, client) => {
  const nothing = book.values(workload, 'nothing', 'cpuUsPerEvent');
  const net = (/** @type {string} */ key) =>
    differences(book.values(workload, key, 'cpuUsPerEvent'), nothing);
  return spreadOf(pairedRatios(net(client), net('reference')));
};
