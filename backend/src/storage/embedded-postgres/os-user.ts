import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** The OS user that PostgreSQL runs as when we are root; PostgreSQL itself refuses to be root. */
export interface OsUser {
  name: string;
  uid: number;
  gid: number;
}

/** An environment without the caller's PG* settings, locale and library paths, which would change what the programs do. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  TZ: 'UTC',
  LC_ALL: 'C',
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'], TEMP: process.env['TEMP'] } : {}),
});

export const isRoot = (): boolean => process.getuid?.() === 0;

/** `spawn` options that make a child run as `user`; as ourselves when undefined. */
export const identity = (user: OsUser | undefined): { uid?: number; gid?: number } => (user ? { uid: user.uid, gid: user.gid } : {});

/** An unprivileged user for PostgreSQL: `postgres` where it exists, else `ringback` (created if need be), else `nobody`. */
export function unprivilegedUser(): OsUser | undefined {
  return lookUp('postgres') ?? lookUp('ringback') ?? create('ringback') ?? lookUp('nobody');
}

/** The owner of a folder as a user to run as. Undefined when there is no such folder or root owns it. */
export async function ownerOf(folder: string): Promise<OsUser | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (!found || found.uid === 0) return undefined;
  const name = spawnSync('id', ['-nu', String(found.uid)], { encoding: 'utf8' }).stdout?.trim();
  return { name: name || `#${found.uid}`, uid: found.uid, gid: found.gid };
}

/** Whether `user` can pass into `folder`; asked of the system by trying, for modes alone don't tell (access lists, mounts). */
export function canEnter(user: OsUser, folder: string): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...identity(user), cwd: '/', env: cleanEnvironment() });
  return tried.status === 0;
}

/** Whether `user` can run `program --version`; with what went wrong when not. */
export function tryProgram(program: string, user: OsUser | undefined): { runs: true; version: string } | { runs: false; reason: string } {
  const tried = spawnSync(program, ['--version'], { ...identity(user), cwd: '/', env: cleanEnvironment(), encoding: 'utf8' });
  if (tried.status === 0) return { runs: true, version: tried.stdout.trim() };
  return { runs: false, reason: tried.error?.message ?? (tried.stderr.trim() || `ended with ${tried.signal ?? `code ${tried.status}`}`) };
}

function lookUp(name: string): OsUser | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function create(name: string): OsUser | undefined {
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  return lookUp(name);
}
