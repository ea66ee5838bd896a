import { map } from 'rxjs';
import { abortOf, deadlineOf } from '../src/deadline.js';
import { injectedScheduler } from './support/diagrams.js';

const throwing = {
  get timeout(): never {
    throw new Error('mine');
  },
  get signal(): never {
    throw new Error('mine');
  },
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('deadlineOf', () => {
  it.each<[string, unknown, string, string]>([
    ['a timeout', { timeout: 30 }, '---(x|)', ''],
    ['a timeout of nothing', { timeout: 0 }, '(x|)', ''],
    ['for ever', { timeout: Infinity }, '-', ''],
    ['nothing', undefined, '-----(x|)', ''],
    ['null', null, '-----(x|)', ''],
    ['a text', { timeout: '5s' }, '-----(x|)', 'timeout must be milliseconds, 0 or more, not "5s"'],
    ['no number', { timeout: NaN }, '-----(x|)', 'timeout must be milliseconds, 0 or more, not NaN'],
    ['a negative', { timeout: -1 }, '-----(x|)', 'timeout must be milliseconds, 0 or more, not -1'],
    ['a bare number', 5000, '-----(x|)', 'takes an object such as { timeout: 5000 }, not 5000'],
    ['a getter that throws', throwing, '-----(x|)', ''],
    ['a revoked proxy', revoked(), '-----(x|)', ''],
  ])('takes %s', (_name, limits, expected, told) => {
    const scheduler = injectedScheduler();
    const lines: string[] = [];
    const deadline = deadlineOf(limits as object, 50, scheduler, (line) => lines.push(line));
    scheduler.expectObservable(deadline.pipe(map(() => 'x'))).toBe(expected);
    scheduler.flush();
    expect(lines).toEqual(told === '' ? [] : [`${told}: 50 is the limit`]);
  });
});

describe('deadlineOf without a limit of its own', () => {
  it('says that there is none', () => {
    const lines: string[] = [];
    deadlineOf({ timeout: 'soon' }, Infinity, injectedScheduler(), (line) => lines.push(line)).subscribe();
    expect(lines).toEqual(['timeout must be milliseconds, 0 or more, not "soon": there is no limit']);
  });
});

describe('abortOf', () => {
  const isAborted = (limits: unknown): boolean => {
    let aborted = false;
    abortOf(limits as object)
      .subscribe(() => {
        aborted = true;
      })
      .unsubscribe();
    return aborted;
  };

  it('emits at once for a signal that has aborted, and never for what is none', () => {
    expect(isAborted({ signal: AbortSignal.abort() })).toBe(true);
    for (const limits of [
      undefined,
      {},
      { signal: {} },
      { signal: { aborted: true } },
      throwing,
      revoked(),
    ]) {
      expect(isAborted(limits)).toBe(false);
    }
  });

  it("emits when a signal aborts, another realm's or a polyfill's too, and lets go of it", () => {
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    };
    let aborts = 0;
    const subscription = abortOf({ signal }).subscribe(() => (aborts += 1));
    for (const listener of listeners) listener();
    subscription.unsubscribe();

    expect(aborts).toBe(1);
    expect(listeners.size).toBe(0);
  });
});
