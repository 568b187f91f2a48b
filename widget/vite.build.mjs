import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const outDir = join(root, 'dist');

/** Lightning-fast evaluation in every browser that has `color-mix` and adopted style sheets; nothing below gets the widget. */
const target = 'es2022';
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } };
// Vite keeps the white space of ES libraries unless the output itself is told to go without.
const output = { minify: true, chunkFileNames: '[name]-[hash].mjs' };

/** Name of the lazy chunk that the ES build has just written: an IIFE can't split, so it imports that chunk by address. */
const panelFile = () => {
  const file = readdirSync(outDir).find((name) => /^panel-[\w-]+\.mjs$/.test(name));
  if (!file) throw new Error('The ES build left no panel chunk in dist; it runs before the script build');
  return file;
};

/** The import and its chunks, then the classic script, which shares the panel. */
export const builds = [
  {
    root,
    configFile: false,
    oxc,
    build: {
      target,
      outDir,
      emptyOutDir: true,
      lib: { entry: { ringback: 'src/index.ts' }, formats: ['es'], fileName: (_, name) => `${name}.mjs` },
      rolldownOptions: {
        output: { ...output, chunkFileNames: (chunk) => (chunk.name === 'load-panel-start' ? 'panel-[hash].mjs' : '[name]-[hash].mjs') },
      },
    },
  },
  {
    root,
    configFile: false,
    plugins: [{ name: 'panel-file', config: () => ({ define: { PANEL_FILE: JSON.stringify(panelFile()) } }) }],
    build: {
      target,
      outDir,
      emptyOutDir: false,
      lib: { entry: 'src/script.ts', formats: ['iife'], name: 'ringbackScript', fileName: () => 'ringback.js' },
      rolldownOptions: { output: { minify: true } },
    },
  },
];
