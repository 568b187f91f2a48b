// `npm test`: installs, builds, finds a Chromium, runs every test, and ends with one line of counts. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode } from './check-node.mjs';
import { findOrInstallChromium } from './find-chromium.mjs';
import { prepare, prepareInstall, Problem, root } from './prepare.mjs';

checkNode();
const args = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Problem ? `\n${error.message}` : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

async function main() {
  if (!needsProduct()) {
    await prepareInstall();
    return runTests({});
  }
  await prepare();
  return runTests(findOrInstallChromium());
}

/** Only the end-to-end tests use what is built, and a browser. */
function needsProduct() {
  const projects = args.flatMap((arg, index) =>
    arg === '--project' ? [args[index + 1]] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
  );
  return (
    projects.length === 0 ||
    projects.some((name) => !['contract', 'service-worker', 'mobile-bridge', 'backend', 'widget', 'widget-mocks', 'console'].includes(name))
  );
}

function runTests(environment) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-test-'));
  const results = join(folder, 'results.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  try {
    const run = spawnSync(
      process.execPath,
      [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...args],
      {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, NODE_ENV: 'test', ...environment },
      },
    );
    return conclude(existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined, run.status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints the closing line; the exit code is 0 only if tests ran and nothing at all went wrong. */
function conclude(results, succeeded) {
  const { passed, failed, skipped } = count(results);
  const unexplained = !succeeded && failed === 0;
  if (passed + failed === 0) console.log('No test ran.');
  else if (unexplained) console.log('Something failed outside the tests; it is reported above and counted as one failure.');
  const ok = succeeded && failed === 0 && passed > 0;
  console.log(`${passed} passed, ${failed + (unexplained ? 1 : 0)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return ok ? 0 : 1;
}

function count(results) {
  if (!results) return { passed: 0, failed: 0, skipped: 0 };
  // A file that could not be loaded has no tests, and is a failure all the same.
  const unloadable = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + unloadable,
    skipped: results.numPendingTests + (results.numTodoTests ?? 0),
  };
}
