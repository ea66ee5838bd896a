import fc from 'fast-check';
import { createFramer, fieldOf, type Frame } from './frames.js';

const HEAD = 'POST /v1/batch HTTP/1.1\r\nContent-Length: 5\r\nx: y';
const WIRE = Buffer.from(`${HEAD}\r\n\r\nüb\r\nHTTP/1.1 204 No Content\r\n\r\n${HEAD}\r\n\r\n12345GET`);

describe('a framer', () => {
  it('cuts messages out of bytes that come in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(WIRE.length)), (cuts) => {
        const frames: Frame[] = [];
        const heads: number[] = [];
        const read = createFramer({
          onHead: () => heads.push(frames.length),
          onFrame: (frame) => frames.push(frame),
        });
        let from = 0;
        for (const to of [...cuts.toSorted((a, b) => a - b), WIRE.length]) {
          read(WIRE.subarray(from, to));
          from = to;
        }
        expect(frames.map(({ head, body }) => [head, body.toString()])).toEqual([
          [HEAD, 'üb\r\n'],
          ['HTTP/1.1 204 No Content', ''],
          [HEAD, '12345'],
        ]);
        expect(Buffer.concat([...frames.map(({ raw }) => raw), Buffer.from('GET')])).toEqual(WIRE);
        expect(heads).toEqual([0, 1, 2]);
      }),
    );
  });

  it('finds a field, whatever its case', () => {
    expect([fieldOf(HEAD, 'content-length'), fieldOf(HEAD, 'x'), fieldOf(HEAD, 'z')]).toEqual(['5', 'y', '']);
  });
});
