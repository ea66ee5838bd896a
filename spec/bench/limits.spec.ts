import { createBook } from '../../bench/book.js';
import { verdicts } from '../../bench/limits.js';

const bookOf = (
  workload: string,
  measures: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>,
) => {
  const book = createBook(3);
  for (const [client, rounds] of Object.entries(measures))
    rounds.forEach((measure, round) => {
      book.enter({ workload, client, round }, measure);
    });
  return book;
};

const found = (book: ReturnType<typeof createBook>) =>
  verdicts(book).map(({ what, against, verdict }) => `${what}, ${against ?? 'alone'}: ${verdict}`);

const cpu = (...values: readonly number[]) => values.map((cpuUsPerEvent) => ({ cpuUsPerEvent }));

describe('verdicts', () => {
  it.each([
    ['met', [1.1, 1.35, 0.9]],
    ['met by the median', [1.1, 1.36, 0.9]],
    ['not met', [1.36, 1.4, 0.9]],
    ['not met', [Infinity, Infinity, 0.9]],
  ])('is %s of the ratios %p', (verdict, ratios) => {
    const book = bookOf('burst', { 'rudder-rx': cpu(...ratios), reference: cpu(1, 1, 1) });
    expect(found(book)).toEqual([`CPU, reference: ${verdict}`]);
  });

  it('is met by nothing that failed, or whose other did', () => {
    const book = bookOf('large-burst', { 'rudder-rx': cpu(1) });
    book.fail({ workload: 'large-burst', client: 'reference', round: 0 }, 'ended with code 1');
    expect(found(book)).toEqual(['CPU, reference: failed', 'memory, reference: failed']);
  });

  it('is not met by losses or duplicates in any round', () => {
    const lostOrTwice = (...values: readonly number[]) =>
      bookOf('outage', { 'rudder-rx': values.map((value) => ({ lostOrTwice: value })) });
    expect(found(lostOrTwice(0, 0, 0))).toEqual(['events lost or sent twice, alone: met']);
    expect(found(lostOrTwice(0, 1, 0))).toEqual(['events lost or sent twice, alone: not met']);
  });
});
