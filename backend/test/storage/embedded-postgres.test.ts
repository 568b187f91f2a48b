import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Log } from '../../src/ports/log.js';
import { DatabaseProblem, startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/storage/embedded-postgres.js';
import { freshDatabase } from '../postgres.js';
import { query, startProcess } from './database-process.js';

// Each test starts several servers, and a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const asRoot = process.getuid?.() === 0;
const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
});

async function start(dataDir: string, log: Log = silent): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, log });
  running.push(database);
  return database;
}

async function startApart(dataDir: string, options: Parameters<typeof startProcess>[1] = {}) {
  const other = await startProcess(dataDir, options);
  running.push(other);
  return other;
}

/** A new folder for one test, passable for the user that PostgreSQL runs as. */
function newFolder(name = 'data'): string {
  const base = mkdtempSync(join(tmpdir(), 'ringback-database-'));
  chmodSync(base, 0o755);
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  return join(base, name);
}

let template: string | undefined;

/** A new home that has run before: copied, for making one takes ten times as long. */
async function usedHome(): Promise<string> {
  if (template === undefined) {
    template = mkdtempSync(join(tmpdir(), 'ringback-template-'));
    chmodSync(template, 0o755);
    await (await startEmbeddedPostgres({ dataDir: join(template, 'data'), log: silent })).stop();
  }
  const folder = newFolder();
  expect(spawnSync('cp', ['-a', join(template, 'data'), folder]).status).toBe(0);
  return folder;
}
afterAll(() => rmSync(template ?? '', { recursive: true, force: true }));

const postmasterPid = (home: string): number => Number(readFileSync(join(home, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);

/** All server processes of a home, the postmaster first. */
function serverPids(home: string): number[] {
  const postmaster = postmasterPid(home);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(postmaster);
      } catch {
        return false;
      }
    });
  return [postmaster, ...children.map(Number)];
}

