/** A user, group or anonymous id. Numbers, 0 included, are sent as strings; blank ones count as missing. */
export type Id = string | number;

/** Traits and properties: any object that `JSON.stringify` takes, no array; `Date`s become ISO 8601 strings. */
export type Attributes = object;

/** What every call takes besides its own fields. Here and below `null` and `undefined` leave a field out. */
export interface CommonFields {
  /** Free-form; `context.library` is always the SDK's own. */
  readonly context?: Attributes | null | undefined;
  /** Which destinations get the event. @default { All: true } */
  readonly integrations?: Attributes | null | undefined;
  /** When it happened: a `Date` or an ISO 8601 string. Turns the data plane's clock-skew correction off. */
  readonly timestamp?: Date | string | null | undefined;
  /** @default a UUID v4 */
  readonly messageId?: string | null | undefined;
}

/** The last argument of the positional forms. */
export interface Extras extends CommonFields {
  readonly anonymousId?: Id | null | undefined;
}

/** The ids of a call in object form: at least one of the two. */
export interface Ids {
  readonly userId?: Id | null | undefined;
  readonly anonymousId?: Id | null | undefined;
}

export interface IdentifyEvent extends Ids, CommonFields {
  readonly traits?: Attributes | null | undefined;
}
export interface TrackEvent extends Ids, CommonFields {
  readonly event: string;
  readonly properties?: Attributes | null | undefined;
}
export interface PageEvent extends Ids, CommonFields {
  readonly name?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly properties?: Attributes | null | undefined;
}
/** The same fields as a page's. */
export type ScreenEvent = PageEvent;
export interface GroupEvent extends Ids, CommonFields {
  readonly groupId: Id;
  readonly traits?: Attributes | null | undefined;
}
export interface AliasEvent extends Ids, CommonFields {
  readonly previousId: Id;
}

/** Any of the six, told apart by `type`: what `emit` takes. */
export type EventInput =
  | ({ readonly type: 'identify' } & IdentifyEvent)
  | ({ readonly type: 'track' } & TrackEvent)
  | ({ readonly type: 'page' } & PageEvent)
  | ({ readonly type: 'screen' } & ScreenEvent)
  | ({ readonly type: 'group' } & GroupEvent)
  | ({ readonly type: 'alias' } & AliasEvent);
