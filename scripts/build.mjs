// `npm run build`: builds every package that has a vite.build.mjs, then compresses what browsers load.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtPackages, sourcesHash, writeStamp } from './build-stamp.mjs';
import { checkNode } from './check-node.mjs';
import { prepareInstall, root, stopwatch } from './prepare.mjs';

const SERVED = ['widget', 'service-worker', 'mobile-bridge', 'console', 'demo-site'];
const TEXT = /\.(?:js|mjs|css|html|svg|json|webmanifest|txt|xml)$/;

checkNode();
await prepareInstall();
// A development setting of the caller's must not get into what is served.
process.env.NODE_ENV = 'production';
const seconds = stopwatch();
const hash = sourcesHash(root);
const { build } = await import('vite');

// Compressing takes as long as building, on other threads.
const compressed = [];
for (const name of builtPackages(root)) {
  await buildPackage(name);
  if (SERVED.includes(name)) compressed.push(compressFolder(join(root, name, 'dist')));
}
await Promise.all(compressed);
mkdirSync(join(root, 'backend', 'dist'), { recursive: true });
writeStamp(root, hash);
console.log(`Built in ${seconds()} s.`);

async function buildPackage(name) {
  console.log(`Building ${name} ...`);
  rmSync(join(root, name, 'dist'), { recursive: true, force: true });
  try {
    const { builds } = await import(pathToFileURL(join(root, name, 'vite.build.mjs')).href);
    for (const options of builds) await build({ logLevel: 'warn', ...options, configFile: false, root: options.root ?? join(root, name) });
  } catch (error) {
    console.error(
      `\n${error instanceof Error ? error.message : error}\n\nBuilding "${name}" failed (${name}/vite.build.mjs). The reason is above.`,
    );
    process.exit(1);
  }
}

async function compressFolder(folder) {
  const files = (await readdir(folder, { withFileTypes: true, recursive: true })).filter(
    (entry) => entry.isFile() && TEXT.test(entry.name),
  );
  await Promise.all(files.map((entry) => compressFile(join(entry.parentPath ?? entry.path, entry.name))));
}

async function compressFile(path) {
  const plain = await readFile(path);
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  if (brotli.length < plain.length) await writeFile(`${path}.br`, brotli);
  if (gzipped.length < plain.length) await writeFile(`${path}.gz`, gzipped);
}
