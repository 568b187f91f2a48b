import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { packLanguages } from './scripts/pack-languages.mjs';
import { phoneMetadata } from './scripts/phone-metadata.mjs';
import { recaptchaOnPreact } from './scripts/recaptcha-on-preact.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const outDir = join(root, 'dist');

/** Lightning-fast evaluation in every browser that has `color-mix` and adopted style sheets; nothing below gets the widget. */
const target = 'es2022';
// The style sheets use what all of those have; made older, they would grow by half a kilobyte.
const cssTarget = 'esnext';
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } };
// Vite keeps the white space of ES libraries unless the output itself is told to go without. Every page view pays for the panel's name.
const name = '[name]-[hash:7].mjs';
const output = { minify: true, chunkFileNames: name, entryFileNames: name, hashCharacters: 'hex' };

/** Browsers that know it compile all of a file while it arrives, off the main thread, instead of function by function when each is called. */
const compileAhead = '//# allFunctionsCalledOnLoad';

/** What everybody waits for gets a second minifier: a fifth of a kilobyte less. Before files are named by what is in them. */
const smaller = {
  name: 'smaller',
  async renderChunk(code, { isEntry }, { format }) {
    if (!isEntry) return null;
    return {
      code: (
        await minify(code, {
          module: format === 'es',
          toplevel: true,
          compress: { passes: 3, ecma: 2020, inline: 2, sequences: false, pure_getters: true, unsafe_arrows: true },
        })
      ).code,
      map: null,
    };
  },
};

/** Custom properties of our own get short names, the same in all files; those that sites set keep theirs. */
const panelStyles = ['tokens', 'frame', 'fields', 'when', 'sheet'].map((part) =>
  readFileSync(join(root, `src/panel/styles/${part}.css`), 'utf8'),
);
const ownNames = [...new Set(panelStyles.join('').match(/--_[a-z0-9-]+/g))];
const shortNames = {
  name: 'short-names',
  renderChunk: (code) => ({
    code: code.replace(/--_[a-z0-9-]+/g, (own) => (ownNames.includes(own) ? `--_${ownNames.indexOf(own).toString(36)}` : own)),
    map: null,
  }),
};

/** All that the panel imports at once: the group falls together with the entry. Left to itself, the splitter cuts off what enough later parts share. */
const oneFile = { name: 'panel', tags: ['$initial'] };

/** Name of the panel that the first build has just written: both ways in import that one file, and nobody loads it in parts. */
const panelFile = () => {
  const panel = readdirSync(outDir).find((file) => /^panel-[\w-]+\.mjs$/.test(file));
  if (!panel) throw new Error('The first build left no panel in dist; it runs before the two ways in');
  return panel;
};

/** A classic script that knows the panel's name. */
const classicScript = (entry, fileName, plugins = []) => ({
  root,
  configFile: false,
  plugins: [{ name: 'panel-file', config: () => ({ define: { PANEL_FILE: JSON.stringify(panelFile()) } }) }, smaller, ...plugins],
  build: {
    target,
    cssTarget,
    outDir,
    emptyOutDir: false,
    lib: { entry, formats: ['iife'], name: 'ringbackScript', fileName: () => fileName },
    rolldownOptions: { output: { minify: true, postBanner: compileAhead } },
  },
});

/** The vendor's all-in-one snippet links a style sheet; the widget brings its own. */
const vendorStyles = {
  name: 'vendor-styles',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'widgets.min.css', source: '/* The styles come with the script. */\n' });
  },
};

/** Further ways in, each on top of the import: they share its file, whichever a page uses. */
const onTop = (entry, fileName, plugins = []) => ({
  root,
  configFile: false,
  plugins: [
    {
      name: 'import-file',
      enforce: 'pre',
      resolveId: (source, importer) => (importer && source.endsWith('/index.js') ? { id: './ringback.mjs', external: true } : undefined),
    },
    ...plugins,
  ],
  build: {
    target,
    outDir,
    emptyOutDir: false,
    lib: { entry, formats: ['es'], fileName: () => fileName },
    rolldownOptions: { external: ['react', 'vue'], output: { minify: true } },
  },
});

/** `integrity.json`: the SRI hash of every file. The last build writes it. */
const integrity = {
  name: 'integrity',
  closeBundle() {
    const files = readdirSync(outDir)
      .filter((file) => /\.m?js$/.test(file))
      .sort();
    const hashOf = (file) =>
      `sha384-${createHash('sha384')
        .update(readFileSync(join(outDir, file)))
        .digest('base64')}`;
    writeFileSync(
      join(outDir, 'integrity.json'),
      `${JSON.stringify(Object.fromEntries(files.map((file) => [file, hashOf(file)])), null, 2)}\n`,
    );
  },
};

/** The panel and what is loaded after it, the same as one file for the next try, then the two ways in: the import and the classic script. */
export const builds = [
  {
    root,
    configFile: false,
    oxc,
    plugins: [packLanguages(), phoneMetadata(), recaptchaOnPreact(), shortNames, smaller],
    build: {
      target,
      cssTarget,
      outDir,
      emptyOutDir: true,
      lib: { entry: { panel: 'src/load-panel-start.ts' }, formats: ['es'] },
      // Else what the panel shares with later parts would become files of their own, each a request and a worse compression.
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        output: { ...output, codeSplitting: { groups: [oneFile] }, postBanner: ({ isEntry }) => (isEntry ? compileAhead : '') },
      },
    },
  },
  {
    root,
    configFile: false,
    oxc,
    plugins: [packLanguages(), phoneMetadata(), recaptchaOnPreact()],
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
  classicScript('src/script.ts', 'ringback.js'),
  // Pages that come from the vendor change the folder of their script and nothing else: the lazy snippet, and all in one.
  classicScript('src/vendor-script.ts', 'cxbus.min.js'),
  classicScript('src/vendor-script.ts', 'widgets.min.js', [vendorStyles]),
  onTop('src/ways-in/element.ts', 'ringback-element.mjs'),
  onTop('src/ways-in/react.ts', 'ringback-react.mjs'),
  onTop('src/ways-in/vue.ts', 'ringback-vue.mjs', [integrity]),
];
