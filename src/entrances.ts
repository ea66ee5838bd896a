import type { Observable } from 'rxjs';
import type { ChildClient, Source } from './model/client.js';
import type { Outcome, Receipt } from './model/outcome.js';

/** Emits an event's receipt as soon as it has room. */
export type Enter = (event: unknown) => Observable<Receipt>;

/** The ways in for events that can wait. */
export interface Entrances {
  readonly pull: (source: Source) => Observable<Outcome>;
  /** Emits when its turn has come, too. */
  readonly enter: Enter;
}

/** The member that leads to them, which a copy of a client, or a proxy, keeps. */
export const ENTRANCES: unique symbol = Symbol('rudder-rx.entrances');

/** What has them. */
export interface Enterable {
  readonly [ENTRANCES]: () => Entrances;
}

/** @throws TypeError for what is no client */
export const entrancesOf = (client: ChildClient): Entrances => {
  const entrances = (client as Partial<Enterable> | null | undefined)?.[ENTRANCES];
  if (entrances === undefined) throw new TypeError('this is no client: createClient makes one');
  return entrances();
};
