import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Plugin } from 'vite';

const DIST = fileURLToPath(new URL('../../widget/dist/', import.meta.url));
const PACKAGE: Readonly<Record<string, string>> = {
  '@ringback/widget': 'ringback.mjs',
  '@ringback/widget/react': 'ringback-react.mjs',
  '@ringback/widget/vue': 'ringback-vue.mjs',
};

export interface Snippet {
  readonly language: string;
  readonly code: string;
}

/** The snippets of a page of the documentation, by the name after their language. */
export function readSnippets(document: string): ReadonlyMap<string, Snippet> {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${document}`, import.meta.url)), 'utf8');
  const found = text.matchAll(/^```(\w+) ([\w-]+)\n([\s\S]*?)^```$/gm);
  return new Map([...found].map(([, language = '', name = '', code = '']) => [name, { language, code }]));
}

/** SRI hashes by file, as the build wrote them. */
export const integrityOf = (): Record<string, string> =>
  JSON.parse(readFileSync(`${DIST}integrity.json`, 'utf8')) as Record<string, string>;

/** Puts the server and the hashes in where a snippet names them. */
export function filled(code: string, origin: string): string {
  const hashes = integrityOf();
  const every = Object.entries(hashes).map(([file, hash]) => `"${origin}/widget/${file}": "${hash}"`);
  return code
    .replaceAll('https://ringback.example', origin)
    .replaceAll('{address and hash of every file}', every.join(','))
    .replaceAll('{hash of ringback.js}', hashes['ringback.js'] ?? '');
}

export interface BundleOptions {
  readonly origin: string;
  /** Leaves the widget itself at its address, so that only the framework is bundled. */
  readonly widgetStays?: boolean;
}

/** Bundles a module as a site would. @returns its files by name; the first one is to be loaded. */
export async function bundle(code: string, { origin, widgetStays = false }: BundleOptions): Promise<Map<string, string>> {
  const site: Plugin = {
    name: 'site',
    enforce: 'pre',
    resolveId(source) {
      if (source === '/site.jsx') return '/site.jsx';
      const file = PACKAGE[source] ?? (source === './ringback.mjs' ? 'ringback.mjs' : undefined);
      if (file === undefined) return undefined;
      return widgetStays && file === 'ringback.mjs' ? { id: `${origin}/widget/${file}`, external: true } : DIST + file;
    },
    load: (id) => (id === '/site.jsx' ? code : undefined),
  };
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../widget/', import.meta.url)),
    plugins: [site],
    oxc: { jsx: { runtime: 'automatic', importSource: 'react', development: false } },
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: { write: false, minify: false, modulePreload: false, target: 'es2022', rolldownOptions: { input: '/site.jsx' } },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as {
    output: { type: string; fileName: string; code?: string; isEntry?: boolean }[];
  };
  const chunks = output.filter(({ type }) => type === 'chunk').toSorted((one, other) => Number(other.isEntry) - Number(one.isEntry));
  return new Map(chunks.map(({ fileName, code: text = '' }) => [fileName, text]));
}

/** Serves a page of its own on the product's origin, and files beside it. @returns its address */
export async function servePage(page: Page, origin: string, html: string, files: ReadonlyMap<string, string> = new Map()): Promise<string> {
  const address = `${origin}/a-site/`;
  const whole = /<html/.test(html) ? html : `<!doctype html><html lang="en"><title>A site</title><body>${html}</body></html>`;
  await page.route(`${address}**`, (route) => {
    const name = route.request().url().slice(address.length);
    const file = files.get(name);
    if (file !== undefined) return route.fulfill({ body: file, contentType: 'text/javascript' });
    return name === '' ? route.fulfill({ body: whole, contentType: 'text/html' }) : route.fulfill({ status: 404 });
  });
  return address;
}
