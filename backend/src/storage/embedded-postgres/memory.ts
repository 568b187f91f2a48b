import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { readPassword, shutDown } from './cluster.js';
import { homeAt, prepareNewHome, temporaryBases, type Home } from './home.js';
import { isRoot, ownerOf } from './os-user.js';
import { knock, tryOwnership, wasOwned } from './owner.js';

const PREFIX = 'ringback-memory-';
/** A temporary home without a server may be one that is just being made; this old, it is not. */
const GRACE_MS = 10 * 60_000;

/** A home for one run. Removes those of runs that were killed before they could. */
export async function prepareTemporaryHome(packaged: Binaries): Promise<Home> {
  const bases = temporaryBases(tmpdir());
  const home = await prepareNewHome(bases, PREFIX, packaged);
  for (const base of bases) await sweep(base, home);
  return home;
}

async function sweep(base: string, own: Home): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(base, name);
    if (folder !== own.folder && (await isOurs(folder)))
      await sweepHome({ ...own, ...homeAt(folder), user: await ownerOf(homeAt(folder).cluster) }).catch(() => undefined);
  }
}

const isOurs = (folder: string): Promise<boolean> =>
  stat(folder).then(
    ({ uid }) => isRoot() || uid === process.getuid?.(),
    () => false,
  );

/** Removes a home whose owner is dead; any doubt leaves it for the next time. */
async function sweepHome(home: Home): Promise<void> {
  const age = Date.now() - (await stat(home.folder)).mtimeMs;
  const answer = await readPassword(home).then(
    (password) => knock(home, password),
    () => ({ found: 'nothing' as const }),
  );
  if (answer.found === 'server') {
    // One that nobody has owned yet is mostly one whose start is about to.
    const abandoned = (age >= GRACE_MS || (await wasOwned(answer.client))) && (await tryOwnership(answer.client));
    if (abandoned) await shutDown(home);
    await answer.client.end().catch(() => undefined);
    if (!abandoned) return;
  } else if (answer.found !== 'nothing' || age < GRACE_MS) {
    return;
  }
  await rm(home.folder, { recursive: true, force: true });
}
