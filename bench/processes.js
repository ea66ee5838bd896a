// The processes of a run: each started here, and ended here at the latest.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

export const endAll = () => {
  for (const child of running) child.kill('SIGKILL');
};

/**
 * A process that answers each message with one, and begins with one.
 *
 * @param {string} file
 * @param {unknown} settings
 */
export const start = (file, settings) => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The sink is no further than this machine.
    env: { ...process.env, NO_PROXY: '127.0.0.1' },
  });
  running.add(child);
  let said = '';
  child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
    said = `${said}${chunk.toString()}`.slice(-2000);
  });
  // Not its 'close', which never comes once the channel is cut from here.
  const ended = Promise.all([once(child, 'exit'), child.stderr && once(child.stderr, 'close')]).then(() => {
    running.delete(child);
  });

  /** @param {number} limitMs */
  const next = async (limitMs) => {
    const waiting = new AbortController();
    const { signal } = waiting;
    const tooLong = setTimeout(limitMs, undefined, { signal }).then(() => {
      throw new Error(`given up after ${limitMs / 1000} s`);
    });
    const over = ended.then(() => {
      throw new Error(`it ended: ${said.trim() || 'without a word'}`);
    });
    try {
      /** @type {unknown[]} */
      const [message] = await Promise.race([once(child, 'message', { signal }), tooLong, over]);
      return message;
    } finally {
      waiting.abort();
    }
  };

  return {
    /** What it says first. */
    next,
    /**
     * What it answers.
     *
     * @param {object} message
     * @param {number} limitMs
     */
    ask: (message, limitMs) => {
      if (child.connected) child.send(message);
      return next(limitMs);
    },
    end: async () => {
      if (child.connected) child.disconnect();
      const tooLong = setTimeout(2000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([ended, tooLong]);
      await ended;
    },
  };
};

/** @typedef {ReturnType<typeof start>} Process */
