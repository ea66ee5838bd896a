import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { basic, batchOf, exchange } from './exchange.js';

const ORIGIN = 'https://a.example';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ writeKeys: ['key'] });
});
afterEach(async () => {
  await gateway.close();
});

const preflight = (headers: Readonly<Record<string, string>>, path = '/v1/batch') =>
  exchange(gateway, { method: 'OPTIONS', path, headers });

/** The headers that let an origin in. */
const grants = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

describe('CORS', () => {
  it('lets any origin in, with the method and the headers it asks for', async () => {
    const { status, text, headers } = await preflight({
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,anonymousid',
    });
    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(headers.vary).toBe('Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
    expect(grants(headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization,anonymousid',
      'access-control-max-age': '900',
    });
  });

  it.each([
    ['without an origin', { 'access-control-request-method': 'POST' }],
    ['for a method that is not used', { origin: ORIGIN, 'access-control-request-method': 'PUT' }],
  ])('grants nothing %s', async (_when, headers) => {
    const received = await preflight(headers);
    expect(received.status).toBe(204);
    expect(grants(received.headers)).toEqual({});
  });

  it('answers OPTIONS that are no preflight as any method it does not know', async () => {
    expect((await preflight({ origin: ORIGIN })).status).toBe(405);
  });

  it.each([
    ['what is accepted', { authorization: basic('key') }, 200],
    ['what is refused', { authorization: basic('other') }, 401],
  ])('marks %s', async (_what, authorization, status) => {
    const received = await exchange(gateway, {
      headers: { origin: ORIGIN, ...authorization },
      body: batchOf({ userId: 'u' }),
    });
    expect(received.status).toBe(status);
    expect(received.headers.vary).toBe('Origin');
    expect(grants(received.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
    });
  });

  it('leaves answers to nobody of another origin alone', async () => {
    const { headers } = await exchange(gateway, { method: 'GET', path: '/health' });
    expect(headers.vary).toBe('Origin');
    expect(grants(headers)).toEqual({});
  });

  it('keeps what was stored from other origins', async () => {
    const read = await exchange(gateway, { method: 'GET', path: '/events', headers: { origin: ORIGIN } });
    expect(read.status).toBe(200);
    expect(grants(read.headers)).toEqual({});
    const asked = { origin: ORIGIN, 'access-control-request-method': 'GET' };
    expect((await preflight(asked, '/events')).status).toBe(405);
  });
});
