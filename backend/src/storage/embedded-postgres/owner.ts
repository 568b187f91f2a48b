import { readFile, realpath, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DATABASE_NAME, DATABASE_USER, readPostmasterFile } from './cluster.js';
import type { Home } from './home.js';
import { DatabaseProblem } from './problem.js';

/*
 * Who owns a running database is asked of the database itself: the owner holds an advisory lock on a connection that lives
 * as long as its process. A kill -9 closes the connection, so the lock can't outlive its owner, nor lie as a pid file can.
 */
const OWNER_LOCK = 7_264_225;
/** The server of a killed owner needs a moment to notice the closed connection. */
const LOCK_WAIT = '2s';
/** Longest path a Unix socket can have on every system we run on. */
const SOCKET_PATH_LIMIT = 103;

/** What is there when we knock at the server that `postmaster.pid` names. */
export type Knock =
  | { found: 'server'; client: Client; port: number }
  /** It is coming up or going down. */
  | { found: 'server-in-transition' }
  /** Alive, but out of our reach: in another container that shares the folder. */
  | { found: 'server-elsewhere' }
  | { found: 'nothing' };

export const databaseUrl = (port: number, password: string, database: string): string =>
  `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}/${database}`;

/** Looks for a running server of this data directory; hands over an open connection to its `postgres` database. */
export async function knock(home: Home, password: string): Promise<Knock> {
  const file = await readPostmasterFile(home.cluster);
  if (!file) return { found: 'nothing' };
  const client = newClient(file.port, password);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    // A copied folder brings a copy of the file, which names the server of the original.
    if (rows[0] && (await realpath(rows[0].data_directory)) === (await realpath(home.cluster)))
      return { found: 'server', client, port: file.port };
    await client.end();
    return { found: 'nothing' };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === '57P03' || code === '57P01') return { found: 'server-in-transition' };
    return { found: code === 'ECONNREFUSED' && (await socketAnswers(home, file.port)) ? 'server-elsewhere' : 'nothing' };
  }
}

/** Takes the ownership for as long as `client` stays connected. Throws `DatabaseProblem` when another process has it. */
export async function takeOwnership(home: Home, client: Client): Promise<void> {
  await client.query(`SET application_name = '${ownerName()}'`);
  await client.query(`SET lock_timeout = '${LOCK_WAIT}'`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [OWNER_LOCK]);
  } catch (error) {
    if ((error as { code?: string }).code !== '55P03') throw error;
    throw inUse(home, await currentOwner(client));
  }
}

/** Takes the ownership only if nobody has it. */
export async function tryOwnership(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [OWNER_LOCK]);
  return rows[0]?.taken === true;
}

export const inUse = (home: Home, owner: string | undefined): DatabaseProblem =>
  new DatabaseProblem(
    `Another Ringback${owner ? ` (${owner})` : ''} is using the data in ${home.folder}, and was left alone. Stop it first, or give this one its own folder: DATA_DIR=./another npm start. Several replicas share one database by DATABASE_URL.`,
  );

/** Whether anybody has ever owned it: the first owner makes the application's own database. */
export async function wasOwned(client: Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
  return rowCount !== 0;
}

/** The application's own database. For the owner. */
export async function ensureDatabase(client: Client): Promise<void> {
  if (!(await wasOwned(client))) await client.query(`CREATE DATABASE ${DATABASE_NAME}`);
}

/**
 * Removes a `postmaster.pid` that names a living process which is no server of ours: pids are few in containers and come
 * again. The server's own guard of its memory block stays, so a living server is safe even from an error here.
 */
export async function removeLyingPidFile(home: Home): Promise<boolean> {
  const file = await readPostmasterFile(home.cluster);
  if (!file || (await isServerOf(home, file.pid)) || (await socketAnswers(home, file.port))) return false;
  await rm(join(home.cluster, 'postmaster.pid'), { force: true });
  return true;
}

function newClient(port: number, password: string): Client {
  const client = new Client({ connectionString: databaseUrl(port, password, 'postgres'), connectionTimeoutMillis: 5000 });
  // Without a listener a lost connection would end the process; who needs to know listens for `end`.
  client.on('error', () => undefined);
  return client;
}

const ownerName = (): string => `ringback pid ${process.pid} on ${hostname().replace(/[^\w.-]/g, '')}`.slice(0, 63);

async function currentOwner(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted LIMIT 1`,
    [OWNER_LOCK],
  );
  return /pid \d+ on \S+/.exec(rows[0]?.name ?? '')?.[0];
}

async function isServerOf(home: Home, pid: number): Promise<boolean> {
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
  return command.includes(home.cluster);
}

/** The server's socket beside the data answers whoever can open the folder, across containers; it can't be stale. */
function socketAnswers(home: Home, port: number): Promise<boolean> {
  const path = join(home.cluster, `.s.PGSQL.${port}`);
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ path });
    const answer = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
