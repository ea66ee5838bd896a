import { type Gateway, startGateway } from '../../src/gateway/index.js';
import { MAX_REQUEST_BYTES } from '../../src/model/limits.js';
import { basic, batchOf, exchange, type Sent } from './exchange.js';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway({ writeKeys: ['key', 'off'], disabledWriteKeys: ['off'] });
});
afterEach(async () => {
  await gateway.close();
});

const post = async (path: string, body: unknown, headers: Sent['headers'] = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const received = await exchange(gateway, {
    path,
    headers: { authorization: basic('key'), ...headers },
    body: text,
  });
  return [received.status, received.text];
};
const pixel = (path: string) => exchange(gateway, { method: 'GET', path });

const NO_IDS = 'request neither has anonymousId nor userId';
const NO_EVENT = 'event is not a valid rudder event\n';
const TOO_LARGE = 'request size exceeds max limit\n';

describe('an event', () => {
  it('is known by its ids without what nobody sees', async () => {
    await post('/v1/batch', {
      batch: [
        { userId: '\u2003u\u200b1 ', anonymousId: '\u034f' },
        { userId: null, anonymousId: 'a1' },
        { userId: 'u1', anonymousId: 'a1' },
      ],
    });
    expect(gateway.events.map(({ rudderId }) => rudderId)).toEqual([
      '5eff0fc3-0944-48fa-9c04-38f62e3890ca',
      'b09c6e0b-7298-4c66-88e1-7af047315456',
      'f81ebcce-dafc-4607-b906-29e68e64b35f',
    ]);
  });

  it('needs ids by the type of its path, whatever its own', async () => {
    expect(await post('/v1/track', { type: 'extract' })).toEqual([400, `${NO_IDS}\n`]);
  });

  it('keeps the receivedAt and the request_ip it came with', async () => {
    const own = { receivedAt: '2020-01-01T00:00:00.000Z', request_ip: '10.0.0.1' };
    await post('/v1/batch', { batch: [{ userId: 'u', ...own }] });
    expect(gateway.events).toMatchObject([own]);
  });

  it('comes from the first address that a proxy names', async () => {
    await post('/v1/batch', { batch: [{ userId: 'u' }] }, { 'x-forwarded-for': '10.0.0.7 , 10.0.0.8' });
    expect(gateway.events.map((event) => event.request_ip)).toEqual(['10.0.0.7']);
  });

  it.each([
    ['without a type', {}, MAX_REQUEST_BYTES - '{"batch":[]}'.length - ',"type":"track"'.length],
    ['of its type', { type: 'track' }, MAX_REQUEST_BYTES - '{"batch":[]}'.length],
    ['of a longer type', { type: 'tracking' }, MAX_REQUEST_BYTES - '{"batch":[]}'.length + 'ing'.length],
  ])('alone and %s is measured as the batch that it becomes', async (_what, fields, most) => {
    const eventOf = (bytes: number) => {
      const event = { userId: 'u', ...fields, pad: '' };
      return { ...event, pad: 'x'.repeat(bytes - JSON.stringify(event).length) };
    };
    expect(await post('/v1/track', eventOf(most))).toEqual([200, 'ok']);
    expect(await post('/v1/track', eventOf(most + 1))).toEqual([413, TOO_LARGE]);
  });

  it('may be as large as it likes in a batch with an audience list', async () => {
    const pad = 'x'.repeat(MAX_REQUEST_BYTES);
    const batch = [
      { userId: 'u', type: 'audiencelist' },
      { userId: 'u', pad },
    ];
    expect(await post('/v1/batch', { batch })).toEqual([200, 'ok']);
    expect(await post('/v1/batch', { batch: batch.slice(1) })).toEqual([413, TOO_LARGE]);
  });
});

