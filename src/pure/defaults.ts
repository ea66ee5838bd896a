import { isLeft } from 'fp-ts/lib/Either.js';
import { isObject, kindOf } from '../model/guards.js';
import { MAX_REQUEST_BYTES } from '../model/limits.js';
import type { JsonObject } from '../model/message.js';
import { type Draft, type Problem, readDefaults, snapshotOf } from './read-event.js';

/** What the calls of a child have in common. */
export interface Defaults {
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly context?: JsonObject;
  readonly integrations?: JsonObject;
  /** Why nothing can be sent with these. */
  readonly problem?: Problem;
}

export const NO_DEFAULTS: Defaults = {};

/** The first objects' members, under those of the second. */
export const merged = (under: JsonObject | undefined, over: JsonObject | undefined) =>
  under === undefined ? over : { ...under, ...over };

const copyOf = (given: unknown): Defaults => {
  if (given === undefined || given === null) return NO_DEFAULTS;
  if (!isObject(given)) return { problem: `child: the defaults must be an object, not ${kindOf(given)}` };
  const draft: Draft = {};
  const problem = readDefaults(given, draft);
  if (problem !== undefined) return { problem: `child: ${problem}` };
  const copied = snapshotOf(draft, { bytes: MAX_REQUEST_BYTES, option: 'the data plane' });
  if (isLeft(copied)) return { problem: `child: ${copied.left.path} ${copied.left.problem}` };
  return copied.right;
};

/** The defaults of a child, copied, on top of its parent's. Never throws: `problem` says what is wrong with them. */
export const defaultsOf = (parent: Defaults, given: unknown): Defaults => {
  let own: Defaults;
  try {
    own = copyOf(given);
  } catch {
    own = { problem: 'child: the defaults have a getter, or are a proxy, that threw when it was read' };
  }
  const context = merged(parent.context, own.context);
  const integrations = merged(parent.integrations, own.integrations);
  return {
    ...parent,
    ...own,
    ...(context === undefined ? {} : { context }),
    ...(integrations === undefined ? {} : { integrations }),
  };
};
