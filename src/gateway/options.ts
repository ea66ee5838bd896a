import { shown } from '../model/guards.js';
import { problemOfFaults } from './fault-problem.js';
import type { Faults } from './fault.js';

/** What {@link startGateway} takes. */
export interface GatewayOptions {
  /** On the loopback interface. @default 0, a free one */
  readonly port?: number | undefined;
  /** The keys it knows; any other gets a 401. @default every key is known */
  readonly writeKeys?: readonly string[] | undefined;
  /** Keys of disabled sources: a 404 that says so. @default none */
  readonly disabledWriteKeys?: readonly string[] | undefined;
  /**
   * How the next POSTs of events are answered instead of as usual: one fault for each, then service as usual, or a function
   * that decides. A path or a method that the gateway does not know takes no fault. @default none
   */
  readonly faults?: Faults | undefined;
  /** How many events, and how many requests, it shows; it counts all. @default 100000 */
  readonly retain?: number | undefined;
}

const isKeys = (seen: unknown): boolean =>
  Array.isArray(seen) && seen.every((key) => typeof key === 'string');

/** What is wrong with the options, defaults filled in; `undefined` if nothing is. */
export const problemOf = ({
  port,
  writeKeys,
  disabledWriteKeys,
  faults,
  retain,
}: Record<keyof GatewayOptions, unknown>) => {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    return `port must be a whole number from 0 to 65535, not ${shown(port)}`;
  }
  if (!isKeys(writeKeys)) return 'writeKeys must be a list of strings';
  if (!isKeys(disabledWriteKeys)) return 'disabledWriteKeys must be a list of strings';
  if (typeof retain !== 'number' || !Number.isInteger(retain) || retain < 0) {
    return `retain must be a whole number, 0 or more, not ${shown(retain)}`;
  }
  return problemOfFaults(faults);
};
