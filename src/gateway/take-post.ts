import type { ServerResponse } from 'node:http';
import { send, sendAndReset } from './answer.js';
import { readBody } from './body.js';
import { answerOf } from './fault-script.js';
import { arrivalOf, type Desk, type Incoming } from './incoming.js';
import { judge, type RequestType } from './judge.js';
import { keyInHeader, keyInQuery, type KeyPlace, refusalOfKey } from './sources.js';
import { NOT_ANSWERED } from './store.js';
import { refuse, type Verdict } from './verdict.js';

/** Resolves early if nobody waits for the answer any more, so that no timer outlives its connection. */
const later = (delayMs: number, response: ServerResponse): Promise<void> | undefined =>
  delayMs === 0 || response.destroyed
    ? undefined
    : new Promise((resolve) => {
        const timer = setTimeout(resolve, delayMs);
        response.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });

/** Takes the events of a POST, or does to it what the script says. */
export const takePost = async (
  { request, response, path, query }: Incoming,
  requestType: RequestType,
  keyPlace: KeyPlace,
  { sources, store, script }: Desk,
): Promise<void> => {
  const { headers, socket } = request;
  const seen = { method: 'POST', path, headers };
  const fault = script(seen);
  const { delayMs = 0, reset, hang, lostAnswer } = fault;
  if (reset === true) {
    store.keep({ ...seen, status: NOT_ANSWERED, bytes: 0, wireBytes: 0 }, []);
    await later(delayMs, response);
    socket.resetAndDestroy();
    return;
  }

  const { body, ...sizes } = await readBody(request);
  if (hang) {
    store.keep({ ...seen, status: NOT_ANSWERED, ...sizes }, []);
    return;
  }

  const serve = (): Verdict => {
    const writeKey = keyPlace === 'header' ? keyInHeader(headers.authorization) : keyInQuery(query);
    const refusal = refusalOfKey(writeKey, keyPlace, sources);
    return refusal === undefined ? judge(requestType, body, arrivalOf(request)) : refuse(refusal);
  };
  const answer = answerOf(fault) ?? serve();
  const status = lostAnswer ? NOT_ANSWERED : answer.status;
  store.keep({ ...seen, status, ...sizes }, answer.stored);
  await later(delayMs, response);
  if (lostAnswer) socket.destroy();
  else if (reset) sendAndReset(response, answer);
  else send(response, answer);
};
