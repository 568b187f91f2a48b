import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { packLanguages } from '../../widget/scripts/pack-languages.mjs';

const ROOT = fileURLToPath(new URL('../../widget/test/gallery/', import.meta.url));
const ORIGIN = 'https://gallery.example';
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** The panel's states on a page of their own: its real parts, an imagined server, a clock that stands still. */
export interface Gallery {
  /** Serves it to the pages of a context. */
  serve(context: BrowserContext): Promise<void>;
}

/** Builds the gallery in memory. */
export async function buildGallery(): Promise<Gallery> {
  const built = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [packLanguages()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', cssTarget: 'esnext', modulePreload: false },
  })) as Rolldown.RolldownOutput;
  const files = new Map(built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
  return {
    serve: async (context) => {
      await context.route(`${ORIGIN}/**`, (route) => {
        const { pathname } = new URL(route.request().url());
        const body = files.get(pathname === '/' ? '/index.html' : pathname);
        const contentType = TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
        return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType, body: Buffer.from(body) });
      });
    },
  };
}

/** Shows one state and waits until it stands. */
export async function showState(page: Page, state: string, { lang = 'en-US', theme = 'light' } = {}): Promise<void> {
  await page.goto(`${ORIGIN}/?${new URLSearchParams({ state, lang, theme })}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
