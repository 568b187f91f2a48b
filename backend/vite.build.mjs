import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';

const BUILTIN = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
/** Our own packages are TypeScript and go into the bundle; what npm installed stays where it is. */
const isExternal = (id) => BUILTIN.has(id) || (/^[\w@]/.test(id) && !id.startsWith('@ringback/'));

/** Two ways in: `main.js` for `node`, `index.js` for whoever starts the service from code. */
export const builds = [
  {
    root: fileURLToPath(new URL('.', import.meta.url)),
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'dist',
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { main: 'src/main.ts', index: 'src/index.ts' },
        external: isExternal,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
    ssr: { noExternal: [/^@ringback\//] },
  },
];
