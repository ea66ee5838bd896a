// What a client does, as OpenTelemetry metrics: `node examples/metrics.js`, after `npm start`. It prints what a collector
// would get; with an exporter of yours the rest stays as it is.
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createClient } from 'rudder-rx';
import { measure } from './client-metrics.js';
import { openDataPlane } from './data-plane.js';
import { printTable } from './terminal.js';

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const provider = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
});
metrics.setGlobalMeterProvider(provider);

// The first request is refused, and tried again.
const { writeKey, dataPlaneUrl, close } = await openDataPlane({ faults: [{ status: 503 }] });
const client = createClient({ writeKey, dataPlaneUrl, backoff: { baseMs: 100 } });
measure(client, metrics.getMeter('rudder-rx'));

for (let index = 0; index < 250; index += 1) client.track(`user-${index}`, 'Counted');
client.track('', 'Nobody did this');
await client.flush();
await provider.forceFlush();

const rows = exporter
  .getMetrics()
  .flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics: all }) =>
      all.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [
          [descriptor.name, ...Object.values(attributes)].join(' '),
          typeof value === 'number' ? value : `${value.count} measured`,
        ]),
      ),
    ),
  );
printTable(/** @type {(string | number)[][]} */ (rows));
await client.shutdown();
await provider.shutdown();
await close();
