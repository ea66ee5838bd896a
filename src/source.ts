import { shown } from './model/guards.js';

type Next = IteratorResult<unknown>;

/** A source while it is pulled from. */
export interface OpenSource {
  /** May throw, or reject. */
  readonly next: () => Next | PromiseLike<Next>;
  /** Lets it release what it holds; may throw, or reject. */
  readonly close: () => unknown;
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** What is used of a Node.js `Readable`. */
interface NodeStream extends AsyncIterable<unknown> {
  readonly on: (event: 'error', listener: () => void) => unknown;
  readonly read: (size: number) => unknown;
  readonly destroy: () => unknown;
}

const isFunction = (value: unknown): value is () => unknown => typeof value === 'function';

const isWebStream = (source: object): source is ReadableStream<unknown> => 'getReader' in source;

const isNodeStream = (source: object): source is object & NodeStream =>
  'pipe' in source && 'on' in source && 'read' in source && 'destroy' in source;

/** Its own iterator would wait for a pending read before it cancels: an idle stream would stay open. */
const openWebStream = (stream: ReadableStream<unknown>): OpenSource => {
  const reader = stream.getReader();
  return { next: () => reader.read() as Promise<Next>, close: () => reader.cancel() };
};

/** Its iterator, too, waits for a pending read before it destroys the stream, and hears no error before the first read. */
const openNodeStream = (stream: NodeStream): OpenSource => {
  const iterator = stream[Symbol.asyncIterator]();
  // The next read tells it; without a listener it would end the process.
  stream.on('error', () => undefined);
  // What it reads from in turn is listened to from its first read on: not to wait for room with that.
  stream.read(0);
  return { next: () => iterator.next(), close: () => stream.destroy() };
};

const iteratorOf = (source: object): AnyIterator | undefined => {
  const { [Symbol.asyncIterator]: later, [Symbol.iterator]: now } = source as Record<symbol, unknown>;
  if (isFunction(later)) return later.call(source) as AnyIterator;
  return isFunction(now) ? (now.call(source) as AnyIterator) : undefined;
};

/** What was likely meant. */
const hintAt = (source: unknown): string => {
  if (isFunction(source)) return ': call it, if it is a generator function';
  return typeof source === 'object' && source !== null && 'subscribe' in source
    ? ': an Observable goes through deliverThrough'
    : '';
};

/** @throws TypeError for what can't be pulled from, and whatever the source throws */
export const openSource = (source: unknown): OpenSource => {
  // A text is iterable too, and never meant.
  const isObject = typeof source === 'object' && source !== null;
  if (isObject && isWebStream(source)) return openWebStream(source);
  if (isObject && isNodeStream(source)) return openNodeStream(source);
  const iterator = isObject ? iteratorOf(source) : undefined;
  if (iterator === undefined)
    throw new TypeError(
      `the source must be an iterable, an async iterable or a ReadableStream, not ${shown(source)}${hintAt(source)}`,
    );
  return { next: () => iterator.next(), close: () => iterator.return?.() };
};