describe('an import', () => {
  it('stores the events of the users without a fault, and tells the one fault', async () => {
    const batch = [{ userId: 'a', event: 1 }, { event: 2 }, { userId: 'a', event: 3 }];
    expect(await post('/v1/import', { batch })).toEqual([400, `${NO_IDS}\n`]);
    expect(gateway.events).toMatchObject([{ event: 1 }, { event: 3 }]);
    expect(gateway.requests).toMatchObject([{ status: 400, events: 2 }]);
  });

  it('refuses all events of a user for one', async () => {
    // Both groups under the ids that are missing.
    expect(await post('/v1/import', { batch: [{ type: 'extract' }, {}] })).toEqual([400, `${NO_IDS}\n`]);
    expect(gateway.counts.events).toBe(0);
  });

  it('joins several faults to a text, and a 500', async () => {
    const batch = [{ userId: ' ' }, { anonymousId: ' ' }, { userId: 'a' }];
    expect(await post('/v1/import', { batch })).toEqual([500, `${NO_IDS}${NO_IDS}\n`]);
    expect(gateway.counts.events).toBe(1);
  });

  it('groups ids of any type', async () => {
    const batch = [{ userId: 1 }, { userId: '1' }, { userId: { a: 1 } }, { userId: 'a', anonymousId: 'b' }];
    expect(await post('/v1/import', { batch })).toEqual([200, 'ok']);
    expect(gateway.counts.events).toBe(4);
  });

  it.each<[unknown, number, string]>([
    ['{', 400, 'invalid json\n'],
    [[], 200, 'ok'],
    [{ batch: [] }, 200, 'ok'],
    [{ batch: null }, 400, NO_EVENT],
    [{ batch: 'x' }, 400, NO_EVENT],
    [{ batch: [1, null] }, 400, NO_EVENT],
    [{ batch: { a: { userId: 'u' } } }, 200, 'ok'],
  ])('of %j is answered as gjson reads it', async (body, status, text) => {
    expect(await post('/v1/import', body)).toEqual([status, text]);
  });

  it('is measured user by user', async () => {
    const pad = 'x'.repeat(MAX_REQUEST_BYTES / 2);
    const both = (b: string) => ({
      batch: [
        { userId: 'a', pad },
        { userId: b, pad },
      ],
    });
    expect(await post('/v1/import', both('b'))).toEqual([200, 'ok']);
    expect(await post('/v1/import', both('a'))).toEqual([413, TOO_LARGE]);
  });
});

describe('a beacon', () => {
  it('carries its key in the query, whatever its header says', async () => {
    const event = { userId: 'u' };
    expect(await post('/beacon/v1/batch?writeKey=key&writeKey=x', { batch: [event] })).toEqual([200, 'ok']);
    expect(await post('/beacon/v1/batch?writeKey=x', { batch: [event] })).toEqual([
      401,
      'invalid write key\n',
    ]);
    expect(await post('/beacon/v1/batch?writeKey=off', { batch: [event] })).toEqual([
      404,
      'source is disabled\n',
    ]);
    expect(await post('/beacon/v1/batch?writeKey=', { batch: [event] })).toEqual([
      401,
      'failed to read writekey from query params\n',
    ]);
    expect(gateway.requests.map(({ path }) => path)).toEqual(Array(4).fill('/beacon/v1/batch'));
  });
});

describe('a pixel', () => {
  it('stores the event that its query describes', async () => {
    const query =
      'writeKey=key&anonymousId=%22a%22&event=e&event=f&context.page.url=x&__proto__.a=1&integrations.__proto__.b=1&type=page';
    await pixel(`/pixel/v1/track?${query}`);
    expect(gateway.requests).toMatchObject([
      { method: 'GET', path: '/pixel/v1/track', status: 200, events: 1 },
    ]);
    const [stored] = gateway.events;
    expect(JSON.parse(JSON.stringify(stored))).toEqual(
      JSON.parse(`{
        "channel": "web",
        "integrations": { "All": true, "__proto__": { "b": "1" } },
        "originalTimestamp": "${String(stored?.receivedAt)}",
        "sentAt": "${String(stored?.receivedAt)}",
        "anonymousId": "a",
        "event": "e",
        "context": { "page": { "url": "x" } },
        "__proto__": { "a": "1" },
        "type": "track",
        "messageId": "${String(stored?.messageId)}",
        "rudderId": "${String(stored?.rudderId)}",
        "receivedAt": "${String(stored?.receivedAt)}",
        "request_ip": "127.0.0.1"
      }`),
    );
  });

  it('names a page without a name', async () => {
    await pixel('/pixel/v1/page?writeKey=key&userId=u&name=');
    expect(gateway.events).toMatchObject([{ type: 'page', name: 'Unknown Page' }]);
  });

  it.each([
    '/pixel/v1/track',
    '/pixel/v1/track?writeKey=&userId=u',
    '/pixel/v1/track?writeKey=other&userId=u',
    '/pixel/v1/page?writeKey=off&userId=u',
    '/pixel/v1/track?writeKey=key&event=e',
    '/pixel/v1/track?writeKey=key&userId=u&event=',
  ])('is a GIF even if nothing is stored: %s', async (path) => {
    const { status, text, headers } = await pixel(path);
    expect([status, headers['content-type'], text.length, text.slice(0, 6)]).toEqual([
      200,
      'image/gif',
      43,
      'GIF89a',
    ]);
    expect(gateway.counts).toEqual({ requests: 1, events: 0 });
  });
});

describe('what the gateway shows', () => {
  it('holds no write key', async () => {
    await post('/v1/batch', batchOf({ userId: 'u' }));
    await post('/beacon/v1/batch?writeKey=key', batchOf({ userId: 'u' }));
    await pixel('/pixel/v1/track?writeKey=key&userId=u');
    const { text } = await pixel('/events');
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    expect(text).not.toMatch(/"key"|writeKey/);
    expect(text).not.toContain(basic('key'));
  });
});
