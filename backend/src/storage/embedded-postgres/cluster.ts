import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { giveTo, userName, type Home } from './home.js';
import { cleanEnvironment, identity } from './os-user.js';
import { DatabaseProblem, explainFailure, type FailureFacts } from './problem.js';

/** The superuser of an embedded database, and the name of the database. */
export const DATABASE_USER = 'ringback';
export const DATABASE_NAME = 'ringback';

/** How much a crash may cost: `durable` nothing that was acknowledged; `temporary` everything, for the data is deleted anyway. */
export type Durability = 'durable' | 'temporary';

const LOG_LIMIT = 4 * 2 ** 20;
/** With less than this on the disk, a server that ended without a word ended for that. */
const LEAST_SPACE = 2 ** 20;
const STAGING = '.new-';

/*
 * Sized for a small machine. The log says nothing of statements, values or keys: they may be personal (CB10).
 * `unix_socket_directories` is relative to the data directory, so its length doesn't matter to the server.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: process.platform === 'win32' ? '' : '.',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};
const DURABILITY: Readonly<Record<Durability, Readonly<Record<string, string>>>> = {
  durable: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  temporary: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
};

/** Makes an empty database where there is none. Whole or not at all, also when two do it at once or one is killed half-way. */
export async function ensureCluster(home: Home, durability: Durability): Promise<void> {
  if (await exists(home.cluster)) return checkVersion(home);
  const staging = join(home.folder, `${STAGING}${randomBytes(6).toString('hex')}`);
  const cluster = join(staging, 'cluster');
  const password = randomBytes(24).toString('base64url');
  try {
    await mkdir(cluster, { recursive: true, mode: 0o700 });
    await chmod(staging, 0o711);
    await writeFile(join(staging, 'password'), `${password}\n`, { mode: 0o600 });
    await writeFile(join(staging, 'handover'), `${password}\n`, { mode: 0o600 });
    if (home.user) for (const path of [cluster, join(staging, 'handover')]) await giveTo(home.user, path);
    await initdb(home, durability, { cluster, passwordFile: join(staging, 'handover') });
    await rm(join(staging, 'handover'));
    await rename(staging, home.database);
  } catch (error) {
    // Another start was faster: its database is as good as ours.
    if (await exists(home.cluster)) return;
    throw error instanceof DatabaseProblem ? error : explainFailure(String(error), failureFacts(home));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Removes what killed starts left half-made. Only for the owner of the database: nobody else is making one then. */
export async function sweepStaging(home: Home): Promise<void> {
  for (const name of await readdir(home.folder))
    if (name.startsWith(STAGING)) await rm(join(home.folder, name), { recursive: true, force: true });
}

async function initdb(
  home: Home,
  durability: Durability,
  { cluster, passwordFile }: { cluster: string; passwordFile: string },
): Promise<void> {
  const { code, output } = await run(home, home.binaries.initdb, [
    `--pgdata=${cluster}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durability === 'temporary' ? ['--no-sync'] : []),
  ]);
  if (code !== 0) throw explainFailure(output, failureFacts(home));
}

async function checkVersion(home: Home): Promise<void> {
  const data = (
    await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw explainFailure(`${error.code}`, failureFacts(home));
    })
  ).trim();
  const ours = /(\d+)/.exec(home.version)?.[1];
  if (data === ours) return;
  throw new DatabaseProblem(
    `The data in ${home.folder} was written by PostgreSQL ${data}, and this Ringback brings PostgreSQL ${ours}, which can't read it. Start the Ringback that wrote it, dump the data with pg_dump and restore it here; or point DATA_DIR at a new folder.`,
  );
}

export async function readPassword(home: Home): Promise<string> {
  const text = await readFile(home.passwordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new DatabaseProblem(
      error.code === 'ENOENT'
        ? `The password of the database in ${home.folder} is gone (${home.passwordFile}). Restore that file from a backup, or point DATA_DIR at a new folder.`
        : `The user ${userName()} may not read ${home.passwordFile} (${error.code}): the data was made by another user. Start as that user, or point DATA_DIR at a folder of your own.`,
    );
  });
  return text.trim();
}

/** What `postmaster.pid` says. It may be stale, and in a container the pid may now be somebody else's. */
export interface PostmasterFile {
  pid: number;
  port: number;
  /** `ready` once connections are accepted. */
  status: string | undefined;
}

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port, status: lines[7]?.trim() } : undefined;
}

/** How a try to start the server ended. `busy`: something of an earlier server is still there. */
export type Launch = { result: 'started'; process: ChildProcess } | { result: 'busy'; output: string } | { result: 'port-taken' };

/**
 * Starts the server in a session of its own: a Ctrl-C in our terminal, or our death, doesn't touch it.
 * Resolves once it accepts connections, or has ended. Throws `DatabaseProblem` for what waiting can't mend.
 */
export async function launch(home: Home, port: number, durability: Durability): Promise<Launch> {
  const { from, fd } = await openLog(home);
  const settings = Object.entries({ ...SETTINGS, ...DURABILITY[durability] }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(home.binaries.postgres, ['-D', home.cluster, '-p', String(port), ...settings], {
    ...identity(home.user),
    cwd: '/',
    env: cleanEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', fd, fd],
  });
  closeSync(fd);
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(undefined));
  });
  child.unref();
  for (;;) {
    const over = await Promise.race([ended.then((reason) => ({ reason })), pause(20)]);
    if (over) return judge(home, over.reason ?? ((await logSince(home, from)) || (await silentReason(home))));
    const file = await readPostmasterFile(home.cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return { result: 'started', process: child };
  }
}

function judge(home: Home, output: string): Launch {
  if (/Address already in use|could not create any TCP\/IP sockets/.test(output)) return { result: 'port-taken' };
  if (/lock file ".*" already exists|pre-existing shared memory block|lock file ".*" is empty/.test(output))
    return { result: 'busy', output };
  throw explainFailure(output, failureFacts(home));
}

/** Stops the server and resolves when it is gone. Fast: running transactions are rolled back, connections closed, a checkpoint written. */
export async function shutDown(home: Home): Promise<void> {
  if (!(await readPostmasterFile(home.cluster))) return;
  const { code, output } = await run(home, home.binaries.pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-w', '-t', '120']);
  if (code !== 0 && (await readPostmasterFile(home.cluster))) throw explainFailure(output, failureFacts(home));
}

/** A port of the loopback interface that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export const failureFacts = (home: Home): FailureFacts => ({
  home: home.folder,
  logFile: home.logFile,
  user: home.user?.name ?? userName(),
});

export const pause = (milliseconds: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));

function run(home: Home, program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...identity(home.user),
      cwd: '/',
      env: cleanEnvironment(),
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** Opens the log for the server; with its size before this start. A log that grew too long begins anew. */
async function openLog(home: Home): Promise<{ from: number; fd: number }> {
  const size = (await stat(home.logFile).catch(() => undefined))?.size ?? 0;
  try {
    if (size >= LOG_LIMIT) await rename(home.logFile, `${home.logFile}.old`);
    return { from: size >= LOG_LIMIT ? 0 : size, fd: openSync(home.logFile, 'a', 0o600) };
  } catch (error) {
    throw explainFailure(String(error), failureFacts(home));
  }
}

async function logSince(home: Home, from: number): Promise<string> {
  const file = await open(home.logFile, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ position: from, buffer: Buffer.alloc(64 * 1024) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A server on a full disk can't even say so. */
async function silentReason(home: Home): Promise<string> {
  const disk = await statfs(home.folder).catch(() => undefined);
  return disk && disk.bavail * disk.bsize < LEAST_SPACE ? 'ENOSPC' : '';
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
