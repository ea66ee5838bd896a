import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { runNode } from '../support/processes.js';

/** A figure of the table that a program prints. */
const figureIn = (output: string, name: string): string | undefined =>
  new RegExp(`^ +${name} +([\\d,]+)`, 'm').exec(output)?.[1];

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ writeKeys: ['examples'] });
});
afterEach(() => gateway.close());

const toGateway = () => ({ RUDDER_WRITE_KEY: 'examples', RUDDER_DATA_PLANE_URL: gateway.url });

describe('the examples', () => {
  it('stream records from a file through RxJS', async () => {
    const { output, code } = await runNode(['examples/strikes.js'], { env: toGateway() });
    expect(code).toBe(0);
    expect(figureIn(output, 'Delivered')).toBe('10,000');
    expect(figureIn(output, 'Dropped')).toBe('0');
    expect(gateway.counts.events).toBe(10_000);
    expect(gateway.events[0]).toMatchObject({
      userId: 'BARKSDALE AIR FORCE BASE ARPT',
      event: 'Wildlife Struck',
      properties: { aircraft: 'T-38A', species: 'Turkey vulture' },
    });
  });

  it('serve requests, each with a child, and deliver what they queued at SIGTERM', async () => {
    const visits: Promise<unknown>[] = [];
    const { output, code, signal } = await runNode(['examples/service.js'], {
      env: { PORT: '0', ...toGateway() },
      onOutput: (printed, child) => {
        const url = /http:\S+/.exec(printed)?.[0];
        if (url === undefined || visits.length > 0) return;
        for (const id of ['1', '2', '3']) {
          const headers = { 'x-user-id': `user-${id}`, 'user-agent': 'spec' };
          visits.push(fetch(`${url}/products/${id}`, { headers }).then((response) => response.text()));
        }
        void Promise.all(visits).then(() => child.kill('SIGTERM'));
      },
    });
    expect(output).toMatch(/\n3 delivered, 0 undelivered\n$/);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(await Promise.all(visits)).toEqual(['1', '2', '3'].map((id) => `{"product":"${id}"}`));
    expect(
      gateway.events.map(({ userId, event, properties, context }) => ({
        userId,
        event,
        properties,
        context,
      })),
    ).toEqual(
      expect.arrayContaining(
        ['1', '2', '3'].map((id) => ({
          userId: `user-${id}`,
          event: 'Product Viewed',
          properties: { product: id },
          context: expect.objectContaining({ userAgent: 'spec', ip: '127.0.0.1' }) as unknown,
        })),
      ),
    );
  });

  it('test a module in virtual time', async () => {
    const { output, code } = await runNode(['--test', '--test-reporter=tap', 'examples/orders.test.js']);
    expect(output).toMatch(/^# pass 2$/m);
    expect(code).toBe(0);
  });

  it('measure a client with OpenTelemetry', async () => {
    const { output, code } = await runNode(['examples/metrics.js']);
    expect(code).toBe(0);
    expect(figureIn(output, 'rudder.events.settled delivered')).toBe('250');
    expect(figureIn(output, 'rudder.events.settled dropped invalid')).toBe('1');
    expect(figureIn(output, 'rudder.events.pending queued')).toBe('0');
    expect(figureIn(output, 'rudder.requests.duration ApiError')).toBe('1');
    expect(Number(figureIn(output, 'rudder.requests.bytes')?.replace(',', ''))).toBeGreaterThan(1_000);
  });
});
