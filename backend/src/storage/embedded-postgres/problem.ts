import { totalmem } from 'node:os';

/** The database can't be had. The message is for a person: what happened, why, and what to do next. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}

/** What the explanation of a failure may need to name. */
export interface FailureFacts {
  /** Where the data was meant to be. */
  home: string;
  /** The file with the server's own words, if it got so far. */
  logFile?: string;
  /** The OS user that PostgreSQL ran as. */
  user: string;
}

interface Explanation {
  sign: RegExp;
  say: (facts: FailureFacts) => string;
}

const OWN_SERVER = 'Or use your own PostgreSQL (15 or newer): set DATABASE_URL=postgres://user:password@host:5432/name.';

const EXPLANATIONS: readonly Explanation[] = [
  {
    sign: /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/,
    say: ({ home }) =>
      `The disk that holds ${home} is full. Free some space (about 100 MB to begin with), or point DATA_DIR at another disk, and start again.`,
  },
  {
    sign: /Read-only file system|EROFS/,
    say: ({ home }) => `${home} is on a read-only file system. Point DATA_DIR at a folder that can be written.`,
  },
  {
    sign: /could not look up effective user ID/,
    say: () =>
      `PostgreSQL can't run as a user without a name: add a line for this user id to /etc/passwd, or start as another user. ${OWN_SERVER}`,
  },
  {
    sign: /execution by a user with administrative permissions is not permitted|cannot be run as root|"root" execution/,
    say: () => `PostgreSQL refuses to run with an administrator's rights. Start as an ordinary user. ${OWN_SERVER}`,
  },
  {
    sign: /has invalid permissions|could not change permissions of directory|Operation not permitted/,
    say: ({ home }) =>
      `PostgreSQL needs a data folder that only its own user can read, and the file system of ${home} can't promise that (shared folders of virtual machines and Windows drives can't). Point DATA_DIR at a folder on a local disk.`,
  },
  {
    sign: /wrong ownership/,
    say: ({ home, user }) =>
      `The data in ${home} belongs to another user than ${user}. Start as the user who made it, or point DATA_DIR elsewhere.`,
  },
  {
    sign: /shared memory|shared_buffers|Cannot allocate memory|ENOMEM/,
    say: () =>
      `There is not enough memory for PostgreSQL: it needs about 100 MB, this machine has ${Math.round(totalmem() / 2 ** 20)} MB in all. Give it more, or free some. ${OWN_SERVER}`,
  },
  {
    sign: /error while loading shared libraries|Library not loaded|wrong ELF class|Exec format error|ENOEXEC|version `GLIBC/,
    say: () => `The packaged PostgreSQL doesn't run on this system: a system library is missing or too old. ${OWN_SERVER}`,
  },
  {
    sign: /incompatible with server|was initialized by PostgreSQL version/,
    say: ({ home }) =>
      `The data in ${home} was written by another major version of PostgreSQL. Start the Ringback that wrote it and dump the data, or point DATA_DIR elsewhere.`,
  },
  {
    sign: /invalid checkpoint record|could not locate a valid checkpoint|could not open file "global\/|invalid data in file|PANIC/,
    say: ({ home }) =>
      `The database files in ${home} are damaged. Restore them from a backup, or point DATA_DIR at a new folder to begin empty.`,
  },
  {
    sign: /Permission denied|EACCES|EPERM/,
    say: ({ home, user }) =>
      `The user ${user} may not write ${home}, or may not run the packaged PostgreSQL (a mount with "noexec" has that effect). Point DATA_DIR at a folder that ${user} owns, or start as its owner.`,
  },
];

/** What initdb says of its progress, whatever comes of it: `selecting default "shared_buffers" ... 128MB`. A failure stands behind the dots, too. */
const PROGRESS = /^(?:selecting|creating|running|performing|fixing|syncing) .*\.\.\. ?\S*$/gm;

/** Turns what initdb, the server or the operating system said into one clear message. */
export function explainFailure(output: string, facts: FailureFacts): DatabaseProblem {
  const complaints = output.replace(PROGRESS, '');
  const known = EXPLANATIONS.find(({ sign }) => sign.test(complaints));
  const words = lastWords(output);
  if (known) return new DatabaseProblem(`${known.say(facts)}${words ? `\n  PostgreSQL said: ${words}` : ''}`);
  const log = facts.logFile ? ` Its log is ${facts.logFile}.` : '';
  return new DatabaseProblem(`PostgreSQL could not start in ${facts.home}: ${words || 'it gave no reason.'}${log} ${OWN_SERVER}`);
}

/** No binaries for this system. */
export function unsupportedPlatform(platform: string, cpu: string, musl: boolean): DatabaseProblem {
  const system = musl ? `${platform}-${cpu} with musl (as in Alpine images)` : `${platform}-${cpu}`;
  return new DatabaseProblem(
    `There is no packaged PostgreSQL for ${system}. Use your own (15 or newer): set DATABASE_URL=postgres://user:password@host:5432/name and start again.` +
      (musl ? ' In a container, an image based on Debian (node:20-slim) also works.' : ''),
  );
}

function lastWords(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\] /, '').trim())
    .filter((line) => line !== '');
  const telling = lines.findLast((line) => /^(?:FATAL|PANIC|ERROR|initdb: error|postgres: )/.test(line));
  return (telling ?? lines.at(-1) ?? '').slice(0, 400);
}
