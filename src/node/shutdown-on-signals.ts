import process from 'node:process';
import type { Client } from '../model/client.js';

/** Shutdowns that a signal has begun, of all clients: the process ends with the last of them. */
let underWay = 0;
/** What ends it then, unless all of them were told to stop listening meanwhile. */
let toRaise: NodeJS.Signals | undefined;

/**
 * Shuts the client down at the first of these signals, within `shutdown`'s 8 s, logs how many events are left undelivered,
 * and sends the process the signal again, which ends it as if nobody had listened. A second signal ends it at once. With
 * several clients the last one to be shut down ends the process. It never calls `process.exit`.
 *
 * For a program that has nothing else to do at its end. One that has, such as a server that drains its connections,
 * listens for itself, and calls `client.shutdown()` last.
 *
 * @param signals `SIGTERM` and `SIGINT` by default; what the process can't listen for (`SIGKILL`) throws
 * @returns stops listening; a shutdown that has begun goes on, and no longer ends the process
 */
export const shutdownOnSignals = (
  client: Client,
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
): (() => void) => {
  // Twice the same would be taken for a second signal.
  const names = new Set(signals);
  let isShuttingDown = false;
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    for (const signal of names) process.off(signal, end);
  };
  const raise = (signal: NodeJS.Signals) => {
    stop();
    process.kill(process.pid, signal);
  };
  // It listens until the shutdown is done: whoever else listens must not think that nobody does.
  const end = (signal: NodeJS.Signals) => {
    if (isShuttingDown) {
      raise(signal);
      return;
    }
    isShuttingDown = true;
    underWay += 1;
    void client[Symbol.asyncDispose]().then(() => {
      underWay -= 1;
      if (!isStopped) toRaise = signal;
      if (underWay === 0 && toRaise !== undefined) raise(toRaise);
      else stop();
    });
  };
  try {
    for (const signal of names) process.on(signal, end);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
};
