import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const root = dirname(fileURLToPath(import.meta.url));

/** An app's pages wait for it: a second minifier, behind the first that leaves out what nobody uses, saves a hundred bytes more. */
const smaller = {
  name: 'smaller',
  async generateBundle({ format }, bundle) {
    for (const file of Object.values(bundle)) {
      const { code } = await minify(file.code, { module: format === 'es', toplevel: true, compress: { passes: 3, ecma: 2020 } });
      file.code = code;
    }
  },
};

/** The bridge for an app's own bundle or a `<script type="module">`, and for a classic script (`RingbackBridge.createMobileBridge`). */
export const builds = [
  {
    root,
    configFile: false,
    plugins: [smaller],
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
