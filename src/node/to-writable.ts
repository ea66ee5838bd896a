import { Writable } from 'node:stream';
import { asapScheduler, defer, observeOn, Subject, subscribeOn, takeUntil } from 'rxjs';
import { entrancesOf } from '../entrances.js';
import type { Client } from '../model/client.js';
import { presentOf } from '../states.js';

const isShutDown = ({ state }: Client): boolean => presentOf(state)?.lifecycle !== 'open';

const entrancesFor = (client: Client) => {
  if (typeof (client as Partial<Client> | undefined)?.flush !== 'function')
    throw new TypeError('toWritable takes a client that createClient made, and no child of it');
  return entrancesOf(client);
};

/**
 * A writable stream of events, in object mode, that goes through the client. It takes an event whenever there is room, in
 * turns with what `deliverFrom` pulls, and until then lets the writer wait: `write` returns `false`, and `drain` follows. So
 * nothing that is written ends in `queue-full`.
 *
 * `finish` means that every event written has settled; outcomes are told by `client.outcomes`. What is invalid is no error
 * of the stream: it ends in `Dropped`. After a shutdown the next event is `Dropped` `closed` and the stream errors, so that
 * a pipeline into it stops. Destroying it lets go of what still waits, and tells whoever wrote that. An event is read when
 * its turn comes: don't change it after writing it.
 */
export const toWritable = (client: Client): Writable => {
  /** Errors when the stream is destroyed. */
  const destruction = new Subject<never>();
  return new Writable({
    objectMode: true,
    write: (event: unknown, _encoding, done) => {
      // The stack of whoever writes may be nearly used up.
      defer(() => entrancesFor(client).enter(event))
        .pipe(
          subscribeOn(asapScheduler),
          // `done` calls whoever writes: not while others have their turn, nor within a shutdown.
          observeOn(asapScheduler),
          takeUntil(destruction),
        )
        .subscribe({
          next: ({ accepted }) => {
            done(!accepted && isShutDown(client) ? new Error('the client was shut down') : null);
          },
          error: done,
        });
    },
    final: (done) => {
      void client.flush().then(() => {
        done();
      });
    },
    destroy: (error, done) => {
      // Until `done` is called, nobody who has written is told anything.
      destruction.error(error ?? new Error('the stream was destroyed'));
      done(error);
    },
  });
};
