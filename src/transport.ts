import type { OperatorFunction } from 'rxjs';
import type { Entry } from './entry.js';
import type { Log } from './log.js';
import type { Config } from './model/config.js';
import type { Settled } from './model/delivery.js';
import type { ClientState } from './model/outcome.js';
import type { Ports } from './model/ports.js';
import { createGate } from './operators/gate.js';
import { pipeline, type PipelineConfig } from './pipeline.js';
import { createProbing } from './probing.js';
import { recipientOf } from './pure/recipient.js';

/**
 * How calls become requests: in batches that grow while they wait, or, in sync mode, one request a call. Where the events
 * of a user keep their order, no two requests of a lane are under way at once.
 */
const shapeOf = ({ syncMode, uploadSize, concurrency, ordering }: Config) =>
  syncMode
    ? { uploadSize: 1, maxGrownSize: 1, lanes: 1, slots: 1, patienceMs: 0 }
    : {
        uploadSize,
        maxGrownSize: 10 * uploadSize,
        ...(ordering === 'user' ? { lanes: concurrency, slots: 1 } : { lanes: 1, slots: concurrency }),
        patienceMs: 10,
      };

/** What the transport is told, and whom it tells. */
export interface TransportConfig extends Pick<
  PipelineConfig<Entry>,
  'flushes' | 'aborts' | 'progress' | 'requests'
> {
  readonly log: Log;
  /** Batches that are out; of one that was split, the part whose turn it is. */
  readonly trying: () => number;
  /** Events that are unsettled. */
  readonly pending: () => number;
}

/** The way to the data plane. */
export interface Transport {
  readonly deliver: OperatorFunction<Entry, Settled<Entry>>;
  /** How many lanes there are for an event to be in. */
  readonly lanes: number;
  readonly state: () => Pick<ClientState, 'pausedUntil' | 'probing'>;
  /** Lets everything through from now on: for the end, when nothing is sent any more. */
  readonly openForGood: () => void;
}

/** Sets up a pipeline by the user's options, with the gate that all its requests pass and what narrows it. */
export const createTransport = (
  config: Config,
  ports: Ports,
  { log, trying, pending, requests, ...rest }: TransportConfig,
): Transport => {
  const { gzip, timeout, maxRetries, backoff, uploadInterval, maxBatchBytes } = config;
  const shape = shapeOf(config);
  const recipient = recipientOf(config.writeKey ?? '', config.dataPlaneUrl ?? 'http://nowhere.invalid', gzip);
  log.debug(() => (config.send ? `sends to ${recipient.url}` : 'sends nothing (send: false)'));

  const probing = createProbing(
    {
      ...backoff,
      slots: shape.lanes * shape.slots,
      pause: (ms) => {
        gate.pause(ms);
      },
      trying,
      pending,
    },
    ports,
    log,
  );
  const gate = createGate({
    limit: probing.limit,
    scheduler: ports.scheduler,
    monotonicNow: ports.monotonicNow,
  });

  const deliver = pipeline<Entry>(
    {
      ...rest,
      ...recipient,
      ...shape,
      gzip,
      timeoutMs: timeout,
      retries: { maxRetries, ...backoff },
      uploadIntervalMs: uploadInterval,
      maxBatchBytes,
      gate,
      recoveries: probing.recoveries,
      isGone: ({ ending }) => ending !== undefined,
      requests: {
        next: (made) => {
          probing.made(made);
          requests.next(made);
        },
      },
    },
    ports,
  );

  return {
    deliver,
    lanes: shape.lanes,
    state: () => ({
      // By the clock as it is now: it may have been set, or the machine may have slept.
      pausedUntil: gate.isPaused()
        ? Math.round(Date.parse(ports.isoNow()) + gate.pausedUntil() - ports.monotonicNow())
        : null,
      probing: probing.isProbing(),
    }),
    openForGood: gate.openForGood,
  };
};
