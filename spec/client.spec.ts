import { startGateway } from '../src/gateway/index.js';
import { createClient, type Outcome } from '../src/index.js';

describe('client', () => {
  it('delivers what it accepts and tells the outcome of every call', async () => {
    const gateway = await startGateway({ writeKeys: ['key'] });
    const client = createClient({ writeKey: 'key', dataPlaneUrl: gateway.url, logger: false });
    const outcomes: Outcome[] = [];
    client.outcomes.subscribe((outcome) => outcomes.push(outcome));

    client.track('user', 'Signed Up', { plan: 'pro' });
    client.track('', 'Nobody');
    const totals = await client.flush();

    expect(totals).toEqual({ delivered: 1, failed: 0, dropped: 1, pending: 0 });
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Dropped', 'Delivered']);
    expect(gateway.events).toMatchObject([{ type: 'track', userId: 'user', properties: { plan: 'pro' } }]);
    await client.shutdown();
    await gateway.close();
  });
});
