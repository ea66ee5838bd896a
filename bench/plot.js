// A plot of CPU per event relative to the reference: bars, with whiskers from the smallest to the largest ratio.
import { ratioIn } from './compare.js';
import { numberOf } from './table.js';

const [WIDTH, LEFT, RIGHT, TOP, ROW, BAR] = [720, 170, 60, 56, 30, 16];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .card { fill: #ffffff } .bar { fill: #8c959f } .own { fill: #0969da } .line { stroke: #1f2328 } .one { stroke: #d1242f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .card { fill: #0d1117 } .bar { fill: #6e7681 } .own { fill: #4493f8 } .line { stroke: #e6edf3 } .one { stroke: #ff7b72 }
  }`;

/**
 * @param {import('./book.js').Book} book
 * @param {import('./plan.js').Workload} workload
 * @param {readonly import('./clients.js').Contestant[]} contestants
 */
export const plotOf = (book, { key: workload, title }, contestants) => {
  const bars = contestants.flatMap(({ key }) => {
    const spread = ratioIn(book, workload, key, 'reference', 'cpuUsPerEvent');
    return spread && Number.isFinite(spread.max) && key !== 'nothing' ? [{ key, ...spread }] : [];
  });
  const height = TOP + bars.length * ROW + 12;
  const scale = (WIDTH - LEFT - RIGHT) / Math.max(1, ...bars.map(({ max }) => max));
  const x = (/** @type {number} */ ratio) => (LEFT + ratio * scale).toFixed(1);

  const rows = bars.map(({ key, median, min, max }, index) => {
    const y = TOP + index * ROW;
    const middle = y + BAR / 2;
    return `  <text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${key}</text>
  <rect class="bar ${key.startsWith('rudder-rx') ? 'own' : ''}" x="${LEFT}" y="${y}" width="${(median * scale).toFixed(1)}" height="${BAR}"/>
  <path class="line" d="M${x(min)} ${middle}H${x(max)}M${x(min)} ${middle - 4}v8M${x(max)} ${middle - 4}v8"/>
  <text x="${(Number(x(max)) + 8).toFixed(1)}" y="${middle + 4}">${numberOf(median, 2)}</text>`;
  });

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
  <title>CPU per event, divided by the reference's. ${title}</title>
  <style>${STYLE}
  </style>
  <rect class="card" width="${WIDTH}" height="${height}"/>
  <text x="12" y="24">CPU per event, divided by the reference's. ${title}</text>
  <path class="one" d="M${x(1)} ${TOP - 10}V${height - 8}"/>
${rows.join('\n')}
</svg>
`;
};
