import { gzipSync } from 'node:zlib';
import { Client } from 'undici';
import { bodyOf, HEADERS, inBatches } from '../by-hand.js';

/** Sending with next to nothing around it. @type {import('../clients.js').Create} */
export const create = (url) => {
  const connection = new Client(url, { pipelining: 100 });
  return inBatches(async (batch) => {
    const { body } = await connection.request({
      path: '/v1/batch',
      method: 'POST',
      // Else undici would not send it behind another that is not answered yet.
      idempotent: true,
      headers: HEADERS,
      body: gzipSync(bodyOf(batch), { level: 1 }),
    });
    await body.dump();
  });
};
