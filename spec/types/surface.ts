// What the types of the public surface promise. It never runs: the compiler is the runner, in the check `types`.
import type { Observable, Observer, OperatorFunction } from 'rxjs';
import type {
  AbortedError,
  AliasEvent,
  ApiError,
  ApiErrorCode,
  Attempt,
  BeforeSend,
  ChildClient,
  ChildDefaults,
  Client,
  ClientOptions,
  ClientState,
  ConfigurationError,
  Delivered,
  DeliveryError,
  DeliveryFailure,
  Dropped,
  DropReason,
  ErrorHandler,
  ErrorObserver,
  EventInput,
  Failed,
  GroupEvent,
  IdentifyEvent,
  Message,
  NetworkError,
  Outcome,
  PageEvent,
  Receipt,
  ScreenEvent,
  ShutdownResult,
  Source,
  TimeoutError,
  Totals,
  TrackEvent,
} from '../../src/index.js';
import { createClient, deliverFrom, deliverThrough } from '../../src/index.js';
import type { Writable } from 'node:stream';
import type { shutdownOnSignals, toWritable } from '../../src/node/index.js';
import type { Gateway, GatewayOptions, startGateway } from '../../src/gateway/index.js';
import type {
  Answer,
  DataPlane,
  DeepPartial,
  inVirtualTime,
  MatchingExpectation,
  RecordedRequest,
  SentMessage,
  VirtualClient,
  VirtualClientOptions,
  VirtualTimeHelpers,
} from '../../src/testing/index.js';
import { assertSameMarbles, createVirtualClient, matching } from '../../src/testing/index.js';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/** The same type, `readonly` and `?` included: the compiler compares the two functions part by part. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each T stands for any type
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;
/** Of a union, the members' tags. */
type Tags<T extends { readonly _tag: string }> = T['_tag'];
/** The fields, written out. */
type Fields<T> = Omit<T, never>;
/** What `emit` takes of a type, without the type. */
type Input<T extends EventInput['type']> = Omit<Extract<EventInput, { type: T }>, 'type'>;

/** Every kind of end, and what each carries. */
export type Outcomes = [
  Expect<Equal<Outcome, Delivered | Failed | Dropped>>,
  Expect<Equal<Tags<Outcome>, 'Delivered' | 'Failed' | 'Dropped'>>,
  Expect<Equal<keyof Delivered, '_tag' | 'message' | 'attempts' | 'status'>>,
  Expect<Equal<keyof Failed, '_tag' | 'message' | 'attempts' | 'error'>>,
  Expect<Equal<keyof Dropped, '_tag' | 'message' | 'reason' | 'detail'>>,
  Expect<Equal<Dropped['message'], Partial<Message>>>,
  Expect<Equal<DropReason, 'closed' | 'invalid' | 'too-large' | 'filtered' | 'disabled' | 'queue-full'>>,
];

export type Errors = [
  Expect<Equal<DeliveryError, ApiError | NetworkError | TimeoutError | AbortedError>>,
  Expect<Equal<Tags<DeliveryError>, 'ApiError' | 'NetworkError' | 'TimeoutError' | 'AbortedError'>>,
  Expect<DeliveryError extends Error ? true : false>,
  Expect<Equal<ApiError['status'], number>>,
  Expect<Equal<ApiError['retryAfterMs'], number | undefined>>,
  Expect<ApiErrorCode extends ApiError['code'] ? true : false>,
  Expect<'QUOTA' extends ApiError['code'] ? true : false>,
  Expect<Equal<NetworkError['code'], string>>,
  Expect<Equal<ConfigurationError['problems'], readonly string[]>>,
];

/** Both switches are exhaustive: without one of the cases a path would return nothing, and not compile. */
export const lineOf = (outcome: Outcome): string => {
  switch (outcome._tag) {
    case 'Delivered':
      return `${String(outcome.status)} after ${String(outcome.attempts)}`;
    case 'Failed':
      return `${outcome.message.messageId}: ${reasonOf(outcome.error)}`;
    case 'Dropped':
      return `${outcome.reason}: ${outcome.detail}`;
  }
};
export const reasonOf = (error: DeliveryError): string => {
  switch (error._tag) {
    case 'ApiError':
      return String(error.status);
    case 'NetworkError':
      return error.code;
    case 'TimeoutError':
    case 'AbortedError':
      return error.message;
  }
};

export const notNarrowed = (outcome: Outcome, error: DeliveryError): unknown[] => [
  // @ts-expect-error only a delivered event has a status
  outcome.status,
  // @ts-expect-error only a failed event has an error
  outcome.error,
  // @ts-expect-error only a dropped event has a reason
  outcome.reason,
  // @ts-expect-error a dropped event made no attempts
  outcome.attempts,
  // @ts-expect-error of a dropped event's message there may be nothing
  outcome.message.messageId.length,
  // @ts-expect-error only an answer has a status
  error.status,
  // @ts-expect-error there is no such end
  outcome._tag === 'Lost',
];

