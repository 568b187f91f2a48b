import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './build-stamp.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Something that a person can mend; the message says how. */
export class Problem extends Error {
  name = 'Problem';
}

/** Installs what is not installed and builds what is not built; seconds when there is nothing to do. */
export async function prepare() {
  if (isInstalled() && isBuilt(root)) return;
  await oneAtATime(
    root,
    () => console.log('Another start is preparing this folder; waiting for it.'),
    () => {
      if (!isInstalled()) install();
      if (!isBuilt(root)) build();
    },
  );
}

/** Installs the packages if they are missing or older than the lockfile. */
export async function prepareInstall() {
  if (isInstalled()) return;
  await oneAtATime(
    root,
    () => console.log('Another command is installing here; waiting for it.'),
    () => {
      if (!isInstalled()) install();
    },
  );
}

function isInstalled() {
  const lock = join(root, 'package-lock.json');
  // npm writes this file last.
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function install() {
  const seconds = stopwatch();
  console.log('Installing packages (once; a minute at most on a usual connection) ...');
  let done = npm('ci');
  // A lockfile made where the registry lacks other systems' optional packages is refused by `ci`, though it names all that this system needs.
  if (done.status !== 0 && done.output.includes('EUSAGE')) done = npm('install', '--no-save');
  if (done.status !== 0) throw new Problem(`${done.output}\n\n${installAdvice(done.output)}`);
  console.log(`Installed in ${seconds()} s.`);
}

function npm(...words) {
  const [command, ...before] = npmCommand();
  const args = [...before, ...words, '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  // Production settings of the environment must not leave out what the build needs.
  const env = { ...process.env, NODE_ENV: undefined, npm_config_omit: undefined, npm_config_production: undefined };
  const onWindows = command === 'npm' && process.platform === 'win32';
  const done = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: onWindows });
  stopIfInterrupted(done);
  return { status: done.status, output: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`.trim() };
}

function installAdvice(output) {
  if (/ENOSPC|no space left/i.test(output)) return 'The disk is full: about 500 MB are needed here. Free some and start again.';
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'This folder may not be written by you. Start as its owner, or clone it into a folder of your own.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/i.test(output))
    return "npm can't reach its registry. Check the connection and `npm config get registry` (and the proxy settings), then start again.";
  return 'npm could not install the packages; its own words are above. After mending that, start again.';
}

function build() {
  const done = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  stopIfInterrupted(done);
  if (done.status !== 0) throw new Problem('The build failed; what it said is above.');
}

/** Run by npm, it names itself; otherwise it is on the path. */
function npmCommand() {
  const self = process.env.npm_execpath;
  return self && /\.c?js$/.test(self) ? [process.execPath, self] : ['npm'];
}

function stopIfInterrupted({ signal }) {
  if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(signal === 'SIGINT' ? 130 : 143);
}

/** Whole seconds since the call, with one decimal. */
export function stopwatch() {
  const from = performance.now();
  return () => ((performance.now() - from) / 1000).toFixed(1);
}
