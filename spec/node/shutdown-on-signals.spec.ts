import { runProgram } from '../support/processes.js';
import { WRITE_KEY } from '../support/transcript.js';

/** A service that would run for ever, with events that still wait; it sends itself the signals. */
const service = (begin: string, end: string, options = '') => `
  import { createServer } from 'node:http';
  import { createClient } from 'rudder-rx';
  import { shutdownOnSignals } from 'rudder-rx/node';
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const { length } = JSON.parse(text).batch;
      process.stdout.write(length + ' arrived\\n');
      // One alone takes longer.
      setTimeout(() => response.end('ok'), length === 1 ? 400 : 100);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const options = {
    writeKey: '${WRITE_KEY}', gzip: false, uploadInterval: 60_000,
    dataPlaneUrl: 'http://127.0.0.1:' + server.address().port, ${options}
  };
  const client = createClient(options);
  ${begin}
  for (let left = 50; left > 0; left -= 1) client.track('user-1', 'Queued');
  client.outcomes.subscribe({ complete: () => process.stdout.write('shut down\\n') });
  ${end}
`;
const SIGTERM = `process.kill(process.pid, 'SIGTERM');`;

describe('shutdownOnSignals', () => {
  it('[P2] delivers what is queued, and the process ends by the signal', async () => {
    const ended = await runProgram(service('shutdownOnSignals(client);', SIGTERM));
    expect(ended).toMatchObject({ output: '50 arrived\nshut down\n', code: null, signal: 'SIGTERM' });
  });

  it('listens for the signals that it is told, and for no others', async () => {
    const begin = `shutdownOnSignals(client, ['SIGHUP', 'SIGHUP']);`;
    const hangUp = `process.kill(process.pid, 'SIGHUP');`;
    expect(await runProgram(service(begin, hangUp))).toMatchObject({
      output: '50 arrived\nshut down\n',
      signal: 'SIGHUP',
    });
    expect(await runProgram(service(begin, SIGTERM))).toMatchObject({ output: '', signal: 'SIGTERM' });
  });

  it('ends the process at once at a second signal', async () => {
    const end = `${SIGTERM} setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);`;
    const ended = await runProgram(service('shutdownOnSignals(client);', end));
    expect(ended).toMatchObject({ output: '50 arrived\n', signal: 'SIGINT' });
  });

  it('ends the process with the last of several clients', async () => {
    const begin = `
      const other = createClient({ ...options, uploadInterval: 300 });
      other.track('user-1', 'Elsewhere');
      other.outcomes.subscribe({ complete: () => process.stdout.write('the other too\\n') });
      shutdownOnSignals(other);
      shutdownOnSignals(client);
    `;
    const { output, signal } = await runProgram(service(begin, SIGTERM));
    expect(output.trim().split('\n').sort()).toEqual([
      '1 arrived',
      '50 arrived',
      'shut down',
      'the other too',
    ]);
    expect(signal).toBe('SIGTERM');
  });

  it('tells what it could not deliver before the process ends', async () => {
    const end = `server.close(); ${SIGTERM}`;
    const options = 'timeout: 100, maxRetries: 50,';
    const { output, signal } = await runProgram(service('shutdownOnSignals(client);', end, options));
    expect(output).toContain('rudder-rx: left undelivered at the shutdown: 50 events\n');
    expect(signal).toBe('SIGTERM');
  });

  it('tells meanwhile that it is at it', async () => {
    const end = `server.close(); ${SIGTERM} setTimeout(() => process.kill(process.pid, 'SIGTERM'), 2500);`;
    const options = 'timeout: 100, maxRetries: 50,';
    const { output } = await runProgram(service('shutdownOnSignals(client);', end, options));
    expect(output).toContain('rudder-rx: still shutting down: 50 events pending\n');
  });

  it('does not end the process if it is told to stop meanwhile', async () => {
    const end = `process.once('SIGTERM', () => setTimeout(stop, 20)); ${SIGTERM} setTimeout(() => process.exit(3), 500);`;
    const ended = await runProgram(service('const stop = shutdownOnSignals(client);', end));
    expect(ended).toMatchObject({ output: '50 arrived\nshut down\n', code: 3, signal: null });
  });

  it('ends the process with the last of several clients, though that one was told to stop listening', async () => {
    const begin = `
      const other = createClient(options);
      other.track('user-1', 'Elsewhere');
      const stop = shutdownOnSignals(other);
      shutdownOnSignals(client);
      process.once('SIGTERM', () => setTimeout(stop, 20));
    `;
    const { signal } = await runProgram(service(begin, SIGTERM));
    expect(signal).toBe('SIGTERM');
  });

  it('throws for what the process cannot listen for, and then listens for none', async () => {
    const begin = `
      try { shutdownOnSignals(client, ['SIGTERM', 'SIGKILL']); } catch ({ code }) { console.log(code); }
      console.log(process.listenerCount('SIGTERM'));
    `;
    const ended = await runProgram(service(begin, SIGTERM));
    expect(ended).toMatchObject({ output: 'EINVAL\n0\n', signal: 'SIGTERM' });
  });

  it('leaves the process to its end if it is told to stop', async () => {
    const ended = await runProgram(service('shutdownOnSignals(client)();', SIGTERM));
    expect(ended).toMatchObject({ output: '', signal: 'SIGTERM' });
  });

  it('takes no part in a process that ends by itself', async () => {
    const end = 'await client.shutdown(); server.close(); server.closeAllConnections();';
    const ended = await runProgram(service('shutdownOnSignals(client);', end));
    expect(ended).toMatchObject({ output: '50 arrived\nshut down\n', code: 0, signal: null });
  });
});
