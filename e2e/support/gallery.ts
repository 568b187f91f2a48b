import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { packLanguages } from '../../widget/scripts/pack-languages.mjs';

const ROOT = fileURLToPath(new URL('../../widget/test/gallery/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** The panel's states on a page of their own: its real parts, an imagined server, a clock that stands still. */
export interface Gallery {
  readonly origin: string;
  close(): Promise<void>;
}

/** Builds the gallery in memory, and serves it as files that the browser keeps: a page that is loaded again compiles nothing again. */
export async function openGallery(): Promise<Gallery> {
  const built = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [packLanguages()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', cssTarget: 'esnext', modulePreload: false },
  })) as Rolldown.RolldownOutput;
  const files = new Map(built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery');
    const name = pathname === '/' ? '/index.html' : pathname;
    const body = files.get(name);
    if (body === undefined) return void response.writeHead(name === '/favicon.ico' ? 204 : 404).end();
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600, immutable' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Shows one state and waits until it stands. */
export async function showState(page: Page, state: string, { lang = 'en-US', theme = 'light' } = {}): Promise<void> {
  await page.goto(`/?${new URLSearchParams({ state, lang, theme })}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
