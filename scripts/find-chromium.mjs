import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem, root } from './prepare.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * The environment that names a Chromium that runs; installs one when there is none. Where Debian's build without windows is to be had, it is
 * named as well: the same engine, and a new page costs a quarter. Whoever names a browser has all tests run in it.
 * @returns {{ CHROMIUM_PATH: string, CHROMIUM_SHELL_PATH?: string }}
 * @throws Problem, saying what to do
 */
export function findOrInstallChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (runs(named)) return { CHROMIUM_PATH: named };
    throw new Problem(
      `CHROMIUM_PATH is ${named}, and that does not run. Give the path of a Chromium or Chrome, or unset it to have one found.`,
    );
  }
  const path = findChromium() ?? installChromium();
  return { CHROMIUM_PATH: path, ...(runs(SHELL) && { CHROMIUM_SHELL_PATH: SHELL }) };
}

function installChromium() {
  console.log('No Chromium here; the browser tests need one. Installing it ...');
  for (const [command, ...args] of installers()) {
    console.log(`  ${[command, ...args].join(' ')}`);
    spawnSync(command, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Problem(
    'No Chromium was found, and none could be installed. Install Chromium or Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test',
  );
}

function findChromium() {
  return [...onPath(), ...wellKnown(), ...fromPlaywright()].find(runs);
}

const onPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)));

function wellKnown() {
  const windows = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].filter(Boolean);
  return [
    '/usr/bin/chromium',
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
    ...['', homedir()].flatMap((base) => [
      `${base}/Applications/Chromium.app/Contents/MacOS/Chromium`,
      `${base}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
    ]),
    ...windows.flatMap((base) => [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Chromium/Application/chrome.exe')]),
  ];
}

function fromPlaywright() {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    join(homedir(), 'AppData/Local/ms-playwright'),
  ].filter((folder) => folder && existsSync(folder));
  const programs = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
  ];
  return caches.flatMap((cache) =>
    readdirSync(cache)
      .filter((name) => name.startsWith('chromium-'))
      .flatMap((name) => programs.map((program) => join(cache, name, program))),
  );
}

/** Being there is not enough: Ubuntu has a `chromium-browser` that only says where to get it. */
function runs(path) {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}

function installers() {
  const byApt = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return [
    ...(byApt
      ? [
          ['apt-get', 'update', '-q'],
          ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'chromium-headless-shell', 'fonts-liberation'],
          // Ubuntu has no such build.
          ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'],
        ]
      : []),
    [process.execPath, join(root, 'node_modules/playwright-core/cli.js'), 'install', ...(byApt ? ['--with-deps'] : []), 'chromium'],
  ];
}
