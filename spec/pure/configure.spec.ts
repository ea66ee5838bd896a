import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { ConfigurationError, createClient } from '../../src/index.js';
import { configure } from '../../src/pure/configure.js';
import { recipientOf } from '../../src/pure/recipient.js';
import { recordValue, WRITE_KEY } from '../support/transcript.js';

const REQUIRED = { writeKey: WRITE_KEY, dataPlaneUrl: 'https://data-plane.example' };

const problemsOf = (options: unknown): readonly string[] => {
  const config = configure(options);
  if (isLeft(config)) recordValue('error', config.left);
  return isLeft(config) ? config.left.problems : [];
};

describe('configure', () => {
  it('fills in the defaults of the contract', () => {
    expect(configure(REQUIRED)).toMatchObject({
      right: {
        ...REQUIRED,
        debug: false,
        send: true,
        syncMode: false,
        maxQueueSize: 10_000,
        gzip: true,
        timeout: 15_000,
        maxRetries: 10,
        uploadInterval: 500,
        uploadSize: 100,
        maxQueueBytes: 67_108_864,
        overflow: 'drop-newest',
        ordering: 'none',
        maxEventBytes: 32_768,
        maxBatchBytes: 500_000,
        concurrency: 4,
        backoff: { baseMs: 500, maxMs: 30_000 },
      },
    });
  });

  it('needs neither key nor URL to send nothing', () => {
    expect(problemsOf({ send: false })).toEqual([]);
  });

  it.each<[unknown, string]>([
    [undefined, 'options: must be an object, { writeKey, dataPlaneUrl, … }, not nothing'],
    [[], 'options: must be an object, { writeKey, dataPlaneUrl, … }, not an array'],
    [{ dataPlaneUrl: 'https://a.b' }, 'writeKey: is missing: the RudderStack dashboard shows it'],
    [{ writeKey: 'k' }, 'dataPlaneUrl: is missing: the RudderStack dashboard shows it'],
    [
      { ...REQUIRED, writeKey: ' ' },
      'writeKey: is blank: copy it from the source in the RudderStack dashboard',
    ],
    [
      { ...REQUIRED, writeKey: 'secret:key' },
      'writeKey: holds a control character or a ":", which Basic authentication can\'t carry: copy it again',
    ],
    [
      { ...REQUIRED, writeKey: 'secret\r\nkey' },
      'writeKey: holds a control character or a ":", which Basic authentication can\'t carry: copy it again',
    ],
    [{ ...REQUIRED, writeKey: 5 }, 'writeKey: must be a string, not a number'],
    [
      { ...REQUIRED, dataPlaneUrl: 'data-plane' },
      'dataPlaneUrl: must be a URL such as https://data-plane.example',
    ],
    [{ ...REQUIRED, dataPlaneUrl: 'ftp://a.b' }, 'dataPlaneUrl: must begin with https:// or http://'],
    [
      { ...REQUIRED, dataPlaneUrl: 'https://u:p@a.b' },
      'dataPlaneUrl: must not hold credentials: the write key is all it takes',
    ],
    [
      { ...REQUIRED, dataPlaneUrl: 'https://a.b/?c' },
      'dataPlaneUrl: must not have a query or a hash: give its origin and base path only',
    ],
    [
      { ...REQUIRED, dataPlaneUrl: 'localhost:8080' },
      'dataPlaneUrl: must begin with https:// or http://: did you mean http://localhost:8080?',
    ],
    [
      { ...REQUIRED, dataPlaneUrl: 'https://a.b/v1/batch' },
      'dataPlaneUrl: must end before /v1/batch: the SDK appends it',
    ],
    [
      { ...REQUIRED, dataPlaneUrl: new URL('https://a.b') },
      'dataPlaneUrl: must be a string: take the href of the URL',
    ],
    [{ ...REQUIRED, backoff: { baseMs: 50, maxMs: 20 } }, 'backoff: maxMs (20) must be at least baseMs (50)'],
    [
      { ...REQUIRED, timeout: 15 },
      'timeout: must be whole milliseconds, 100 or more, not 15 (milliseconds: did you mean 15000?)',
    ],
    [
      { ...REQUIRED, uploadInterval: 0.5 },
      'uploadInterval: must be whole milliseconds, 1 or more, not 0.5 (milliseconds: did you mean 500?)',
    ],
    [
      { ...REQUIRED, timeout: 2 ** 31 },
      'timeout: must be whole milliseconds, 100 or more and 2147483647 at most, not 2147483648',
    ],
    [{ ...REQUIRED, uploadSize: 0 }, 'uploadSize: must be a whole number of events, 1 or more, not 0'],
    [
      { ...REQUIRED, maxBatchBytes: 5e6 },
      'maxBatchBytes: must be a whole number of bytes, 1024 or more and 4096000 at most, not 5000000',
    ],
    [
      { ...REQUIRED, backoff: { baseMs: -1 } },
      'backoff.baseMs: must be whole milliseconds, 1 or more, not -1',
    ],
    [{ ...REQUIRED, backoff: 5 }, 'backoff: must be an object, not 5'],
    [{ ...REQUIRED, backoff: { base: 5 } }, 'backoff.base: is not an option: did you mean backoff.baseMs?'],
    [{ ...REQUIRED, gzip: 'yes' }, 'gzip: must be true or false, not "yes"'],
    [
      { ...REQUIRED, onError: {} },
      'onError: must be a function (error, events) or an observer with next, not an object',
    ],
    [
      { ...REQUIRED, logger: { debug: () => 0 } },
      'logger: must be false or an object with the functions debug, info, warn, error, not an object',
    ],
    [{ ...REQUIRED, fetch: true }, 'fetch: must be a function, not true'],
    [{ ...REQUIRED, beforeSend: 'hash' }, 'beforeSend: must be a function, not "hash"'],
    [{ ...REQUIRED, overflow: 'block' }, "overflow: must be 'drop-newest' or 'drop-oldest', not \"block\""],
    [{ ...REQUIRED, ordering: 'users' }, "ordering: must be 'none' or 'user', not \"users\""],
    [{ ...REQUIRED, maxQueueBytes: -1 }, 'maxQueueBytes: must be a whole number of bytes, 1 or more, not -1'],
    [
      { ...REQUIRED, maxQueueSize: 1.5 },
      'maxQueueSize: must be a whole number of events, 1 or more, not 1.5',
    ],
    [
      { ...REQUIRED, maxEventBytes: '32kb' },
      'maxEventBytes: must be a whole number of bytes, 1 or more, not "32kb"',
    ],
    [{ ...REQUIRED, maxRetries: -1 }, 'maxRetries: must be a whole number of retries, 0 or more, not -1'],
    [{ ...REQUIRED, concurrency: 0 }, 'concurrency: must be a whole number of requests, 1 or more, not 0'],
    [{ ...REQUIRED, debug: 1 }, 'debug: must be true or false, not 1'],
    [{ ...REQUIRED, send: 'no' }, 'send: must be true or false, not "no"'],
    [{ ...REQUIRED, syncMode: null }, 'syncMode: must be true or false, not null'],
    [
      { ...REQUIRED, onError: 5 },
      'onError: must be a function (error, events) or an observer with next, not 5',
    ],
    [
      { ...REQUIRED, logger: true },
      'logger: must be false or an object with the functions debug, info, warn, error, not true',
    ],
    [{ ...REQUIRED, uploadInterval: 0 }, 'uploadInterval: must be whole milliseconds, 1 or more, not 0'],
    ...(
      [
        ['on_error', 'onError'],
        ['sync_mode', 'syncMode'],
        ['max_queue_size', 'maxQueueSize'],
        ['max_retries', 'maxRetries'],
        ['upload_interval', 'uploadInterval'],
        ['data_plane_url', 'dataPlaneUrl'],
        ['host', 'dataPlaneUrl'],
        ['flushAt', 'uploadSize'],
        ['flush_interval', 'uploadInterval'],
        ['maxInternalQueueSize', 'maxQueueSize'],
        ['enable', 'send'],
        ['logLevel', 'debug'],
        ['errorHandler', 'onError'],
        ['before_enqueue', 'beforeSend'],
        ['thread', 'concurrency'],
        ['axiosRetryConfig', 'backoff'],
      ] as const
    ).map(([unknown, known]): [unknown, string] => [
      { ...REQUIRED, [unknown]: undefined },
      `${unknown}: is not an option: did you mean ${known}?`,
    ]),
    [{ ...REQUIRED, upload_size: 5 }, 'upload_size: is not an option: did you mean uploadSize?'],
    [{ ...REQUIRED, maxRetrys: 5 }, 'maxRetrys: is not an option: did you mean maxRetries?'],
    [{ ...REQUIRED, colour: 5 }, 'colour: is not an option'],
  ])('says of %j: %s', (options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });

  it.each<[string, unknown, string[]]>([
    [
      'beside a contradiction',
      { ...REQUIRED, timeout: 'x', backoff: { baseMs: 5, maxMs: 1 } },
      [
        'timeout: must be whole milliseconds, 100 or more, not "x"',
        'backoff: maxMs (1) must be at least baseMs (5)',
      ],
    ],
    [
      'beside what no number is made of',
      { ...REQUIRED, timeout: Symbol('s'), concurrency: 5n },
      [
        'timeout: must be whole milliseconds, 100 or more, not a symbol',
        'concurrency: must be a whole number of requests, 1 or more, not 5n',
      ],
    ],
    [
      'if the key is the first argument',
      WRITE_KEY,
      ['options: must be an object, { writeKey, dataPlaneUrl, … }, not a string'],
    ],
    [
      'in a getter that throws',
      {
        get writeKey() {
          throw new Error('mine');
        },
      },
      ['options: has a getter, or is a proxy, that threw when it was read'],
    ],
  ])('names what is wrong %s', (_name, options, problems) => {
    expect([...problemsOf(options)].toSorted()).toEqual(problems.toSorted());
  });

  it('names every problem at once', () => {
    const wrong: object = { timeout: 15, gzip: 1 };
    expect(() => createClient(wrong)).toThrow(
      new ConfigurationError([
        'writeKey: is missing: the RudderStack dashboard shows it',
        'dataPlaneUrl: is missing: the RudderStack dashboard shows it',
        'gzip: must be true or false, not 1',
        'timeout: must be whole milliseconds, 100 or more, not 15 (milliseconds: did you mean 15000?)',
      ]),
    );
  });

  it.each(['secret\r\nX-Header: 1', 'secret\nkey', 'secret\u0000', 'secret\u0085'])(
    '[I16] refuses the write key %j, which could forge a header',
    (writeKey) => {
      expect(problemsOf({ ...REQUIRED, writeKey })).toHaveLength(1);
    },
  );

  it.each(['https://a.b\r\nX-Header: 1', 'https://a.b/\u0000', 'https://é.example/ü'])(
    '[I16] refuses the URL %j, or sends it as ASCII',
    (dataPlaneUrl) => {
      const config = configure({ ...REQUIRED, dataPlaneUrl });
      if (isLeft(config)) return;
      expect(recipientOf('key', config.right.dataPlaneUrl ?? '', false).url).toMatch(/^[\x21-\x7e]+$/);
    },
  );

  it('[I16] sends a write key beyond Latin-1 as UTF-8', () => {
    const config = configure({ ...REQUIRED, writeKey: 'schlüssel-鍵' });
    expect(isRight(config)).toBe(true);
    const { authorization } = recipientOf('schlüssel-鍵', 'https://a.b', false).headers;
    expect(Buffer.from(authorization.slice(6), 'base64').toString()).toBe('schlüssel-鍵:');
  });

  it('[I20] shows no write key', () => {
    for (const writeKey of ['secret:key', 'secret\nkey', 'secret\u0085', ['secret']]) {
      const problems = problemsOf({ writeKey, dataPlaneUrl: 'secret' });
      expect(problems).toHaveLength(2);
      expect(problems.join()).not.toContain('secret');
    }
  });
});
