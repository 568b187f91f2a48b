import { chmodSync, mkdtempSync } from 'node:fs';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { findBinaries } from '../../backend/src/storage/embedded-postgres/binaries.js';
import { ensureCluster, freePort, launch, readPassword } from '../../backend/src/storage/embedded-postgres/cluster.js';
import { prepareHome } from '../../backend/src/storage/embedded-postgres/home.js';
import { databaseUrl } from '../../backend/src/storage/embedded-postgres/owner.js';

/** How a server is told to end: at once, as in a crash; or after putting everybody out. */
const SIGNALS = { immediate: 'SIGQUIT', fast: 'SIGINT' } as const;
export type Shutdown = keyof typeof SIGNALS;

/** A PostgreSQL of the site owner's own: nobody starts it again but the test. Writes are durable. */
export interface OwnPostgres {
  readonly url: string;
  start(): Promise<void>;
  /** Resolves when it is gone. */
  shutDown(how: Shutdown): Promise<void>;
  /** Ends it if it runs, and removes its data. */
  remove(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-own-postgres-'));
  chmodSync(folder, 0o755);
  const home = await prepareHome(join(folder, 'data'), await findBinaries());
  await ensureCluster(home, 'durable');
  const port = await freePort();
  const url = databaseUrl(port, await readPassword(home), 'postgres');
  let running: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const launched = await launch(home, port, 'durable');
    if (launched.result !== 'started') throw new Error(`the server did not start: ${launched.result}`);
    running = launched.process;
  };
  const shutDown = async (how: Shutdown): Promise<void> => {
    const server = running;
    if (server === undefined) return;
    running = undefined;
    const gone = once(server, 'exit');
    server.kill(SIGNALS[how]);
    await gone;
  };
  await start();
  return {
    url,
    start,
    shutDown,
    async remove() {
      await shutDown('immediate');
      for (const path of [home.folder, folder]) await rm(path, { recursive: true, force: true });
    },
  };
}