export const objectForms = (client: Client): Receipt[] => [
  client.identify({ userId: 'u', traits: { plan: 'pro' } }),
  client.track({
    anonymousId: 7,
    event: 'Signed Up',
    properties: { at: new Date(0) },
    timestamp: new Date(0),
  }),
  client.page({ userId: 'u' }),
  client.page({ userId: 'u', name: 'Prices', category: 'Docs', properties: {} }),
  client.screen({ userId: 'u', name: 'Prices' }),
  client.group({ userId: 'u', groupId: 7, traits: {} }),
  client.alias({ previousId: 'a', userId: 'u', context: { ip: '::1' }, integrations: { All: true } }),
  client.emit({ type: 'track', userId: 'u', event: 'Signed Up', messageId: 'id' }),
];

export const positionalForms = (client: Client): Receipt[] => [
  client.identify('u'),
  client.identify(0, { plan: 'pro' }, { timestamp: '2026-01-01T00:00:00Z' }),
  client.track('u', 'Signed Up'),
  client.track(null, 'Signed Up', {}, { anonymousId: 'a', context: {}, integrations: {}, messageId: 'id' }),
  client.page('u', 'Docs', 'Prices', {}, {}),
  client.page(undefined, undefined, undefined, undefined, { anonymousId: 'a' }),
  client.screen('u', 'Docs', 'Prices', {}, {}),
  client.group('u', 7, {}, {}),
  client.alias('a', 'u', {}),
];

export const wrongCalls = (client: Client): Receipt[] => [
  // @ts-expect-error nobody is identified
  client.identify(),
  // @ts-expect-error an event must have a name
  client.track({ userId: 'u' }),
  // @ts-expect-error an event must have a name, in positional form too
  client.track('u'),
  // @ts-expect-error a name is text
  client.track('u', 7),
  // @ts-expect-error properties are an object
  client.track('u', 'Signed Up', 'pro'),
  // @ts-expect-error a field that the call does not have
  client.track({ userId: 'u', event: 'Signed Up', propertys: {} }),
  // @ts-expect-error a field of another call
  client.page({ userId: 'u', traits: {} }),
  // @ts-expect-error an id is text or a number
  client.screen({ userId: true }),
  // @ts-expect-error a group must have an id
  client.group({ userId: 'u' }),
  // @ts-expect-error a group must have an id, in positional form too
  client.group('u', null),
  // @ts-expect-error an alias must have a previous id
  client.alias({ userId: 'u' }),
  // @ts-expect-error an alias must have a previous id, in positional form too
  client.alias(null, 'u'),
  // @ts-expect-error a timestamp is a Date or text
  client.identify('u', {}, { timestamp: 0 }),
  // @ts-expect-error the entry of streams needs a type
  client.emit({ userId: 'u', event: 'Signed Up' }),
  // @ts-expect-error there is no such type
  client.emit({ type: 'tracks', userId: 'u', event: 'Signed Up' }),
  // @ts-expect-error what a type needs, it needs here
  client.emit({ type: 'track', userId: 'u' }),
];

export type Events = [
  Expect<Equal<EventInput['type'], Message['type']>>,
  Expect<Equal<Message['type'], 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias'>>,
  Expect<Equal<Input<'identify'>, Fields<IdentifyEvent>>>,
  Expect<Equal<Input<'track'>, Fields<TrackEvent>>>,
  Expect<Equal<Input<'page'>, Fields<PageEvent>>>,
  Expect<Equal<Input<'screen'>, Fields<ScreenEvent>>>,
  Expect<Equal<ScreenEvent, PageEvent>>,
  Expect<Equal<Input<'group'>, Fields<GroupEvent>>>,
  Expect<Equal<Input<'alias'>, Fields<AliasEvent>>>,
];

export type ReceiptIs = Expect<
  Equal<
    Receipt,
    { readonly messageId: string; readonly accepted: boolean; readonly outcome: Observable<Outcome> }
  >
>;

export type Streams = [
  Expect<Equal<Client['outcomes'], Observable<Outcome>>>,
  Expect<Equal<Client['attempts'], Observable<Attempt>>>,
  Expect<Equal<Client['state'], Observable<ClientState>>>,
  Expect<Equal<ClientState['dropped'], Readonly<Record<DropReason, number>>>>,
  Expect<Equal<ClientState['pausedUntil'], number | null>>,
  Expect<Equal<ClientState['lifecycle'], 'open' | 'closing' | 'closed'>>,
  Expect<Equal<Attempt['error'], DeliveryError | undefined>>,
  Expect<Equal<Attempt['messages'], readonly Message[]>>,
];

