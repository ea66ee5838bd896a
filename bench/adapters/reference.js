import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Agent, request } from 'undici';
import { bodyOf, HEADERS, inBatches } from '../by-hand.js';

const compress = promisify(gzip);

/** What one writes by hand instead of taking an SDK. @type {import('../clients.js').Create} */
export const create = (url) => {
  const dispatcher = new Agent({ connections: 4 });

  /** @param {Buffer} payload */
  const delivered = async (payload) => {
    try {
      const { statusCode, body } = await request(`${url}/v1/batch`, {
        method: 'POST',
        dispatcher,
        headers: HEADERS,
        body: payload,
      });
      await body.dump();
      return statusCode < 300;
    } catch {
      return false;
    }
  };

  return inBatches(async (batch) => {
    const payload = await compress(bodyOf(batch), { level: 1 });
    for (let waitMs = 500; !(await delivered(payload)); waitMs = Math.min(2 * waitMs, 30_000)) {
      await setTimeout(waitMs);
    }
  });
};
