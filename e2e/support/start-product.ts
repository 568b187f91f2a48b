import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = join(REPOSITORY, 'backend/dist/main.js');
const ADDRESS = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/;
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 20_000;
const LAST_WORDS_MS = 1_000;

export interface ProductOptions {
  /** Environment on top of the test's own; `PORT=0`, `DATA_DIR=memory` and `LOG_LEVEL=warn` unless said otherwise. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to a temporary file that RINGBACK_CONFIG names. Absent: the demo configuration. */
  readonly config?: unknown;
  /** The script that Node runs, such as the one behind `npm start` of a copy. Absent: the built product of this repository. */
  readonly entry?: string;
  /** Run as this OS user and the group of the same number; only root can. */
  readonly uid?: number;
}

export interface Product {
  /** `http://127.0.0.1:40123`, without final slash. */
  readonly origin: string;
  /** Process id of Node; also the id of its process group. */
  readonly pid: number;
  /** Everything printed so far, both streams, in order of arrival. */
  output(): string;
  /** Resolves with the exit once the process is gone, however it went. */
  readonly exited: Promise<ProductExit>;
  /** Ends it as an operator would. Rejects if it doesn't go in time (it is killed then). Safe to call twice. */
  stop(): Promise<ProductExit>;
  /** SIGKILL to Node alone, or to the whole process group with its database. */
  kill(target: 'process' | 'group'): Promise<ProductExit>;
}

export interface ProductExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A built product that was spawned, before it is known whether it comes up. */
export interface ProductProcess extends Omit<Product, 'origin'> {
  /** Resolves with the first address that it prints; rejects with its output when it exits first or takes too long. */
  readonly started: Promise<string>;
}

/** Starts the built product and waits until it says where it listens. Rejects with its output when it doesn't. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const product = await spawnProduct(options);
  const origin = await product.started;
  return { ...product, origin };
}

/** Spawns the built product without waiting: for starts that are expected to fail. */
export async function spawnProduct(options: ProductOptions = {}): Promise<ProductProcess> {
  const { entry = ENTRY, uid } = options;
  if (!existsSync(entry)) throw new Error(`${entry} is missing. Build first: node scripts/build.mjs`);
  const folder = await mkdtemp(join(tmpdir(), 'ringback-e2e-'));
  if (uid !== undefined) await chown(folder, uid, uid);
  const child = spawn(process.execPath, [entry], {
    cwd: folder,
    detached: true,
    env: { ...process.env, PORT: '0', DATA_DIR: 'memory', LOG_LEVEL: 'warn', ...(await configEnv(folder, options.config)), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const product = watch(child);
  void product.exited.then(() => rm(folder, { recursive: true, force: true }));
  return product;
}

async function configEnv(folder: string, config: unknown): Promise<Record<string, string>> {
  if (config === undefined) return {};
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config, undefined, 2));
  return { RINGBACK_CONFIG: file };
}

/** Process groups to end with this process, at the latest. */
const leaders = new Set<number>();
process.once('exit', () => leaders.forEach((pid) => signalGroup(pid, 'SIGKILL')));

function watch(child: ChildProcess): ProductProcess {
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null) throw new Error('Node itself did not start');
  let printed = '';
  const closed = once(child, 'close');
  const exited = once(child, 'exit').then(async ([code, signal]): Promise<ProductExit> => {
    // The last lines arrive after the exit; a database that outlives a killed Node may hold the pipes open.
    await Promise.race([closed, setTimeoutAsync(LAST_WORDS_MS, undefined, { ref: false })]);
    return { code, signal };
  });
  leaders.add(pid);
  // Of one that was killed the database may still be there.
  void exited.then(({ signal }) => signal === null && leaders.delete(pid));

  const started = new Promise<string>((resolve, reject) => {
    const giveUp = (why: string): void => reject(new Error(`${why}. It printed:\n${printed}`));
    const deadline = setTimeout(() => giveUp(`The product printed no address within ${START_DEADLINE_MS / 1000} s`), START_DEADLINE_MS);
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = ADDRESS.exec(printed)?.[0];
      if (address === undefined) return;
      clearTimeout(deadline);
      resolve(address);
    };
    stdout.on('data', read);
    stderr.on('data', read);
    const endEarly = (exit: ProductExit): void => {
      clearTimeout(deadline);
      giveUp(`The product ended before it printed an address (${describe(exit)})`);
    };
    void exited.then(endEarly);
  });
  // Callers that expect a failed start look at `exited` and the output only.
  started.catch(() => undefined);

  return {
    pid,
    started,
    exited,
    output: () => printed,
    stop: () => stop(pid, exited, () => printed),
    kill: (target) => kill(pid, exited, target),
  };
}

async function stop(pid: number, exited: Promise<ProductExit>, output: () => string): Promise<ProductExit> {
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    signalGroup(pid, 'SIGKILL');
  }, STOP_DEADLINE_MS);
  signalProcess(pid, 'SIGTERM');
  const exit = await exited;
  clearTimeout(deadline);
  if (late) throw new Error(`The product did not stop within ${STOP_DEADLINE_MS / 1000} s of SIGTERM. It printed:\n${output()}`);
  return exit;
}

async function kill(pid: number, exited: Promise<ProductExit>, target: 'process' | 'group'): Promise<ProductExit> {
  if (target === 'group') signalGroup(pid, 'SIGKILL');
  else signalProcess(pid, 'SIGKILL');
  return exited;
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const signalGroup = (pid: number, signal: NodeJS.Signals): void => signalProcess(-pid, signal);
const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ESRCH';
const describe = ({ code, signal }: ProductExit): string => (signal === null ? `code ${code}` : `signal ${signal}`);
