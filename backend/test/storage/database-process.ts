import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { build } from 'vite';
import { afterAll } from 'vitest';

/** What the process said: it runs, or why it doesn't. */
export interface Started {
  url: string;
  home: string;
  adopted: boolean;
  notes: string[];
}

export interface DatabaseProcess {
  child: ChildProcess;
  /** Ends it by a clean stop. */
  stop(): Promise<void>;
  /** kill -9 of the process alone. */
  kill(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('embedded-postgres-process.mjs', import.meta.url));
const BACKEND = fileURLToPath(new URL('../..', import.meta.url));

let bundle: string | undefined;

/** The supervisor as one file that plain Node can run; made once, beside the packages it imports. */
async function bundled(): Promise<string> {
  if (bundle !== undefined) return bundle;
  const outDir = mkdtempSync(join(BACKEND, '../node_modules/.test-'));
  chmodSync(outDir, 0o755);
  await build({
    root: BACKEND,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'src/storage/embedded-postgres.ts', outDir, emptyOutDir: true, minify: false },
  });
  bundle = join(outDir, 'embedded-postgres.js');
  return bundle;
}
afterAll(() => {
  if (bundle !== undefined) rmSync(dirname(bundle), { recursive: true, force: true });
});

/** Starts the embedded database in a process of its own; as the user `uid` if given. */
export async function startProcess(
  dataDir: string,
  { uid, environment = {} }: { uid?: number; environment?: NodeJS.ProcessEnv } = {},
): Promise<DatabaseProcess & ({ started: Started; problem?: undefined } | { problem: string; started?: undefined })> {
  const child = spawn(process.execPath, [SCRIPT, await bundled(), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), exited])) as [unknown];
  const said = (typeof line === 'string' ? JSON.parse(line) : { problem: 'it ended without a word' }) as Started | { problem: string };
  const handle = {
    child,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
  return 'problem' in said ? { ...handle, problem: said.problem } : { ...handle, started: said };
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
