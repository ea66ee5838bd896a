// `npm run soak [-- --minutes 5]`: the campaign of faults (spec/faults) for minutes, in storms and lulls; then what became
// of every event, and whether anything grew. `SEED=…` brings the same faults again. Ctrl-C ends it early, in good order; a
// second one at once.
import { register } from 'node:module';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const minutes = Number(values.minutes);
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('npm run soak -- --minutes 5: more than 0; SEED=1: a whole number');
  process.exit(2);
}

register('./typescript-hooks.js', import.meta.url);
const { soak } = await import('../spec/soak/soak.js');
const { growthOf } = await import('../spec/soak/growth.js');
const { atRest, overTime } = await import('../spec/soak/series.js');
const { plot } = await import('../spec/soak/plot.js');
const { comparisonOf, lineOf, summaryOf } = await import('../spec/soak/report.js');

const { isTTY, columns } = process.stdout;
/** npm hands a Ctrl-C on to a process that has had it from the terminal. */
const TWICE_MS = 500;
const LINE_MS = 10_000;

const [stop, kill] = [new AbortController(), new AbortController()];
let stoppedAt = Infinity;
const onSignal = () => {
  const now = performance.now();
  if (stoppedAt === Infinity) stoppedAt = now;
  else if (now - stoppedAt > TWICE_MS) kill.abort();
  stop.abort();
};
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

console.log(`soak: ${minutes} min of faults, SEED=${seed}`);
let toldAt = -Infinity;
const { findings, samples, elapsedMs } = await soak({
  minutes,
  seed,
  stop: stop.signal,
  kill: kill.signal,
  onProgress: (progress) => {
    const line = lineOf(progress, minutes);
    if (isTTY) process.stdout.write(`\r\x1b[K${line.slice(0, columns - 1)}`);
    else if (progress.elapsedMs - toldAt >= LINE_MS) {
      toldAt = progress.elapsedMs;
      console.log(line);
    }
  },
});
if (isTTY) process.stdout.write('\r\x1b[K');

const series = atRest(samples);
const isMeasured = series.every(({ points }) => points.length > 0);
const growths = isMeasured ? series.map(growthOf) : [];
const grown = growths.filter(({ hasGrown }) => hasGrown);
console.log(`\n${summaryOf(findings)}\n`);
for (const { name, points } of overTime(samples)) {
  console.log(`${plot({ title: name, points, width: 60, endMs: elapsedMs })}\n`);
}
if (isMeasured) console.log(`when all is well and nothing pending\n${comparisonOf(growths)}\n`);
else console.log('too short to compare\n');
if (kill.signal.aborted) {
  console.log('no verdict: it was cut off');
  process.exit(130);
}
for (const complaint of findings.complaints) console.log(`! ${complaint}`);
console.log(
  findings.complaints.length + grown.length === 0
    ? `verdict: nothing was lost, and ${isMeasured ? 'nothing grew' : 'it was too short to tell what grows'}`
    : `verdict: complaints: ${findings.complaints.length}, grown: ${grown.length} (SEED=${seed})`,
);
if (findings.complaints.length + grown.length > 0) process.exitCode = 1;
else if (stop.signal.aborted) process.exitCode = 130;
