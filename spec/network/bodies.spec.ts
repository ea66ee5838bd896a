import type { Socket } from 'node:net';
import { clientTo } from '../support/client.js';
import { head, OK, type RawConnection, sized, startRawServer } from '../support/raw-server.js';

/** Writes as much as the client reads, without an end. */
const pour = (socket: Socket) => {
  const more = () => {
    while (!socket.destroyed && socket.write('x'.repeat(16_384)));
  };
  socket.on('drain', more);
  more();
};

/** A byte now and then, without an end: none of them resets a limit. */
const drip = (socket: Socket) => {
  const timer = setInterval(() => socket.write('x'), 10);
  socket.on('close', () => {
    clearInterval(timer);
  });
};

const answeringWith = (answer: string) => ({
  respond: ({ socket }: RawConnection) => socket.write(answer),
});

describe('the body of an answer', () => {
  it.each([
    ['[N5] that drips', drip],
    ['[N22] that does not end', pour],
  ])('%s behind a 200 delays no delivery, and is cut off soon', async (_name, go) => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.write(head('200 OK', 'content-length: 9007199254740991\r\n'));
        go(socket);
      },
    });
    // Not that late.
    await using sut = clientTo(server, { timeout: 60_000 });
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered', attempts: 1 }]);
    await server.connections[0]?.closed;
    expect(server.requests).toHaveLength(1);
  });

  it('[N5] that drips behind a refusal is read until the timeout, and the connection is gone', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.write(head('422 No', 'content-length: 9007199254740991\r\n'));
        drip(socket);
      },
    });
    await using sut = clientTo(server, { timeout: 300 });
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', error: { status: 422 } }]);
    await server.connections[0]?.closed;
  });

  it('[N22] that does not end behind a refusal is read for 64 KB, and the connection is gone', async () => {
    await using server = await startRawServer({
      respond: ({ socket }) => {
        socket.write(head('422 No', 'content-length: 9007199254740991\r\n'));
        pour(socket);
      },
    });
    // Not that late.
    await using sut = clientTo(server, { timeout: 60_000 });
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Failed', error: { status: 422 } }]);
    await server.connections[0]?.closed;
  });

  it.each([
    ['HTML', '<html><title>Sign in to our WiFi</title></html>', 'content-type: text/html\r\n'],
    ['bytes that are no text', '\u0000\uFFFD\uD800', ''],
    ['something zipped that is not', 'plain', 'content-encoding: gzip\r\n'],
  ])('[N16] that is %s makes a 200 no less of a delivery', async (_name, body, headers) => {
    await using server = await startRawServer(answeringWith(sized('200 OK', body, headers)));
    await using sut = clientTo(server);
    sut.client.track('a', 'e');
    await sut.client.flush();
    expect(sut.outcomes).toMatchObject([{ _tag: 'Delivered', attempts: 1, status: 200 }]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a status line', () => {
  it('[N21] of any 2xx is a delivery, with a body or without', async () => {
    let status = 200;
    await using server = await startRawServer({
      respond: ({ socket }) => socket.write(sized(`${String(status)} Whatever`, status === 204 ? '' : 'ok')),
    });
    await using sut = clientTo(server);
    for (; status <= 299; status += 1) {
      sut.client.track(status, 'e');
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject(
      Array.from({ length: 100 }, (_, index) => ({ _tag: 'Delivered', attempts: 1, status: 200 + index })),
    );
  });

  it.each([
    ['204 without a length', head('204 No Content'), 204],
    ['206 with a range', sized('206 Partial', 'o', 'content-range: bytes 0-0/2\r\n'), 206],
    ['103 before a 200', `${head('103 Early Hints', 'link: </a>\r\n')}${OK}`, 200],
    [
      '102 and a 103 before a 202',
      `${head('102 Processing')}${head('103 Early')}${sized('202 Yes', '')}`,
      202,
    ],
  ])('[N21] of a %s is a delivery', async (_name, answer, status) => {
    await using server = await startRawServer(answeringWith(answer));
    await using sut = clientTo(server);
    // The second one goes out on the same connection: nothing of the first answer is left on it.
    for (const user of ['a', 'b']) {
      sut.client.track(user, 'e');
      await sut.client.flush();
    }
    expect(sut.outcomes).toMatchObject([
      { _tag: 'Delivered', attempts: 1, status },
      { _tag: 'Delivered', attempts: 1, status },
    ]);
    expect(server.requests).toHaveLength(2);
  });
});
