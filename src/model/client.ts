import type { Observable, Observer } from 'rxjs';
import type {
  AliasEvent,
  Attributes,
  EventInput,
  Extras,
  GroupEvent,
  Id,
  IdentifyEvent,
  Ids,
  PageEvent,
  ScreenEvent,
  TrackEvent,
} from './event.js';
import type { Attempt, ClientState, Outcome, Receipt, ShutdownResult, Totals } from './outcome.js';

/** `null` and `undefined` mean "no userId": `extras.anonymousId` is there instead. */
export type UserId = Id | null | undefined;

/** The six calls, each in object form and in the positional form of the RudderStack server SDKs. None ever throws. */
export interface Calls {
  /** Who a user is: traits of a person. */
  identify(event: IdentifyEvent): Receipt;
  /** Who a user is, in positional form. */
  identify(userId: UserId, traits?: Attributes | null, extras?: Extras | null): Receipt;
  /** What a user did. */
  track(event: TrackEvent): Receipt;
  /** What a user did, in positional form. */
  track(userId: UserId, event: string, properties?: Attributes | null, extras?: Extras | null): Receipt;
  /** Which page a user saw. */
  page(event: PageEvent): Receipt;
  /** Which page a user saw, in positional form: the second argument is the category, as in the Python SDK. */
  page(
    userId: UserId,
    category?: string | null,
    name?: string | null,
    properties?: Attributes | null,
    extras?: Extras | null,
  ): Receipt;
  /** Which screen of an app a user saw. */
  screen(event: ScreenEvent): Receipt;
  /** Which screen of an app a user saw, in positional form: the second argument is the category. */
  screen(
    userId: UserId,
    category?: string | null,
    name?: string | null,
    properties?: Attributes | null,
    extras?: Extras | null,
  ): Receipt;
  /** Which group a user belongs to: traits of the group. */
  group(event: GroupEvent): Receipt;
  /** Which group a user belongs to, in positional form. */
  group(userId: UserId, groupId: Id, traits?: Attributes | null, extras?: Extras | null): Receipt;
  /** That two ids are one user. */
  alias(event: AliasEvent): Receipt;
  /** That two ids are one user, in positional form: the old id comes first. */
  alias(previousId: Id, userId: UserId, extras?: Extras | null): Receipt;
  /** Any of the six, told apart by `type`: the entry for streams. */
  emit(event: EventInput): Receipt;
}

/** What a child's calls have in common. What a call gives itself goes before. */
export interface ChildDefaults extends Ids {
  /** Merged with the call's, key by key. */
  readonly context?: Attributes | null | undefined;
  /** Merged with the call's, key by key. */
  readonly integrations?: Attributes | null | undefined;
}

/** The calls of a client, with defaults: on the same queue, told by the same streams. */
export interface ChildClient extends Calls {
  /**
   * A child with these defaults, on top of this one's own; they are copied at once. Never throws: if they can't be sent,
   * each call through the child ends in `Dropped` `invalid`, which says why. Cheap enough for one a request.
   */
  child(defaults: ChildDefaults): ChildClient;
}

/** What `deliverFrom` pulls from: anything that `for await` takes, such as an array, a generator or a Node.js stream. */
export type Source = Iterable<EventInput> | AsyncIterable<EventInput> | ReadableStream<EventInput>;

/** A client. Its streams are hot, never error, and complete after {@link Client.shutdown}. */
export interface Client extends ChildClient {
  /**
   * Every call's one outcome, in the order in which they were decided. A call made after the shutdown has completed it is
   * told by its receipt alone.
   */
  readonly outcomes: Observable<Outcome>;
  /** Every HTTP request that was made: what is going on, during an outage too. */
  readonly attempts: Observable<Attempt>;
  /** What the client is doing: the present state on subscribing, then at most one per turn of the event loop. */
  readonly state: Observable<ClientState>;
  /**
   * Takes events that a stream pushes: `events.subscribe(client.sink)`. The end of that stream does not end the client; its
   * error is logged.
   */
  readonly sink: Observer<EventInput>;
  /**
   * Sends what waits and resolves when every event accepted before the call has settled, or at `timeout` or `signal`,
   * with the client's totals at that moment. It waits through pauses. Never rejects.
   */
  flush(limits?: {
    readonly timeout?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<Totals>;
  /**
   * Stops accepting, flushes, and at the deadline fails what is left with `AbortedError`; then the streams complete and
   * nothing is sent any more. Idempotent; never rejects.
   *
   * @param limits `timeout` in milliseconds, 8000 by default; `Infinity` waits for as long as it takes
   */
  shutdown(limits?: { readonly timeout?: number | undefined }): Promise<ShutdownResult>;
  /** `shutdown()`, for `await using`; logs how many events were left undelivered. */
  [Symbol.asyncDispose](): Promise<void>;
}
