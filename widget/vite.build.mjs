import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { packLanguages } from './scripts/pack-languages.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const outDir = join(root, 'dist');

/** Lightning-fast evaluation in every browser that has `color-mix` and adopted style sheets; nothing below gets the widget. */
const target = 'es2022';
// The style sheets use what all of those have; made older, they would grow by half a kilobyte.
const cssTarget = 'esnext';
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } };
// Vite keeps the white space of ES libraries unless the output itself is told to go without. Every page view pays for the panel's name.
const name = '[name]-[hash].mjs';
const output = { minify: true, chunkFileNames: name, entryFileNames: name, hashCharacters: 'hex' };

/** What everybody waits for gets a second minifier: a fifth of a kilobyte less. Before files are named by what is in them. */
const smaller = {
  name: 'smaller',
  async renderChunk(code, { isEntry }) {
    if (!isEntry) return null;
    return { code: (await minify(code, { module: true, compress: { passes: 3, ecma: 2020 } })).code, map: null };
  },
};

/** All that the panel imports at once: the group falls together with the entry. Left to itself, the splitter cuts off what enough later parts share. */
const oneFile = { name: 'panel', tags: ['$initial'] };

/** Name of the panel that the first build has just written: both ways in import that one file, and nobody loads it in parts. */
const panelFile = () => {
  const panel = readdirSync(outDir).find((file) => /^panel-[\w-]+\.mjs$/.test(file));
  if (!panel) throw new Error('The first build left no panel in dist; it runs before the two ways in');
  return panel;
};

/** The panel and what is loaded after it, the same as one file for the next try, then the two ways in: the import and the classic script. */
export const builds = [
  {
    root,
    configFile: false,
    oxc,
    plugins: [packLanguages(), smaller],
    build: {
      target,
      cssTarget,
      outDir,
      emptyOutDir: true,
      lib: { entry: { panel: 'src/load-panel-start.ts' }, formats: ['es'] },
      // Else what the panel shares with later parts would become files of their own, each a request and a worse compression.
      rolldownOptions: { preserveEntrySignatures: 'allow-extension', output: { ...output, codeSplitting: { groups: [oneFile] } } },
    },
  },
  {
    root,
    configFile: false,
    oxc,
    plugins: [packLanguages()],
    build: {
      target,
      cssTarget,
      outDir,
      emptyOutDir: false,
      lib: { entry: 'src/load-panel-start.ts', formats: ['es'], fileName: () => 'whole.mjs' },
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  },
  {
    root,
    configFile: false,
    plugins: [
      {
        name: 'panel-file',
        // Ahead of Vite's own resolver.
        enforce: 'pre',
        resolveId: (source) => (source.endsWith('/load-panel-start.js') ? { id: `./${panelFile()}`, external: true } : undefined),
      },
    ],
    build: {
      target,
      cssTarget,
      outDir,
      emptyOutDir: false,
      lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'ringback.mjs' },
      rolldownOptions: { output: { minify: true } },
    },
  },
  {
    root,
    configFile: false,
    plugins: [{ name: 'panel-file', config: () => ({ define: { PANEL_FILE: JSON.stringify(panelFile()) } }) }],
    build: {
      target,
      cssTarget,
      outDir,
      emptyOutDir: false,
      lib: { entry: 'src/script.ts', formats: ['iife'], name: 'ringbackScript', fileName: () => 'ringback.js' },
      rolldownOptions: { output: { minify: true } },
    },
  },
];
