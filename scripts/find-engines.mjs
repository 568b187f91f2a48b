import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** What the browser tests need beside a Chromium: Debian's names, and where its packages put things. */
const ENGINES = {
  firefox: {
    packages: ['firefox-esr'],
    variables: () => ({ FIREFOX_PATH: process.env.FIREFOX_PATH ?? first('/usr/bin/firefox-esr', '/usr/bin/firefox') }),
  },
  webkit: {
    packages: ['webkit2gtk-driver', 'xvfb'],
    variables: () => ({
      WEBKIT_DRIVER_PATH: process.env.WEBKIT_DRIVER_PATH ?? first('/usr/bin/WebKitWebDriver'),
      WEBKIT_PATH: process.env.WEBKIT_PATH ?? first(...miniBrowsers()),
      XVFB_PATH: process.env.XVFB_PATH ?? first('/usr/bin/Xvfb'),
    }),
  },
};

const first = (...paths) => paths.find((path) => existsSync(path));

function miniBrowsers() {
  const folders = ['/usr/lib', '/usr/libexec', '/usr/lib64'].filter((folder) => existsSync(folder));
  const below = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  return below.flatMap((folder) => ['4.1', '4.0', '6.0'].map((version) => join(folder, `webkit2gtk-${version}`, 'MiniBrowser')));
}

/** Whether all of an engine's parts are there, as the environment that its tests get; `undefined` when not. */
function find(name) {
  const variables = ENGINES[name].variables();
  return Object.values(variables).every((path) => path && existsSync(path)) ? variables : undefined;
}

/**
 * Looks for Firefox and WebKitGTK, and installs what is missing where that can be done.
 * @returns the environment for their tests, and the names of those that are still missing with what to install.
 */
export function findOrInstallEngines() {
  const absent = Object.keys(ENGINES).filter((name) => !find(name));
  if (absent.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
    install(absent.flatMap((name) => ENGINES[name].packages));
  const missing = absent.filter((name) => !find(name)).map((name) => ({ name, packages: ENGINES[name].packages.join(' ') }));
  return { environment: Object.assign({}, ...Object.keys(ENGINES).map(find)), missing };
}

function install(packages) {
  console.log(`Installing ${packages.join(', ')} ...`);
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-q');
  apt('install', '-y', '-q', '--no-install-recommends', ...packages);
}
