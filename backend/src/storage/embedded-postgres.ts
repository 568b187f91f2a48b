import { rm } from 'node:fs/promises';
import type { Client } from 'pg';
import type { Log } from '../ports/log.js';
import { findBinaries } from './embedded-postgres/binaries.js';
import {
  DATABASE_NAME,
  ensureCluster,
  failureFacts,
  freePort,
  launch,
  pause,
  readPassword,
  shutDown,
  sweepStaging,
  type Durability,
} from './embedded-postgres/cluster.js';
import { prepareHome, type Home } from './embedded-postgres/home.js';
import { prepareTemporaryHome } from './embedded-postgres/memory.js';
import { databaseUrl, ensureDatabase, inUse, knock, removeLyingPidFile, takeOwnership } from './embedded-postgres/owner.js';
import { explainFailure } from './embedded-postgres/problem.js';

export { DatabaseProblem } from './embedded-postgres/problem.js';

/** A PostgreSQL of our own, running. */
export interface EmbeddedPostgres {
  /** `postgres://` address of the application's database. Secret: it holds the password. Stays the same until `stop`. */
  readonly url: string;
  /** The folder that holds the data. */
  readonly home: string;
  /** The server outlived its last owner (a kill -9), and was taken over. */
  readonly adopted: boolean;
  /** What the person who started us should know about where things are. One line each; often none. */
  readonly notes: readonly string[];
  /** Stops the server and resolves when it is gone. Twice is the same as once. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** A folder, made if need be; or `memory`: a temporary one, removed by `stop`. */
  dataDir: string;
  log: Log;
}

/** Remains of a killed server (dying processes, their memory) go within seconds; a server that stops may take longer. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 100;
const PORT_TRIES = 20;

/**
 * Starts PostgreSQL on a data directory, or takes over the server that an earlier, killed process left running.
 * The server lives in a session of its own and ends only by `stop`. Should it die, it is started again at the same address.
 * Throws `DatabaseProblem`, whose message says what to do; among the reasons: another Ringback is using the directory.
 */
export async function startEmbeddedPostgres({ dataDir, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const temporary = dataDir === 'memory';
  const binaries = await findBinaries();
  const home = temporary ? await prepareTemporaryHome(binaries) : await prepareHome(dataDir, binaries);
  try {
    const durability = temporary ? 'temporary' : 'durable';
    await ensureCluster(home, durability);
    const supervisor = new Supervisor(home, durability, log);
    await supervisor.start();
    return {
      url: supervisor.url,
      home: home.folder,
      adopted: supervisor.adopted,
      notes: home.notes,
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    if (temporary) await rm(home.folder, { recursive: true, force: true });
    throw error;
  }
}

interface Reached {
  client: Client;
  port: number;
  adopted: boolean;
}

class Supervisor {
  #password = '';
  #port: number | undefined;
  #owner: Client | undefined;
  #adopted = false;
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly home: Home,
    private readonly durability: Durability,
    private readonly log: Log,
  ) {}

  get url(): string {
    return databaseUrl(this.#port ?? 0, this.#password, DATABASE_NAME);
  }

  get adopted(): boolean {
    return this.#adopted;
  }

  async start(): Promise<void> {
    this.#password = await readPassword(this.home);
    this.#adopted = await this.#own();
    await sweepStaging(this.home);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    // The ownership is kept to the end: the server itself closes the connection, so nobody can take over a stopping server.
    await shutDown(this.home);
    await this.#owner?.end().catch(() => undefined);
    if (this.durability === 'temporary') await rm(this.home.folder, { recursive: true, force: true });
  }

  /** Reaches the server and takes its ownership. Resolves with whether it was running already. */
  async #own(): Promise<boolean> {
    for (const deadline = Date.now() + PATIENCE_MS; ; await pause(RETRY_MS)) {
      const reached = await this.#reach();
      try {
        await takeOwnership(this.home, reached.client);
        await ensureDatabase(reached.client);
        this.#owner = reached.client;
        this.#port = reached.port;
        reached.client.once('end', () => void this.#comeBack());
        return reached.adopted;
      } catch (error) {
        await reached.client.end().catch(() => undefined);
        // The server was being stopped by its owner while we knocked; the next round starts it.
        const closing = ['57P01', '57P03', 'ECONNRESET'].includes((error as { code?: string }).code ?? '');
        if (!closing || Date.now() > deadline) throw error;
      }
    }
  }

  /** Connects to the running server of this home, or starts one. */
  async #reach(): Promise<Reached> {
    let launched = false;
    let refusal = 'the last server of this folder does not come to an end';
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(RETRY_MS)) {
      const answer = await knock(this.home, this.#password);
      switch (answer.found) {
        case 'server':
          return { client: answer.client, port: answer.port, adopted: !launched };
        case 'server-elsewhere':
          throw inUse(this.home, 'in another container');
        case 'server-in-transition':
          continue;
        case 'nothing': {
          const refused = await this.#launch();
          launched = refused === undefined;
          refusal = refused ?? refusal;
        }
      }
    }
    throw explainFailure(refusal, failureFacts(this.home));
  }

  /** Undefined once the server runs; else why it can't yet. */
  async #launch(): Promise<string | undefined> {
    for (let tries = 0; tries < PORT_TRIES; tries += 1) {
      const attempt = await launch(this.home, this.#port ?? (await freePort()), this.durability);
      if (attempt.result === 'started') return undefined;
      if (attempt.result === 'busy') {
        await removeLyingPidFile(this.home);
        return attempt.output;
      }
      await pause(RETRY_MS);
    }
    return 'no free port was found on 127.0.0.1';
  }

  /** The owner's connection ended, not by us: the server restarted itself, or died. */
  async #comeBack(): Promise<void> {
    while (!this.#stopped) {
      this.log.warn('database-lost');
      try {
        await this.#own();
        this.log.info('database-back');
        return;
      } catch (error) {
        this.log.error('database-not-back', { reason: error instanceof Error ? error.message : String(error) });
        await pause(1000);
      }
    }
  }
}
