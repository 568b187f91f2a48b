/* pgbench: what this server can do at most with a list of statements. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const HOMES = ['/usr/lib/postgresql', '/opt/homebrew/opt/libpq/bin', '/usr/local/opt/libpq/bin', '/usr/pgsql'];

/** @returns {{ program: string, version: string } | undefined} */
export function findPgbench() {
  const candidates = [process.env.PGBENCH, 'pgbench', ...HOMES.flatMap(programsBelow)].filter(Boolean);
  for (const program of candidates) {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { program, version: /[\d.]+/.exec(stdout)?.[0] ?? '' };
  }
  return undefined;
}

export const HOW_TO_GET_PGBENCH = `pgbench was not found, and without it there is nothing to compare with. It comes with PostgreSQL:
  Debian, Ubuntu   apt install postgresql-contrib
  Fedora, RHEL     dnf install postgresql-contrib
  macOS            brew install libpq
or name it: PGBENCH=<path of pgbench> npm run bench`;

function programsBelow(home) {
  try {
    return home.endsWith('/bin') ? [join(home, 'pgbench')] : readdirSync(home).map((name) => join(home, name, 'bin', 'pgbench'));
  } catch {
    return [];
  }
}

/** One step of a script: SQL with pgbench variables, and the texts that some of the variables stand for. */
/** @typedef {{ sql: string, texts: Record<string, string> }} Step */

/**
 * A runner of one script.
 * @param {{ program: string, url: string, folder: string, name: string }} where
 * @param {{ sets: string[], steps: Step[] }} script `sets`: lines that compute variables before each run, from `:n` (0 at first) and `:start`
 * @returns {Promise<(load: { lanes: number, seconds: number, start: number }) => Promise<number>>} whole runs of the script per second
 */
export async function preparePgbench({ program, url, folder, name }, { sets, steps }) {
  const file = join(folder, `${name}.sql`);
  await writeFile(file, [...sets.map((line) => `\\set ${line}`), ...steps.map(({ sql }) => `${sql.trim()};`)].join('\n'));
  const texts = Object.assign({}, ...steps.map((step) => step.texts));
  const { hostname, port, username, password, pathname } = new URL(url);
  return async ({ lanes, seconds, start }) => {
    const variables = Object.entries({ ...texts, n: '0', start: String(start) }).flatMap(([key, value]) => ['-D', `${key}=${value}`]);
    const args = ['-n', '-M', 'prepared', '-c', String(lanes), '-j', '1', '-T', String(seconds), '-f', file, ...variables];
    const env = {
      PATH: process.env.PATH,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
    };
    const output = await outputOf(program, args, env);
    const rate = Number(/tps = ([\d.]+) \(without initial/.exec(output)?.[1]);
    if (!(rate > 0)) throw new Error(`pgbench said nothing of a rate:\n${output}`);
    return rate;
  };
}

function outputOf(program, args, env) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`pgbench ended with ${code}:\n${output}`))));
  });
}
