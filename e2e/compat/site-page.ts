import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { newPage, type PageOptions } from '../support/browser.js';
import type { Stage } from '../support/stage.js';

/** Where the sites' files say that the server is; the one thing that a site changes. */
const SERVER = 'https://callback.example.com';

const textOf = (path: string): Promise<string> => readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const JQUERY = new URL('../../node_modules/jquery/dist/jquery.min.js', import.meta.url);

export interface SiteOptions extends PageOptions {
  /** The site's file in `sites/`, without `.js`. */
  readonly site: string;
  /** `all-in-one`: the vendor's script and style sheet by tag; `lazy`: the site's file loads what it needs. */
  readonly snippet: 'all-in-one' | 'lazy';
  /** The page brings jQuery, as many do. */
  readonly jquery?: boolean;
  /** Prepares the page before it is opened. */
  prepare?(page: Page): Promise<unknown>;
}

/** Opens a site's page on the product: its own file as it is, but for the server's address. */
export async function openSite(stage: Stage, { site, snippet, jquery = false, prepare, ...options }: SiteOptions): Promise<Page> {
  const { page } = await newPage(stage.browser, options);
  const file = (await textOf(`./sites/${site}.js`)).replaceAll(SERVER, stage.origin);
  const own = new Map([
    ['/site.js', { contentType: 'text/javascript', body: file }],
    ['/jquery.js', { contentType: 'text/javascript', body: jquery ? await readFile(JQUERY, 'utf8') : '' }],
    ['/site.html', { contentType: 'text/html', body: pageOf(snippet, jquery) }],
  ]);
  await page.route(
    (url) => url.origin === stage.origin && own.has(url.pathname),
    (route) => route.fulfill(own.get(new URL(route.request().url()).pathname) ?? { status: 404 }),
  );
  await prepare?.(page);
  await page.goto(`${stage.origin}/site.html`);
  return page;
}

const pageOf = (snippet: SiteOptions['snippet'], jquery: boolean): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A shop</title>
    <link rel="icon" href="data:," />
    ${snippet === 'all-in-one' ? '<link id="genesys-widgets-styles" rel="stylesheet" href="/widget/widgets.min.css" />' : ''}
    ${jquery ? '<script src="/jquery.js"></script>' : ''}
    <script src="/site.js"></script>
    ${snippet === 'all-in-one' ? '<script src="/widget/widgets.min.js"></script>' : ''}
    <script>window.quickBus = typeof window._genesys?.widgets?.bus?.command;</script>
  </head>
  <body>
    <main>
      <h1>A shop</h1>
      <button id="call-me">Call me</button>
    </main>
  </body>
</html>
`;
