import { take } from 'rxjs';

/**
 * A client's `state` and `attempts` as OpenTelemetry metrics. The state is looked at when metrics are collected, and costs
 * nothing in between; attempts are counted as they come.
 *
 * @param {import('rudder-rx').Client} client
 * @param {import('@opentelemetry/api').Meter} meter
 * @returns stops measuring, as the client's shutdown does
 */
export const measure = (client, meter) => {
  const waiting = meter.createObservableGauge('rudder.events.pending', { unit: '{event}' });
  const settled = meter.createObservableCounter('rudder.events.settled', { unit: '{event}' });
  const inFlight = meter.createObservableGauge('rudder.requests.in_flight', { unit: '{request}' });
  const sent = meter.createCounter('rudder.requests.bytes', { unit: 'By' });
  const durations = meter.createHistogram('rudder.requests.duration', { unit: 'ms' });

  /** @param {import('@opentelemetry/api').BatchObservableResult} result */
  const observe = (result) => {
    client.state.pipe(take(1)).subscribe((state) => {
      result.observe(waiting, state.queued, { phase: 'queued' });
      result.observe(waiting, state.pending - state.queued, { phase: 'sending' });
      result.observe(inFlight, state.inFlight);
      result.observe(settled, state.delivered, { outcome: 'delivered' });
      result.observe(settled, state.failed, { outcome: 'failed' });
      for (const [reason, count] of Object.entries(state.dropped))
        if (count > 0) result.observe(settled, count, { outcome: 'dropped', reason });
    });
  };
  const instruments = [waiting, settled, inFlight];
  meter.addBatchObservableCallback(observe, instruments);

  const attempts = client.attempts.subscribe(({ durationMs, status, error, wireBytes }) => {
    sent.add(wireBytes);
    durations.record(durationMs, { outcome: error === undefined ? String(status) : error._tag });
  });
  attempts.add(() => {
    meter.removeBatchObservableCallback(observe, instruments);
  });
  return () => {
    attempts.unsubscribe();
  };
};
