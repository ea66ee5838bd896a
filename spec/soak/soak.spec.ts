import { runNode } from '../support/processes.js';

describe('npm run soak', () => {
  it('ends in good order at a Ctrl-C, and says what it has found so far', async () => {
    let isInterrupted = false;
    const { output, code } = await runNode(['tools/soak.js', '--minutes', '1'], {
      env: { SEED: '5' },
      onOutput: (text, child) => {
        if (isInterrupted || !text.includes(' calls, ')) return;
        isInterrupted = true;
        child.kill('SIGINT');
      },
    });
    expect(output).toMatch(/^soak: 1 min of faults, SEED=5\n0:00\/1:00 storm /);
    expect(output).toMatch(/\n {2}lost +0\n/);
    expect(output).toMatch(/\n {2}pending events: /);
    expect(output).toMatch(
      /\ntoo short to compare\n\nverdict: nothing was lost, and it was too short to tell what grows\n$/,
    );
    expect(code).toBe(130);
  });

  it('refuses what is no time', async () => {
    const { output, code } = await runNode(['tools/soak.js', '--minutes', 'all']);
    expect({ output, code }).toEqual({ output: expect.stringMatching(/more than 0/) as string, code: 2 });
  });
});
