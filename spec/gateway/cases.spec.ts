import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Fault, type Gateway, startGateway } from '../../src/gateway/index.js';
import { exchange, type Received } from './exchange.js';

/** One case of the gateway's contract, as recorded from rudder-server. */
interface Case {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A string goes out as it is, anything else as JSON; `null` is no body. */
  readonly body: unknown;
  readonly rawBodyBase64?: string;
  readonly bodyGen?: { readonly template: string; readonly totalBytes: number };
  readonly gzip: boolean;
  readonly expect: {
    readonly status: number;
    readonly bodyContains: string;
    readonly bodyExact?: string;
    readonly headersContain?: Readonly<Record<string, string>>;
    readonly storedEvents?: number;
  };
  readonly notes?: string;
  /** Settings of rudder-server without which it answers otherwise. */
  readonly requires?: unknown;
}

const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as readonly Case[];

/** Cases whose cause the gateway does not have, so that `faults` script their answers. */
const SCRIPTED: Readonly<Record<string, Fault>> = {
  'rate limit reached': { status: 429 },
  'store fails': { status: 500, body: 'tx error\n' },
  'too many concurrent requests': { status: 503 },
};

/** Cases that the gateway does not play, and why. */
const NOT_PLAYED: Readonly<Record<string, string>> = {
  'internal batch: throttled':
    'rudder-server has no /internal paths unless Gateway.internalEndpointsEnabled is set, and neither has the gateway',
};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

type Noted = (gateway: Gateway, received: Received) => void;

const isFilledIn =
  (type: string): Noted =>
  ({ events }) => {
    expect(events).toEqual([
      expect.objectContaining({
        type,
        userId: 'dummyId',
        messageId: expect.stringMatching(UUID_V4) as string,
        receivedAt: expect.stringMatching(ISO) as string,
        request_ip: '127.0.0.1',
        rudderId: expect.stringMatching(UUID) as string,
      }),
    ]);
  };

/** What the notes of the cases say besides. */
const NOTED: Readonly<Record<string, Noted>> = {
  ...Object.fromEntries(
    ['identify', 'track', 'screen', 'group', 'merge'].map((type) => [
      `${type}: valid single event accepted, type set from path`,
      isFilledIn(type),
    ]),
  ),
  'batch: two events, no type': ({ events }) => {
    expect(events.map((event) => 'type' in event)).toEqual([false, false]);
  },
  'batch: messageId is stripped of invisible characters': ({ events }) => {
    expect(events.map(({ messageId }) => messageId)).toEqual(['-a-random-string']);
  },
  'batch: numeric messageId is replaced': ({ events }) => {
    expect(events.map(({ messageId }) => messageId)).toEqual([expect.stringMatching(UUID_V4)]);
  },
  'rate limit reached': (_gateway, { headers }) => {
    expect(headers).not.toHaveProperty('retry-after');
  },
  'store fails': (_gateway, { text }) => {
    expect(text).toBe('tx error\n');
  },
  'import: two users failing gives joined text and 500': ({ counts }) => {
    expect(counts).toEqual({ requests: 1, events: 0 });
  },
};

const bodyOf = ({ body, rawBodyBase64, bodyGen, gzip }: Case): string | Buffer | undefined => {
  if (rawBodyBase64 !== undefined) return Buffer.from(rawBodyBase64, 'base64');
  if (bodyGen) {
    const { template, totalBytes } = bodyGen;
    return template.replace('%PAD%', 'x'.repeat(totalBytes - template.length + '%PAD%'.length));
  }
  if (body === null) return undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return gzip ? gzipSync(text) : text;
};

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const namesWhere = (holds: (item: Case) => boolean) => cases.filter(holds).map(({ name }) => name);

describe('the contract of the gateway', () => {
  let gateway: Gateway | undefined;
  afterEach(async () => {
    await gateway?.close();
  });

  it.each(cases.filter(({ name }) => !Object.hasOwn(NOT_PLAYED, name)).map((item) => [item.name, item]))(
    '%s',
    async (name, item) => {
      gateway = await startGateway({
        writeKeys: ['enabled-write-key'],
        disabledWriteKeys: ['disabled-write-key'],
        faults: [SCRIPTED[name]],
      });
      const { method, path, headers, expect: expected } = item;
      const received = await exchange(gateway, { method, path, headers, body: bodyOf(item) });

      expect(received.status).toBe(expected.status);
      expect(received.text).toContain(expected.bodyContains);
      if (expected.bodyExact !== undefined) expect(received.text).toBe(expected.bodyExact);
      expect(received.headers).toMatchObject(lowerCased(expected.headersContain ?? {}));
      const stored = expected.storedEvents ?? (received.status < 400 ? undefined : 0);
      if (stored !== undefined) expect(gateway.events).toHaveLength(stored);
      NOTED[name]?.(gateway, received);
    },
  );

  it('has no case left over', () => {
    expect(cases).toHaveLength(60);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(namesWhere(({ requires }) => requires !== undefined).toSorted()).toEqual(
      [...Object.keys(SCRIPTED), ...Object.keys(NOT_PLAYED)].toSorted(),
    );
  });

  it('has no note left over', () => {
    const noted = namesWhere(({ name, notes }) => notes !== undefined && !Object.hasOwn(NOT_PLAYED, name));
    expect(Object.keys(NOTED).toSorted()).toEqual(noted.toSorted());
  });

  it('has no internal paths, as a rudder-server without them', async () => {
    gateway = await startGateway();
    const { status, text } = await exchange(gateway, { path: '/internal/v1/batch', body: '[]' });
    expect({ status, text }).toEqual({ status: 404, text: '404 page not found\n' });
  });
});
