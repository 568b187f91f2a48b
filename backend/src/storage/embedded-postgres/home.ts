import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, lchown, lstat, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { binariesIn, type Binaries } from './binaries.js';
import { canEnter, isRoot, ownerOf, tryProgram, unprivilegedUser, type OsUser } from './os-user.js';
import { DatabaseProblem, explainFailure } from './problem.js';

/** Where one embedded database lives and who runs it. */
export interface Home {
  /** The folder with everything in it. */
  folder: string;
  /** Made whole or not at all; holds `cluster` and `password`. */
  database: string;
  /** PostgreSQL's own data directory. */
  cluster: string;
  passwordFile: string;
  logFile: string;
  binaries: Binaries;
  /** As in `postgres --version`. */
  version: string;
  /** Whom PostgreSQL runs as; undefined: as ourselves. */
  user: OsUser | undefined;
  /** What the person who started us should know about where things are. One line each. */
  notes: string[];
}

/** Where data and programs go that an unprivileged user must reach when we are root. */
const SHARED_FOLDER = '/var/lib/ringback';

export const homeAt = (folder: string) => ({
  folder,
  database: join(folder, 'postgres'),
  cluster: join(folder, 'postgres', 'cluster'),
  passwordFile: join(folder, 'postgres', 'password'),
  logFile: join(folder, 'postgres.log'),
});

/**
 * Decides where the data is kept and as whom PostgreSQL runs. As root, an unprivileged user must reach both the programs
 * and the data; what it can't reach goes to a shared folder, and a note says so. Throws `DatabaseProblem`.
 */
export async function prepareHome(dataDir: string, packaged: Binaries): Promise<Home> {
  const wanted = resolve(dataDir);
  await makeFolder(wanted);
  const placed = isRoot() ? await placeForRoot(wanted) : { folder: wanted, user: undefined, notes: [] };
  return equip(placed, packaged);
}

/** A home in a new folder under the first of `bases` that works. */
export async function prepareNewHome(bases: readonly string[], prefix: string, packaged: Binaries): Promise<Home> {
  const user = isRoot() ? await requireUser(undefined) : undefined;
  for (const base of bases) {
    const folder = join(base, `${prefix}${randomBytes(6).toString('hex')}`);
    const made = await makeFolder(folder).then(
      () => true,
      () => false,
    );
    if (!made) continue;
    if (!user || canEnter(user, folder)) return equip({ folder, user, notes: [] }, packaged);
    await rm(folder, { recursive: true });
  }
  throw new DatabaseProblem(
    `No folder for a temporary database could be made in ${bases.join(' or ')}. Set TMPDIR to a folder that can be written, or DATA_DIR to a path.`,
  );
}

/** Folders for temporary homes, best first. */
export const temporaryBases = (systemTemp: string): string[] =>
  process.platform === 'win32' ? [systemTemp] : [...new Set([systemTemp, '/tmp', ...(isRoot() ? [SHARED_FOLDER] : [])])];

interface Placed {
  folder: string;
  user: OsUser | undefined;
  notes: string[];
}

async function equip({ folder, user, notes }: Placed, packaged: Binaries): Promise<Home> {
  const { binaries, version, note } = await runnableBinaries(packaged, user, folder);
  const { cluster } = homeAt(folder);
  // A folder that root restored from a backup is root's, and PostgreSQL wants its own.
  if (user && (await stat(cluster).catch(() => undefined))?.uid === 0) await giveTo(user, cluster);
  return { ...homeAt(folder), binaries, version, user, notes: note ? [...notes, note] : notes };
}

async function placeForRoot(wanted: string): Promise<Placed> {
  const fallback = join(SHARED_FOLDER, fallbackName(await realpath(wanted)));
  const [isHere, isThere] = [await hasDatabase(wanted), await hasDatabase(fallback)];
  const folder = isHere || !isThere ? wanted : fallback;
  const user = await requireUser(await ownerOf(homeAt(folder).cluster));
  if (canEnter(user, folder)) return { folder, user, notes: folder === fallback ? [movedNote(wanted, fallback, user)] : [] };
  if (isHere) {
    throw new DatabaseProblem(
      `There is a database in ${wanted}, but the user ${user.name}, as whom PostgreSQL runs because it refuses to be root, can no longer reach it: a folder above it has become private. Make that folder passable again (chmod o+x), or point DATA_DIR elsewhere.`,
    );
  }
  await makeFolder(fallback);
  if (!canEnter(user, fallback)) throw explainFailure('EACCES', { home: fallback, user: user.name });
  await writeFile(join(wanted, 'where-the-data-is.txt'), `${movedNote(wanted, fallback, user)}\n`);
  return { folder: fallback, user, notes: [movedNote(wanted, fallback, user)] };
}

