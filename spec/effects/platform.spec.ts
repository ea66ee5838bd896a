import { gunzipSync } from 'node:zlib';
import { firstValueFrom } from 'rxjs';
import { platform as nodePlatform } from '../../src/effects/platform.node.js';
import { platform as portablePlatform } from '../../src/effects/platform.portable.js';

const TEXT = 'é€😀"\\ '.repeat(1000);
const BYTES = Buffer.from(TEXT);

describe.each([
  { runtime: 'Node.js', platform: nodePlatform },
  { runtime: 'any other runtime', platform: portablePlatform },
])('the platform of $runtime', ({ platform }) => {
  it('compresses at the fastest level', async () => {
    const zipped = await firstValueFrom(platform.gzip(BYTES));
    expect(gunzipSync(zipped).toString()).toBe(TEXT);
    // XFL: 4 says the fastest algorithm (RFC 1952, section 2.3.1).
    expect(zipped[8]).toBe(4);
  });

  it('measures UTF-8', () => {
    expect(platform.byteLength(TEXT)).toBe(BYTES.length);
  });

  it.each([0, 1, 100, -1, -2, -3, -4, -5, -1000])(
    'encodes UTF-8, with a number of bytes that is off by %i',
    (off) => {
      const parts = ['{', TEXT, '', TEXT, '}', '😀'];
      const text = parts.join('');
      expect(Buffer.from(platform.utf8(parts, Buffer.byteLength(text) + off)).toString()).toBe(text);
    },
  );
});
