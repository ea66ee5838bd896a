import { delay, finalize, of } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import { connect, type Connection } from '../../src/connection.js';
import type { ClientOptions } from '../../src/index.js';
import type { Ports } from '../../src/model/ports.js';
import { createDataPlane, type DataPlane, type RecordedRequest } from '../../src/testing/data-plane.js';
import { virtualPorts } from '../../src/testing/virtual-ports.js';
import { configOf } from './config.js';
import { record, recordValue } from './transcript.js';

/** A request as the data plane got it. */
export interface SeenRequest extends RecordedRequest {
  /** When its connection was free again, or cut off. */
  endedAt?: number;
}

/** The client of `rudder-rx/testing`, without its promises, with its requests and its lines in lists. */
export const virtualClient = (
  scheduler: TestScheduler,
  script: DataPlane,
  options: ClientOptions = {},
  gzipMs = 0,
  overrides: Partial<Ports> = {},
): { connection: Connection; requests: readonly SeenRequest[]; lines: readonly string[] } => {
  const requests: SeenRequest[] = [];
  const lines: string[] = [];
  const dataPlane = createDataPlane(script, scheduler);
  dataPlane.requests.subscribe((request) => requests.push({ ...request }));
  const ports = virtualPorts(scheduler, (request) => {
    const answer = dataPlane.http(request);
    const seen = requests.at(-1);
    return answer.pipe(
      finalize(() => {
        if (seen !== undefined) seen.endedAt = scheduler.now();
      }),
    );
  });
  const slowly: Partial<Ports> =
    gzipMs === 0 ? {} : { gzip: (body) => of(body).pipe(delay(gzipMs, scheduler)) };
  const write = (line: string) => {
    record('log', line);
    lines.push(line);
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const { logger: own = logger, ...rest } = options;
  const connection = connect(configOf(rest), { ...ports, ...slowly, ...overrides }, own);
  recordValue('client', connection);
  return { connection, requests, lines };
};