/** The children of a killed postmaster may be faster. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const settings = async (url: string) =>
  Object.fromEntries(
    (await query<{ name: string; setting: string }>(url, 'SELECT name, setting FROM pg_settings')).map(({ name, setting }) => [
      name,
      setting,
    ]),
  );

describe('a first and a second start', () => {
  it('keeps the data, and what was acknowledged is on the disk', async () => {
    const folder = newFolder();
    const first = await start(folder);
    expect(first).toMatchObject({ home: folder, adopted: false, notes: [] });
    expect(await settings(first.url)).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
    });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS x');
    await first.stop();
    await first.stop();
    expect(existsSync(join(folder, 'postgres/cluster/postmaster.pid'))).toBe(false);

    const second = await start(folder);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT x FROM kept')).toEqual([{ x: 42 }]);
  });

  it('is private: loopback only, a password, and files that others cannot read', async () => {
    const folder = newFolder();
    const { url } = await start(folder);
    expect((await settings(url))['listen_addresses']).toBe('127.0.0.1');
    expect(statSync(join(folder, 'postgres/password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'postgres.log')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'postgres/cluster')).mode & 0o777).toBe(0o700);

    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (outside) {
      const open = new URL(url);
      open.hostname = outside.address;
      await expect(query(open.href, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it.each([
    ['spaces and letters of other scripts', 'my data ü 数据 \'quoted" $HOME'],
    ['a path too long for a socket', `${'long-'.repeat(20)}/${'deep-'.repeat(20)}/end`],
  ])('works in a folder with %s', async (_, name) => {
    const folder = newFolder(name);
    const first = await start(folder);
    await query(first.url, 'CREATE TABLE kept (x int)');
    await first.stop();
    expect(await query((await start(folder)).url, 'SELECT * FROM kept')).toEqual([]);
  });

  it('keeps values and statements out of its log', async () => {
    const folder = await usedHome();
    const { url } = await start(folder);
    await query(url, `CREATE TABLE number (phone text PRIMARY KEY CHECK (length(phone) < 20))`);
    await query(url, `INSERT INTO number VALUES ('+12025550143')`);
    await expect(query(url, `INSERT INTO number VALUES ('+12025550143')`)).rejects.toMatchObject({ code: '23505' });
    await expect(query(url, `INSERT INTO number VALUES ('+120255501430000000000')`)).rejects.toMatchObject({ code: '23514' });
    await expect(query(url, `SELECT 'Ann'::int`)).rejects.toMatchObject({ code: '22P02' });
    const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toMatch(/2025550143|Ann|INSERT/);
  });

  it('sweeps what a start that was killed during its first seconds left behind', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, '.new-0123456789ab/cluster'), { recursive: true });
    await start(folder);
    expect(readdirSync(folder).sort()).toEqual(['postgres', 'postgres.log']);
  });
});

describe('after kill -9', () => {
  it('of the service alone: the database lives on and is taken over', async () => {
    const folder = await usedHome();
    const first = await startProcess(folder);
    await query(first.started!.url, 'CREATE TABLE kept AS SELECT 1 AS x');
    const pid = postmasterPid(folder);
    await first.kill();

    const second = await start(folder);
    expect(second.adopted).toBe(true);
    expect(second.url).toBe(first.started!.url);
    expect(postmasterPid(folder)).toBe(pid);
    expect(await query(second.url, 'SELECT x FROM kept')).toEqual([{ x: 1 }]);
    await second.stop();
    await expect(query(second.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.runIf(process.platform === 'linux')('of everything: the database recovers by its log', async () => {
    const folder = await usedHome();
    const first = await startProcess(folder);
    const url = first.started!.url;
    await query(url, 'CREATE TABLE kept AS SELECT * FROM generate_series(1, 1000) AS x');
    const pids = serverPids(folder);
    expect(pids.length).toBeGreaterThan(3);
    await first.kill();
    for (const pid of pids) killHard(pid);

    const second = await start(folder);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('automatic recovery in progress');
  });

  it('of the postmaster only, whose children still hold its memory: waits for them and recovers', async () => {
    const folder = await usedHome();
    const first = await startProcess(folder);
    await query(first.started!.url, 'CREATE TABLE kept (x int)');
    const pid = postmasterPid(folder);
    await first.kill();
    process.kill(pid, 'SIGKILL');
    expect(await query((await start(folder)).url, 'SELECT * FROM kept')).toEqual([]);
  });

  it('of the database under a living service: it comes back at the same address, and stays owned', async () => {
    const folder = await usedHome();
    let announce = (): void => undefined;
    const back = new Promise<void>((resolve) => (announce = resolve));
    const database = await start(folder, { ...silent, info: (event) => event === 'database-back' && announce() });
    await query(database.url, 'CREATE TABLE kept (x int)');
    process.kill(postmasterPid(folder), 'SIGKILL');
    await back;
    expect(await query(database.url, 'SELECT * FROM kept')).toEqual([]);
    expect((await startApart(folder)).problem).toContain('is using the data');
  });

  it('leaves a postmaster.pid that may name a living stranger: it is not believed', async () => {
    const folder = await usedHome();
    const first = await start(folder);
    const { rows } = await firstRow(first.url);
    await first.stop();
    const cluster = join(folder, 'postgres/cluster');
    const owner = statSync(cluster);
    const stranger = spawn('sleep', ['600'], asRoot ? { uid: owner.uid, gid: owner.gid } : {});
    onTestFinished(() => void stranger.kill());
    await once(stranger, 'spawn');
    const port = new URL(first.url).port;
    writeFileSync(join(cluster, 'postmaster.pid'), `${stranger.pid}\n${cluster}\n1\n${port}\n.\n127.0.0.1\n1 1\nready\n`);
    chownSync(join(cluster, 'postmaster.pid'), owner.uid, owner.gid);
    const second = await start(folder);
    expect(second.adopted).toBe(false);
    expect((await firstRow(second.url)).rows).toEqual(rows);
  });
});

const firstRow = async (url: string) => ({ rows: await query(url, 'SELECT system_identifier FROM pg_control_system()') });

describe('two starts on one folder', () => {
  it('refuses the second, names the first, and leaves it alone', async () => {
    const folder = await usedHome();
    const first = await startApart(folder);
    const client = new Client({ connectionString: first.started!.url });
    await client.connect();
    const second = start(folder);
    await expect(second).rejects.toThrow(DatabaseProblem);
    await expect(second).rejects.toThrow(`pid ${first.child.pid} on`);
    await expect(second).rejects.toThrow('DATA_DIR=');
    expect((await client.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
    await client.end();
  });

  it('lets exactly one through when both come at once to an empty folder', async () => {
    const folder = newFolder();
    const both = await Promise.all([startApart(folder), startApart(folder)]);
    const through = both.filter(({ started }) => started);
    expect(through).toHaveLength(1);
    expect(both.find(({ problem }) => problem)?.problem).toContain('is using the data');
    expect(await query(through[0]!.started!.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect(readdirSync(folder).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('gives way as soon as the first is killed', async () => {
    const folder = await usedHome();
    const first = await startProcess(folder);
    const second = startApart(folder);
    await first.kill();
    expect((await second).started).toMatchObject({ adopted: true });
  });

  it('takes a copy of a running folder for what it is: another database', async () => {
    const folder = await usedHome();
    const original = await start(folder);
    await query(original.url, 'CHECKPOINT');
    const copy = newFolder('copy');
    cpSync(folder, copy, { recursive: true, filter: (path) => !path.includes('.s.PGSQL') });
    const second = await start(copy);
    expect(second.adopted).toBe(false);
    expect(new URL(second.url).port).not.toBe(new URL(original.url).port);
    expect(await query(original.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });
});

describe('memory', () => {
  it('is gone after the stop; what a killed run or a dead start left is removed by the next, what a living one has is not', async () => {
    // The test server is such a run, of another process.
    const living = await freshDatabase();
    const killed = await startProcess('memory');
    await killed.kill();
    const [fresh, old] = [mkdtempSync(join(tmpdir(), 'ringback-memory-')), mkdtempSync(join(tmpdir(), 'ringback-memory-'))];
    onTestFinished(() => rmSync(fresh, { recursive: true, force: true }));
    utimesSync(old, new Date(0), new Date(0));

    const next = await start('memory');
    expect([killed.started!.home, next.home, fresh, old].map((folder) => existsSync(folder))).toEqual([false, true, true, false]);
    await expect(query(killed.started!.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await query(living.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await living.drop();
    await next.stop();
    expect(existsSync(next.home)).toBe(false);
  });
});

describe('the test server', () => {
  it('gives each test an empty database of its own', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one.url, 'CREATE TABLE t (x int)');
    await expect(query(other.url, 'SELECT * FROM t')).rejects.toMatchObject({ code: '42P01' });
    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
