import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages that have something to build, in the order of building. */
export const builtPackages = (root) =>
  ['backend', 'widget', 'service-worker', 'mobile-bridge', 'console', 'demo-site'].filter((name) =>
    existsSync(join(root, name, 'vite.build.mjs')),
  );

/** Everything that shapes the built files. */
const SOURCES = [
  'contract',
  'backend',
  'widget',
  'service-worker',
  'mobile-bridge',
  'console',
  'demo-site',
  'scripts',
  'package-lock.json',
  'tsconfig.base.json',
];
const IGNORED = new Set(['node_modules', 'dist', 'test', 'out', '.data']);

const stampFile = (root) => join(root, 'backend', 'dist', '.build');

/** Whether what is built was built from the sources as they are. */
export function isBuilt(root) {
  return (
    builtPackages(root).every((name) => existsSync(join(root, name, 'dist'))) &&
    existsSync(stampFile(root)) &&
    readFileSync(stampFile(root), 'utf8') === sourcesHash(root)
  );
}

/** A hash of all sources by name and content: times of files say little after a clone or a checkout. */
export function sourcesHash(root) {
  const hash = createHash('sha256');
  const add = (path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return;
    for (const entry of readdirSync(whole, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (IGNORED.has(entry.name)) continue;
      if (entry.isDirectory()) add(join(path, entry.name));
      else addFile(join(path, entry.name));
    }
  };
  const addFile = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const source of SOURCES) {
    if (source.endsWith('.json')) addFile(source);
    else add(source);
  }
  return hash.digest('hex');
}

/** Remembers that the built files come from these sources. */
export const writeStamp = (root, hash) => writeFileSync(stampFile(root), hash);
