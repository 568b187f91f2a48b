/* `npm run fuzz`: 20,000 requests made from the OpenAPI document against the whole service, and what they cost in memory. `--seed=<n>` for the same ones again. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machineFacts } from './machine.mjs';
import { writePart } from './results.mjs';
import { machineLine, tablesAsMarkdown, tablesAsText } from './tables.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TEST = 'backend/test/service/edge-fuzz.test.ts';
const FULL = 20_000;

const { values: given } = parseArgs({ options: { requests: { type: 'string', default: String(FULL) }, seed: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'ringback-fuzz-'));
const file = join(folder, 'report.json');
const run = spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'backend', TEST], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_REQUESTS: given.requests, FUZZ_REPORT: file, ...(given.seed && { FUZZ_SEED: given.seed }) },
});
process.exitCode = run.status ?? 1;
const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
await rm(folder, { recursive: true });
if (report && process.exitCode === 0) {
  const lines = [
    machineLine(machineFacts()),
    `${report.requests.toLocaleString('en')} requests to the public addresses, valid, nearly valid and hostile, in ${Math.round(report.seconds)} s; seed ${report.seed}. Every answer was one that the document has. Heap after a quarter of them ${report.heapMiB.toFixed(1)} MiB, at the end ${(report.heapMiB + report.growthMiB).toFixed(1)} MiB.`,
  ];
  const rows = Object.entries(report.statuses).map(([status, count]) => [status, count.toLocaleString('en')]);
  const tables = [{ title: 'Answers of the fuzzed service', head: ['status', 'answers'], rows }];
  console.log(`\n${tablesAsText(lines, tables)}`);
  if (Number(given.requests) >= FULL)
    await writePart('fuzz', tablesAsMarkdown(['# Fuzzer', 'Written by `npm run fuzz`.', ...lines], tables));
}
