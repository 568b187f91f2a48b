import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** The bridge for an app's own bundle or a `<script type="module">`, and for a classic script (`RingbackBridge.createMobileBridge`). */
export const builds = [
  {
    root,
    configFile: false,
    build: {
      target: 'es2022',
      outDir: join(root, 'dist'),
      emptyOutDir: true,
      lib: {
        entry: 'src/index.ts',
        name: 'RingbackBridge',
        formats: ['es', 'iife'],
        fileName: (format) => `bridge.${format === 'es' ? 'mjs' : 'js'}`,
      },
      rolldownOptions: { output: { minify: true } },
    },
  },
];
