import { scriptOf } from './fault-script.js';
import { type GatewayOptions, problemOf } from './options.js';
import { routerOf } from './routes.js';
import { listen } from './server.js';
import { createStore, type GatewayRequest } from './store.js';
import type { StoredEvent } from './stored-event.js';

export type {
  Delayable,
  DelayFault,
  Fault,
  FaultRequest,
  Faults,
  HangFault,
  LostAnswerFault,
  ResetFault,
  StatusFault,
} from './fault.js';
export type { GatewayOptions } from './options.js';
export type { GatewayRequest } from './store.js';
export type { StoredEvent } from './stored-event.js';

/** An embedded data plane that runs. */
export interface Gateway {
  /** What `dataPlaneUrl` takes. */
  readonly url: string;
  readonly port: number;
  /** The last `retain` events stored, oldest first. Grows as they come. */
  readonly events: readonly StoredEvent[];
  /** The last `retain` requests that brought events, oldest first. Grows as they come. */
  readonly requests: readonly GatewayRequest[];
  /** Everything since the start. Grows as it comes. */
  readonly counts: { readonly requests: number; readonly events: number };
  /** Stops listening, drops open connections, hung ones too, and resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * A data plane for development and tests, on loopback: what rudder-server's gateway answers to `/v1/batch`, `/v1/{type}`,
 * `/v1/import`, the beacon, the pixels and `/health`, down to the text; and what it stored at `GET /events`, one JSON
 * object a line. `faults` makes it fail.
 */
export const startGateway = async (options: GatewayOptions = {}): Promise<Gateway> => {
  const { port = 0, writeKeys, disabledWriteKeys = [], faults = [], retain = 100_000 } = options;
  const wrong = problemOf({ port, writeKeys: writeKeys ?? [], disabledWriteKeys, faults, retain });
  if (wrong !== undefined) throw new TypeError(`startGateway: ${wrong}`);

  const sources = {
    writeKeys: writeKeys && new Set(writeKeys),
    disabledWriteKeys: new Set(disabledWriteKeys),
  };
  const store = createStore(retain);
  const route = routerOf({ sources, store, script: scriptOf(faults) });
  const { port: bound, close } = await listen(port, async (request, response) => {
    const [path = '', ...query] = (request.url ?? '').split('?');
    await route({ request, response, path, query: query.join('?') });
  });

  return {
    url: `http://127.0.0.1:${String(bound)}`,
    port: bound,
    events: store.events,
    requests: store.requests,
    counts: store.counts,
    close,
  };
};
