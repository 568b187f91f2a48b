// Everything that tools can say about the sources: `npm run check`. Runs all of it, then fails if any part did.
import { spawn } from 'node:child_process';

const projects = ['contract', 'backend', 'widget', 'service-worker', 'mobile-bridge', 'console', 'demo-site', 'e2e'];
const parts = [
  ['lint and borders', 'oxlint', ['--type-aware', '--deny-warnings']],
  ...projects.map((project) => [`types of ${project}`, 'tsc', ['-p', project]]),
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['unused exports, files and dependencies', 'knip', []],
  ['rules without a test', process.execPath, ['scripts/spec-coverage.mjs']],
  ['compatibility table', process.execPath, ['scripts/check-compatibility.mjs']],
  ['threat model', process.execPath, ['scripts/check-threats.mjs']],
  ['known holes in dependencies', process.execPath, ['scripts/audit.mjs']],
  ['byte budgets', process.execPath, ['bench/size.mjs']],
];

/** @returns {Promise<{ ok: boolean, output: string }>} */
const run = (command, args) =>
  new Promise((resolve) => {
    const isTool = command !== process.execPath;
    const child = spawn(isTool ? `node_modules/.bin/${command}` : command, args, { shell: process.platform === 'win32' && isTool });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });

let failed = 0;
for (const [name, command, args] of parts) {
  const { ok, output } = await run(command, args);
  const unasked = /^NOT ASKED: .*/m.exec(output)?.[0];
  console.log(`${!ok ? 'FAILED' : unasked ? '?     ' : 'ok    '} ${name}${ok && unasked ? `: ${unasked}` : ''}`);
  if (!ok) console.log(output.trim().replace(/^/gm, '       '));
  if (!ok) failed += 1;
}
if (failed > 0) process.exit(1);
