import type { JsonObject } from '../model/message.js';
import { MAX_KEYS_SHOWN, shownPath } from './unfit.js';

/** The path to where most of the bytes of plain data are. */
export const largestMember = (value: object): string => {
  const path: string[] = [];
  let holder: unknown = value;
  let bytes = 0;
  while (typeof holder === 'object' && holder !== null && path.length < MAX_KEYS_SHOWN) {
    const sizes = Object.entries(holder as JsonObject).map(
      ([key, member]) => [key, JSON.stringify(member).length, member] as const,
    );
    const [largest] = sizes.toSorted((a, b) => b[1] - a[1]);
    // Below, it is spread over several members.
    if (largest === undefined || largest[1] * 2 < bytes) break;
    [, bytes, holder] = largest;
    path.push(largest[0]);
  }
  return shownPath(path);
};