/** Says where it comes from, and is told apart by the whole path. */
function fallbackName(path: string): string {
  const words = [basename(dirname(path)), basename(path)].map((word) => word.replace(/[^\w-]+/g, '')).filter((word) => word !== '');
  return [...words, createHash('sha256').update(path).digest('hex').slice(0, 10)].join('-');
}

const movedNote = (wanted: string, fallback: string, user: OsUser): string =>
  `The data is kept in ${fallback}: PostgreSQL refuses to run as root, and the user it runs as (${user.name}) can't reach ${wanted}.`;

async function requireUser(owner: OsUser | undefined): Promise<OsUser> {
  const user = owner ?? unprivilegedUser();
  if (user) return user;
  throw new DatabaseProblem(
    'PostgreSQL refuses to run as root, and this system has no other user for it (postgres, nobody) nor lets one be made. Run "useradd --system ringback", or start as an ordinary user, or set DATABASE_URL to use your own PostgreSQL (15 or newer).',
  );
}

const hasDatabase = (folder: string): Promise<boolean> =>
  stat(homeAt(folder).cluster).then(
    () => true,
    () => false,
  );

/** Makes a folder and those above it. What root makes is passable for others whatever the umask; what was there stays as it is. */
async function makeFolder(folder: string): Promise<void> {
  const missing = await missingFolders(folder);
  try {
    for (const path of missing) {
      // Another start may make it in the same moment.
      await mkdir(path).catch(async (error: unknown) => {
        if (!(await isFolder(path))) throw error;
      });
    }
    if (!(await isFolder(folder))) throw Object.assign(new Error('a file'), { code: 'ENOTDIR' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new DatabaseProblem(`${folder} can't be a folder for data: there is a file in its place. Point DATA_DIR elsewhere.`);
    if (code === 'ENOENT') throw new DatabaseProblem(`${folder} can't be made: no folder can be made there. Point DATA_DIR elsewhere.`);
    throw explainFailure(`${code}`, { home: folder, user: userName() });
  }
  if (isRoot()) for (const path of missing) await chmod(path, 0o711);
}

/** From the top down. Looked up here, because `recursive` goes round in circles where nothing can be made, as below /proc. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = folder; path !== dirname(path) && !(await stat(path).catch(() => undefined)); path = dirname(path)) missing.unshift(path);
  return missing;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function runnableBinaries(
  packaged: Binaries,
  user: OsUser | undefined,
  home: string,
): Promise<{ binaries: Binaries; version: string; note?: string }> {
  const first = tryProgram(packaged.postgres, user);
  if (first.runs) return { binaries: packaged, version: first.version };
  const facts = { home, user: user?.name ?? userName() };
  if (!user) throw explainFailure(first.reason, facts);
  const copied = await copyBinaries(packaged);
  const second = tryProgram(copied.postgres, user);
  if (!second.runs) throw explainFailure(second.reason, facts);
  return {
    binaries: copied,
    version: second.version,
    note: `PostgreSQL runs from a copy in ${copied.folder}: the user ${user.name} can't reach the installed one.`,
  };
}

async function copyBinaries(packaged: Binaries): Promise<Binaries> {
  const target = join(SHARED_FOLDER, `postgresql-${await contentName(packaged)}`);
  if (!(await lstat(target).catch(() => undefined))) {
    await makeFolder(SHARED_FOLDER);
    const staging = `${target}.${randomBytes(4).toString('hex')}`;
    try {
      await cp(packaged.folder, staging, { recursive: true, verbatimSymlinks: true });
      await makeReadable(staging);
      // Whoever comes second finds the name taken by the same content.
      await rename(staging, target).catch(() => undefined);
    } catch (error) {
      throw explainFailure(String(error), { home: SHARED_FOLDER, user: userName() });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  return binariesIn(target);
}

/** Installations of the same package share one copy. */
async function contentName({ folder, postgres }: Binaries): Promise<string> {
  const hash = createHash('sha256').update(await readFile(postgres));
  const description = await readFile(join(folder, '..', 'package.json')).catch(() => '');
  return hash.update(description).digest('hex').slice(0, 10);
}

async function makeReadable(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  await chmod(path, found.isDirectory() ? 0o755 : (found.mode & 0o777) | 0o444 | ((found.mode & 0o111) !== 0 ? 0o111 : 0));
  if (found.isDirectory()) for (const name of await readdir(path)) await makeReadable(join(path, name));
}

/** Gives a folder and all in it to `user`. */
export async function giveTo(user: OsUser, path: string): Promise<void> {
  await lchown(path, user.uid, user.gid);
  if ((await lstat(path)).isDirectory()) for (const name of await readdir(path)) await giveTo(user, join(path, name));
}

/** Ourselves, for messages. */
export const userName = (): string => process.env['USER'] ?? process.env['USERNAME'] ?? `with id ${process.getuid?.() ?? '?'}`;
