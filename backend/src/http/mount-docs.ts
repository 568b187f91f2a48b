import type { Hono } from 'hono';
import type { AppEnv, AppServices } from './app-env.js';
import { mountGet } from './mount-operations.js';
import { openApiDocument } from './openapi/document.js';
import { docsPage } from './pages/docs-page.js';
import { PAGE_STYLE } from './pages/page-style.js';

/** The OpenAPI document and a page to read it, both made from the endpoint table. */
export function mountDocs(app: Hono<AppEnv>, { publicUrl }: AppServices): void {
  // Made at the first question: a start has better things to do.
  let document: ReturnType<typeof openApiDocument> | undefined;
  let text: string | undefined;
  let page: string | undefined;
  const documentOnce = () => (document ??= openApiDocument(publicUrl));
  mountGet(app, '/openapi.json', (c) => {
    text ??= JSON.stringify(documentOnce());
    return c.body(text, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache', 'Access-Control-Allow-Origin': '*' });
  });
  mountGet(app, '/docs', (c) => c.html((page ??= docsPage(documentOnce())), 200, { 'Cache-Control': 'no-cache' }));
  mountGet(app, '/docs/style.css', (c) =>
    c.body(PAGE_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
}
