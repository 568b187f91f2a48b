import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { completeBinaries, findBinaries, packageFor } from '../../src/storage/embedded-postgres/binaries.js';
import { ensureCluster, freePort, launch, readPostmasterFile, shutDown } from '../../src/storage/embedded-postgres/cluster.js';
import { prepareHome } from '../../src/storage/embedded-postgres/home.js';
import { prepareTemporaryHome } from '../../src/storage/embedded-postgres/memory.js';
import { tryProgram } from '../../src/storage/embedded-postgres/os-user.js';
import { DatabaseProblem, explainFailure } from '../../src/storage/embedded-postgres/problem.js';
import { query, startProcess } from './database-process.js';

// Each test starts several servers, and a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const asRoot = process.getuid?.() === 0;
/** An OS user without rights; `nobody` on every Linux. */
const NOBODY = 65534;

function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-home-'));
  chmodSync(folder, mode);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('as root in a home of mode 700', () => {
  it.runIf(asRoot)('keeps the data where PostgreSQL can reach it, says so, and finds it again', async () => {
    const folder = join(newFolder(0o700), '.data');
    const first = await startProcess(folder);
    expect(first.problem).toBeUndefined();
    const { home, notes, url } = first.started!;
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    expect(home).toMatch(/^\/var\/lib\/ringback\/ringback-home-\w+-data-[0-9a-f]{10}$/);
    expect(notes.join()).toContain(`The data is kept in ${home}`);
    expect(readFileSync(join(folder, 'where-the-data-is.txt'), 'utf8')).toContain(home);
    await query(url, 'CREATE TABLE kept (x int)');
    await first.stop();

    // The home becoming passable later must not lead to an empty database.
    chmodSync(join(folder, '..'), 0o755);
    const second = await startProcess(folder);
    expect(second.started?.home).toBe(home);
    expect(await query(second.started!.url, 'SELECT * FROM kept')).toEqual([]);
    await second.stop();
  });

  it.runIf(asRoot)("copies programs that PostgreSQL's user cannot reach, once", async () => {
    const packaged = await findBinaries();
    const hidden = newFolder(0o700);
    cpSync(packaged.folder, join(hidden, 'native'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    const installed = await completeBinaries(join(hidden, 'native'));
    const dataDir = newFolder();
    const home = await prepareHome(dataDir, installed);
    onTestFinished(() => rmSync(home.binaries.folder, { recursive: true, force: true }));
    expect(home.binaries.folder).toMatch(/^\/var\/lib\/ringback\/postgresql-/);
    expect(home.notes).toEqual([expect.stringContaining('runs from a copy')]);
    expect(tryProgram(home.binaries.postgres, home.user).runs).toBe(true);
    const { ctimeMs } = statSync(home.binaries.folder);
    expect((await prepareHome(dataDir, installed)).binaries).toEqual(home.binaries);
    expect(statSync(home.binaries.folder).ctimeMs).toBe(ctimeMs);
  });

  it.runIf(asRoot)('refuses, rather than begin empty, when existing data can no longer be reached', async () => {
    const above = newFolder();
    const folder = join(above, 'data');
    const first = await startProcess(folder);
    await first.stop();
    chmodSync(above, 0o700);
    const second = await startProcess(folder);
    expect(second.problem).toMatch(/can no longer reach it.*chmod o\+x/s);
  });

  it.runIf(asRoot)('runs as the owner of data that an ordinary user made', async () => {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    const first = await startProcess(folder, { uid: NOBODY });
    expect(first.problem).toBeUndefined();
    await first.stop();
    const second = await startProcess(folder);
    expect(second.started).toMatchObject({ home: folder, notes: [] });
    expect(statSync(join(folder, 'postgres/cluster/postmaster.pid')).uid).toBe(NOBODY);
    await second.stop();
  });

  it.runIf(asRoot)('takes over a backup that root unpacked', async () => {
    const folder = newFolder();
    const first = await startProcess(join(folder, 'data'));
    await query(first.started!.url, 'CREATE TABLE kept (x int)');
    await first.stop();
    cpSync(join(folder, 'data'), join(folder, 'restored'), { recursive: true });
    expect(statSync(join(folder, 'restored/postgres/cluster')).uid).toBe(0);
    const second = await startProcess(join(folder, 'restored'));
    expect(await query(second.started!.url, 'SELECT * FROM kept')).toEqual([]);
    await second.stop();
  });
});

describe('what stands in the way is said, with what to do', () => {
  const says = async (dataDir: string, options: Parameters<typeof startProcess>[1] = {}): Promise<string> => {
    const tried = await startProcess(dataDir, options);
    await tried.stop();
    return tried.problem ?? 'it started';
  };

  it('a file in the place of the folder', async () => {
    const file = join(newFolder(), 'data');
    writeFileSync(file, '');
    expect(await says(file)).toMatch(/there is a file in its place\. Point DATA_DIR elsewhere/);
    expect(await says(join(file, 'below'))).toMatch(/there is a file in its place/);
  });

  it.runIf(process.platform === 'linux')('a place where no folder can be made', async () => {
    await expect(prepareHome('/proc/ringback/data', await findBinaries())).rejects.toThrow(
      /\/proc\/ringback\/data can't be made.*Point DATA_DIR elsewhere/,
    );
  });

  it.runIf(asRoot)('a folder that an ordinary user may not write', async () => {
    expect(await says(join(newFolder(), 'data'), { uid: NOBODY })).toMatch(/may not write .*data.*Point DATA_DIR at a folder/s);
  });

  it.runIf(asRoot)('data of root, opened by an ordinary user', async () => {
    const folder = join(newFolder(), 'data');
    const first = await startProcess(folder);
    await first.stop();
    expect(await says(folder, { uid: NOBODY })).toMatch(/may not|made by another user/);
  });

  it('data of another major version', async () => {
    const folder = join(newFolder(), 'data');
    const home = await prepareHome(folder, await findBinaries());
    await ensureCluster(home, 'durable');
    writeFileSync(join(home.cluster, 'PG_VERSION'), '15\n');
    expect(await says(folder)).toMatch(/written by PostgreSQL 15, and this Ringback brings PostgreSQL 18.*pg_dump/s);
  });

  it('a lost password', async () => {
    const folder = join(newFolder(), 'data');
    const home = await prepareHome(folder, await findBinaries());
    await ensureCluster(home, 'durable');
    unlinkSync(home.passwordFile);
    expect(await says(folder)).toMatch(/password of the database .* is gone/);
  });

  it.runIf(asRoot && process.platform === 'linux')('a full disk, at the first start and at a later one', async ({ skip }) => {
    const folder = newFolder();
    const mount = (...args: string[]) => spawnSync('mount', ['-t', 'tmpfs', ...args, 'ringback-test', folder]).status === 0;
    if (!mount('-o', 'size=12m,mode=755')) skip('this system lets nobody mount a small disk');
    onTestFinished(() => void spawnSync('umount', [folder]));
    expect(await says(folder)).toMatch(/The disk that holds .* is full\. Free some space/);

    mount('-o', 'remount,size=80m');
    const first = await startProcess(folder);
    expect(first.problem).toBeUndefined();
    await first.stop();
    spawnSync('sh', ['-c', 'cat /dev/zero > "$1/filler" 2>/dev/null', 'sh', folder]);
    expect(await says(folder)).toMatch(/The disk that holds .* is full/);
    rmSync(join(folder, 'filler'));
    const third = await startProcess(folder);
    expect(third.problem).toBeUndefined();
    await third.stop();
  });

  it.each([
    [{ platform: 'linux', cpu: 'x64', musl: true }, /musl.*DATABASE_URL=postgres:.*node:20-slim/s],
    [{ platform: 'linux', cpu: 'riscv64', musl: false }, /linux-riscv64.*DATABASE_URL=/s],
    [{ platform: 'freebsd', cpu: 'x64', musl: false }, /freebsd-x64.*DATABASE_URL=/s],
  ])('no packaged PostgreSQL: %o', async (platform, words) => {
    expect(() => packageFor(platform)).toThrow(words);
    await expect(findBinaries(platform)).rejects.toThrow(DatabaseProblem);
  });

  it('a package that was left out of the installation', async () => {
    const other =
      process.platform === 'darwin' ? { platform: 'win32', cpu: 'x64', musl: false } : { platform: 'darwin', cpu: 'arm64', musl: false };
    await expect(findBinaries(other)).rejects.toThrow(/not installed.*npm ci --include=optional.*DATABASE_URL/s);
  });

  it.each([
    ['initdb: error: could not create directory: No space left on device', /is full/],
    ['FATAL:  could not create lock file: Read-only file system', /read-only/],
    ['initdb: error: could not look up effective user ID 1234: user does not exist', /etc\/passwd/],
    ['FATAL:  data directory "/x" has invalid permissions', /only its own user can read/],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /not enough memory/],
    ['postgres: error while loading shared libraries: libz.so.1: cannot open', /library is missing.*DATABASE_URL/s],
    ['spawn /x/postgres EACCES', /noexec/],
    ['PANIC:  could not locate a valid checkpoint record', /damaged/],
    [
      'selecting dynamic shared memory implementation ... posix\nselecting default "shared_buffers" ... 128MB\ninitdb: removing contents of data directory "/x"',
      /could not start.*removing contents/s,
    ],
    ['something never seen', /something never seen.*postgres\.log.*DATABASE_URL/s],
  ])('%s', (output, words) => {
    expect(explainFailure(output, { home: '/home/ann/.data', user: 'ann', logFile: '/home/ann/.data/postgres.log' }).message).toMatch(
      words,
    );
  });
});

it('finishes what a blocked install script left undone', async () => {
  const packaged = await findBinaries();
  const folder = join(newFolder(), 'native');
  cpSync(packaged.folder, folder, { recursive: true, verbatimSymlinks: true });
  const links = (JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as { target: string }[]).map(({ target }) =>
    join(folder, '..', target),
  );
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) unlinkSync(link);
  chmodSync(join(folder, 'bin/postgres'), 0o644);
  expect(tryProgram(join(folder, 'bin/postgres'), undefined).runs).toBe(false);
  const completed = await completeBinaries(folder);
  expect(links.every((link) => existsSync(link))).toBe(true);
  expect(tryProgram(completed.initdb, undefined).runs).toBe(true);
});

it('a temporary database that is being started beside ours, and has no owner yet, is left alone', async () => {
  const packaged = await findBinaries();
  const other = await prepareTemporaryHome(packaged);
  onTestFinished(async () => {
    await shutDown(other);
    rmSync(other.folder, { recursive: true, force: true });
  });
  await ensureCluster(other, 'temporary');
  await launch(other, await freePort(), 'temporary');
  const ours = await prepareTemporaryHome(packaged);
  onTestFinished(() => rmSync(ours.folder, { recursive: true, force: true }));
  expect(await readPostmasterFile(other.cluster)).toMatchObject({ status: 'ready' });
});
