import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal, StoredKind, UnstoredKind } from './kinds.js';

/** What is done to a client, over the connection that its request came on. */
export type Mischief = (socket: Socket) => void;

const headOf = (status: number, length: number, fields = ''): string =>
  `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\ncontent-length: ${String(length)}\r\n${fields}\r\n`;

const says =
  (status: number, fields = '', body = ''): Mischief =>
  (socket) => {
    const bytes = Buffer.from(body);
    socket.write(headOf(status, bytes.length, fields));
    socket.write(bytes);
  };

/** Says a part, and closes the connection. */
const breaksOff =
  (text: string): Mischief =>
  (socket) => {
    socket.write(text, () => socket.destroy());
  };

/** One byte every 10 ms, for longer than the client waits. */
const drips =
  (status: number): Mischief =>
  (socket) => {
    socket.write(headOf(status, 100_000));
    // Asked each time: the client may have been gone before.
    const dripping = setInterval(() => {
      if (socket.destroyed) clearInterval(dripping);
      else socket.write('.');
    }, 10);
  };

/** As much as the client takes. */
const neverEnds =
  (status: number): Mischief =>
  (socket) => {
    const chunk = 'x'.repeat(16_384);
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    socket.write(`HTTP/1.1 ${String(status)} Endless\r\n\r\n`);
    pour();
  };

const hangs: Mischief = () => undefined;

const closes: Mischief = (socket) => {
  socket.destroy();
};

const retryAfter = (value: string): string => `retry-after: ${value}\r\n`;

/** Instead of storing the events. */
export const insteadOf = (elsewhere: string): Readonly<Record<UnstoredKind, Mischief>> => ({
  'closed without an answer': closes,
  'no HTTP': breaksOff('SSH-2.0-OpenSSH_9.6\r\n'),
  hang: hangs,
  'half of a 503': breaksOff(`${headOf(503, 100)}Service Unav`),
  'dripped 503': drips(503),
  'endless 500': neverEnds(500),
  '500': says(500),
  '502': says(502, 'content-type: text/html\r\n', '<h1>Bad Gateway</h1>'),
  '503': says(503),
  '504': says(504, '', 'gateway timeout\n'),
  '408': says(408),
  '429': says(429, '', 'max requests limit reached\n'),
  '503, Retry-After: 1': says(503, retryAfter('1')),
  '429, Retry-After: 1': says(429, retryAfter('1')),
  '503, Retry-After: soon': says(503, retryAfter('soon')),
  '302 elsewhere': says(302, `location: ${elsewhere}\r\n`),
  '307 elsewhere': says(307, `location: ${elsewhere}\r\n`),
});

/** Once the events are stored. */
export const AFTERWARDS: Readonly<Record<StoredKind, Mischief>> = {
  'lost answer': closes,
  'half a status line': breaksOff('HTTP/1.1 2'),
  'half a head': breaksOff('HTTP/1.1 200 OK\r\ncontent-le'),
  'hang, stored': hangs,
  'half a body': breaksOff(`${headOf(200, 2)}o`),
  'dripped body': drips(200),
  'endless body': neverEnds(200),
  'garbage body': says(200, 'content-type: application/json\r\n', '\u0000{"error":\ufffd'),
  'HTML body': says(200, 'content-type: text/html\r\n', '<html>Please sign in to this network</html>'),
  'no body': (socket) => {
    socket.write('HTTP/1.1 204 No Content\r\n\r\n');
  },
};

/** What the data plane says to a batch that it can't take. */
export const REFUSES: Readonly<Record<Refusal, Mischief>> = {
  'poison, 400': says(400, '', 'event is not a valid rudder event\n'),
  'too large, 413': says(413, '', 'request size exceeds max limit\n'),
};