/** A child has the calls, `emit` and `child`, and nothing that ends the client. */
export type Children = [
  Expect<Client extends ChildClient ? true : false>,
  Expect<Equal<ReturnType<ChildClient['child']>, ChildClient>>,
  Expect<Equal<keyof ChildClient, Exclude<EventInput['type'], never> | 'emit' | 'child'>>,
  Expect<Equal<keyof ChildDefaults, 'userId' | 'anonymousId' | 'context' | 'integrations'>>,
];

export const children = (client: Client): Receipt[] => [
  client.child({ userId: 7, context: { ip: '::1' } }).track({ event: 'Signed Up' }),
  client.child({}).child({ anonymousId: 'a' }).emit({ type: 'page' }),
  // @ts-expect-error not a default
  client.child({ event: 'Signed Up' }).track({ event: 'Signed Up' }),
];

export type StreamsIn = [
  Expect<Equal<Client['sink'], Observer<EventInput>>>,
  Expect<Equal<ReturnType<typeof deliverThrough>, OperatorFunction<EventInput, Outcome>>>,
  Expect<Equal<ReturnType<typeof deliverFrom>, Observable<Outcome>>>,
  Expect<Equal<Source, Iterable<EventInput> | AsyncIterable<EventInput> | ReadableStream<EventInput>>>,
];

export const sources = (client: Client, events: EventInput[], stream: ReadableStream<EventInput>) => [
  deliverFrom(client, events),
  deliverFrom(client.child({ userId: 'u' }), new Set(events).values()),
  deliverFrom(client, stream),
  deliverThrough(client.child({})),
  // @ts-expect-error a stream pushes: it goes through deliverThrough
  deliverFrom(client, client.outcomes),
  // @ts-expect-error texts are no events
  deliverFrom(client, ['a']),
];

export type Ends = [
  Expect<Equal<ReturnType<Client['flush']>, Promise<Totals>>>,
  Expect<Equal<ReturnType<Client['shutdown']>, Promise<ShutdownResult>>>,
  Expect<Equal<ReturnType<Client[typeof Symbol.asyncDispose]>, Promise<void>>>,
  Expect<Equal<Totals, Readonly<Record<'delivered' | 'failed' | 'dropped' | 'pending', number>>>>,
  Expect<Equal<Omit<ShutdownResult, 'undelivered'>, Fields<Totals>>>,
  Expect<Equal<ShutdownResult['undelivered'], readonly Message[]>>,
];

export const ends = async (client: Client, signal: AbortSignal) => {
  await client.flush();
  await client.flush({ timeout: 1000, signal });
  await client.shutdown({ timeout: Number.POSITIVE_INFINITY });
  // @ts-expect-error a limit is an object
  await client.flush(1000);
  // @ts-expect-error a shutdown has a deadline, and no signal
  await client.shutdown({ signal });
  await using disposed = client;
  return disposed;
};

export type BeforeSends = [
  Expect<Equal<Parameters<BeforeSend>, [message: Message]>>,
  Expect<Equal<ReturnType<BeforeSend>, Message | null>>,
];

export type OnError = [
  Expect<Equal<ClientOptions['onError'], ErrorHandler | ErrorObserver | undefined>>,
  Expect<Equal<Parameters<ErrorHandler>, [error: DeliveryError, events: readonly Message[]]>>,
  Expect<Equal<Parameters<ErrorObserver['next']>, [failure: DeliveryFailure]>>,
  Expect<Equal<keyof DeliveryFailure, 'error' | 'events' | 'attempts'>>,
];

const recipient = { writeKey: 'key', dataPlaneUrl: 'https://data-plane.example' };

export const options: ClientOptions[] = [
  recipient,
  { send: false },
  { ...recipient, backoff: { baseMs: 100 }, logger: false, fetch: (url, init) => fetch(url, init) },
  { ...recipient, logger: console },
  { ...recipient, onError: (error, events) => [error._tag, events.length] },
  { ...recipient, onError: () => 'anything' },
  { ...recipient, onError: async () => Promise.resolve() },
  {
    ...recipient,
    onError: { next: ({ error, events, attempts }) => [error, events, attempts], complete: () => 0 },
  },
  { ...recipient, maxQueueBytes: 1024, overflow: 'drop-oldest' },
  { ...recipient, beforeSend: (message) => (message.event === 'Noise' ? null : { ...message, userId: 'u' }) },
  { ...recipient, ordering: 'user' },
  // @ts-expect-error there is no such order
  { ...recipient, ordering: 'global' },
  // @ts-expect-error there is no such policy
  { ...recipient, overflow: 'block' },
  // @ts-expect-error it decides at the call, and can't wait
  { ...recipient, beforeSend: async (message) => Promise.resolve(message) },
  // @ts-expect-error an option that does not exist
  { ...recipient, maxRetrys: 3 },
  // @ts-expect-error a number of milliseconds
  { ...recipient, timeout: '15s' },
  // @ts-expect-error an observer without next would hear nothing
  { ...recipient, onError: { complete: () => undefined } },
  // @ts-expect-error a logger has all four levels
  { ...recipient, logger: { debug: console.debug, warn: console.warn, error: console.error } },
];

