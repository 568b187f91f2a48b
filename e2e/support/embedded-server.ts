import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Process id of the database server that the product started on a data directory. */
export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Ends a database server and all processes under it without warning, as the end of a machine would. */
export function killServer(postmaster: number): void {
  for (const pid of [postmaster, ...childrenOf(postmaster)]) killHard(pid);
}

/** The children of a killed server may be faster. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Elsewhere than on Linux: none; a server's children end by themselves when they miss it. */
function childrenOf(parent: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
}
