import type { Logger } from '../src/index.js';
import { createLog } from '../src/log.js';
import { createTurns } from '../src/turns.js';
import { injectedScheduler } from './support/diagrams.js';

const setUp = (logger: Logger | false, debug = false) => {
  const scheduler = injectedScheduler();
  const faults: unknown[] = [];
  const turns = createTurns(scheduler, (fault) => faults.push(fault));
  return { scheduler, faults, log: createLog(logger, debug, turns) };
};

const loggerOf = (write: (line: string) => unknown): Logger => ({
  debug: write,
  info: write,
  warn: write,
  error: write,
});

describe('log', () => {
  it('[I21] writes one line, whatever a server or a caller put into it', () => {
    const lines: string[] = [];
    const { log, scheduler } = setUp(loggerOf((line) => lines.push(line)));
    log.error('a\r\nb\u001b[31m\u0085c\u2028d');
    scheduler.flush();
    expect(lines).toEqual(['rudder-rx: a\\u000d\\u000ab\\u001b[31m\\u0085c\\u2028d']);
  });

  it('makes debug lines only when asked to', () => {
    let made = 0;
    const line = () => {
      made += 1;
      return 'line';
    };
    const lines: string[] = [];
    const logger = loggerOf((text) => lines.push(text));
    for (const debug of [true, false]) {
      const { log, scheduler } = setUp(logger, debug);
      log.debug(line);
      scheduler.flush();
    }
    expect(made).toBe(1);
    expect(lines).toEqual(['rudder-rx: line']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('mine');
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
  ])('survives a logger that %s', async (_name, write) => {
    const { log, scheduler, faults } = setUp(loggerOf(write));
    log.warn('line');
    scheduler.flush();
    // A rejection that nobody handles would end this process in the next turn.
    await new Promise(setImmediate);
    expect(faults).toEqual([]);
  });

  it('is silent without a logger', () => {
    const { log, scheduler } = setUp(false, true);
    log.error('line');
    log.debug(() => 'line');
    expect(scheduler.actions).toHaveLength(0);
  });
});
