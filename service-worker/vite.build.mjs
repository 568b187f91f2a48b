import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const outDir = join(root, 'dist');
const shared = { target: 'es2022', outDir, rolldownOptions: { output: { minify: true } } };

/** The ready-made worker as one classic script, and the function for a site's own worker: by import, or by `importScripts` (`RingbackWorker.installRingbackWorker(self)`). */
export const builds = [
  {
    root,
    configFile: false,
    build: {
      ...shared,
      emptyOutDir: true,
      lib: { entry: 'src/ready-made.ts', name: 'RingbackWorkerFile', formats: ['iife'], fileName: () => 'ringback-worker.js' },
    },
  },
  {
    root,
    configFile: false,
    build: {
      ...shared,
      emptyOutDir: false,
      lib: {
        entry: 'src/index.ts',
        name: 'RingbackWorker',
        formats: ['es', 'iife'],
        fileName: (format) => `install-worker.${format === 'es' ? 'mjs' : 'js'}`,
      },
    },
  },
];
