/*
 * `npm run bench:week`: a week of a business, 40 agents and 50,000 callbacks, on the real use cases and a real PostgreSQL, with a
 * clock that moves as fast as they can. Says what broke, and how far the forecasts of waits were from what came true; ends with 1
 * if anything broke. `--seed=<n>`: another week. `--days`, `--agents`, `--customers`: a smaller one, which is not written down.
 */
import { parseArgs } from 'node:util';
import { machineFacts } from './machine.mjs';
import { writePart } from './results.mjs';
import { asMarkdown, asText } from './week-report.mjs';
import { bundle } from './world.mjs';

const WEEK = { seed: 1, days: 7, agents: 40, customers: 62_000 };
const STEP_MS = 10_000;
const HOUR_MS = 3_600_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const option = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({ options: Object.fromEntries(Object.entries(WEEK).map(([name, value]) => [name, option(value)])) });
const size = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const { modules, remove } = await bundle({ postgres: 'src/storage/embedded-postgres.ts', week: 'test/week/week.ts' });
const postgres = await modules.startEmbeddedPostgres({ dataDir: 'memory', log: SILENT });
const close = async () => {
  await postgres.stop();
  await remove();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close().then(() => process.exit(1)));
try {
  const week = await modules.simulateWeek({ ...size, hours: [0, 24], databaseUrl: postgres.url, stepMs: STEP_MS, onHour: sayEvery(6) });
  const report = { week, size: { ...size, stepMs: STEP_MS }, machine: machineFacts(), seconds: seconds() };
  console.log(`\n${asText(report)}`);
  const isWhole = Object.entries(WEEK).every(([name, value]) => name === 'seed' || size[name] === value);
  if (isWhole) await writePart('week', asMarkdown(report));
  else console.log('A smaller week: bench/results.md stays as it is.');
  if (week.faults.length > 0) process.exitCode = 1;
} finally {
  await close();
}

function sayEvery(hours) {
  let last = 0;
  return (at, open) => {
    if (at - last < hours * HOUR_MS) return;
    last = at;
    console.log(`${seconds().toFixed(0).padStart(5)} s  ${new Date(at).toISOString().slice(0, 16)}  ${open} callbacks open`);
  };
}