export const wrongClients = () => [
  // @ts-expect-error options are one object
  createClient('key', 'https://data-plane.example'),
  // @ts-expect-error options are not left out
  createClient(),
];

export type GatewayIs = [
  Expect<Equal<Parameters<typeof startGateway>[0], GatewayOptions | undefined>>,
  Expect<Equal<ReturnType<typeof startGateway>, Promise<Gateway>>>,
  Expect<Equal<Gateway['url'], string>>,
];

export type NodeIs = [
  Expect<Equal<typeof toWritable, (client: Client) => Writable>>,
  Expect<
    Equal<typeof shutdownOnSignals, (client: Client, signals?: readonly NodeJS.Signals[]) => () => void>
  >,
];

export type TestingIs = [
  Expect<Equal<typeof inVirtualTime, <T>(callback: (helpers: VirtualTimeHelpers) => T) => T>>,
  Expect<Equal<keyof VirtualTimeHelpers, keyof RunHelpers | 'createClient' | 'expectMatching'>>,
  Expect<
    Equal<
      Parameters<VirtualTimeHelpers['createClient']>,
      [options?: VirtualClientOptions | undefined, dataPlane?: DataPlane | undefined]
    >
  >,
  Expect<Equal<ReturnType<VirtualTimeHelpers['createClient']>, VirtualClient>>,
  Expect<Equal<keyof VirtualClientOptions, Exclude<keyof ClientOptions, 'fetch'>>>,
  Expect<VirtualClientOptions extends ClientOptions ? true : false>,
  Expect<VirtualClient extends Client ? true : false>,
  Expect<Equal<keyof VirtualClient, keyof Client | 'requests'>>,
  Expect<Equal<VirtualClient['requests'], Observable<RecordedRequest>>>,
  Expect<Equal<keyof RecordedRequest, 'frame' | 'batch'>>,
  Expect<Equal<Fields<SentMessage>, Fields<Message & { readonly sentAt: string }>>>,
  Expect<Equal<DataPlane, string | ((request: RecordedRequest, index: number) => string | Answer)>>,
];

export type Partials = [
  Expect<
    Equal<
      DeepPartial<{ a: { b: number; c: Date }[] }>,
      {
        readonly a?:
          readonly { readonly b?: number | undefined; readonly c?: Date | undefined }[] | undefined;
      }
    >
  >,
  Expect<Equal<DeepPartial<string | null>, string | null>>,
  Expect<{ _tag: 'Failed'; error: { status: 503 } } extends DeepPartial<Outcome> ? true : false>,
];

export const answers: Answer[] = [
  { status: 200 },
  { status: 429, retryAfter: 2, delayMs: 5 },
  { status: 404, body: 'source is disabled' },
  { refused: true, delayMs: 5 },
  { hang: true },
  { status: 200, bodyMs: 5 },
  // @ts-expect-error an answer does something
  { delayMs: 5 },
];

export const expectations = (
  outcomes: MatchingExpectation<Outcome>,
  numbers: MatchingExpectation<number>,
) => {
  outcomes.toBe('-a', { a: { _tag: 'Delivered', message: { userId: 'u', context: { ip: '::1' } } } });
  outcomes.toBe(['-(ab)', '---c'], { a: {}, b: { error: { code: 'too-large' } }, c: { reason: 'invalid' } });
  numbers.toBe('-a', { a: 1 }, { name: 'TypeError' });
  // @ts-expect-error the stream is one of numbers
  numbers.toBe('-a', { a: 'one' });
  // @ts-expect-error there is no such outcome
  outcomes.toBe('-a', { a: { _tag: 'Lost' } });
  // @ts-expect-error a status is a number
  outcomes.toBe('-a', { a: { _tag: 'Delivered', status: '200' } });
};

export const ownScheduler = () => {
  const scheduler = new TestScheduler(assertSameMarbles);
  return [
    createVirtualClient(scheduler),
    createVirtualClient(scheduler, { maxRetries: 0 }, '5ms 200 hang'),
    createVirtualClient(scheduler, {}, ({ batch }, index) =>
      batch.length > index ? '503' : { status: 200 },
    ),
    matching({ anything: 1 }),
    // @ts-expect-error nothing leaves a test
    createVirtualClient(scheduler, { fetch }),
  ];
};
