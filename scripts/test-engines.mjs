/*
 * `npm run test:engines`: the main ways through the panel in Chromium, Firefox and WebKitGTK. Installs an engine that is missing
 * where it can, else says what to install and ends with 1. With `--available` a missing engine is skipped, and counted as such.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findOrInstallEngines } from './find-engines.mjs';
import { root } from './prepare.mjs';

const { environment, missing } = findOrInstallEngines();
for (const { name, packages } of missing) {
  console.error(`${name} is not here and could not be installed. On Debian or Ubuntu: apt-get install ${packages}`);
  console.error('Elsewhere, name its parts: FIREFOX_PATH; or WEBKIT_DRIVER_PATH, WEBKIT_PATH (MiniBrowser) and XVFB_PATH.');
}
const run = spawnSync(process.execPath, [join(root, 'scripts', 'test.mjs'), '--project', 'e2e', 'e2e/engines'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...environment,
    ENGINES: 'chromium,firefox,webkit',
    ENGINES_MISSING: missing.map(({ name }) => name).join(','),
  },
});
process.exitCode = run.status === 0 && (missing.length === 0 || process.argv.includes('--available')) ? 0 : 1;
