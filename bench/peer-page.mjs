/*
 * The page that Ringback is measured on beside its peers (README.md): the peers' shop page with our snippet, the built widget as
 * brotli, and an answer about offers at once, as the peers' servers are stubs too.
 *
 * `node bench/peer-page.mjs [port]` prints its address. `/` lets the panel come when the page is idle; `/cold` keeps it away until
 * somebody points at the button.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'widget', 'dist');
const never = '<script>window.requestIdleCallback = () => 0;</script>';

const page = (head) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><title>Demo shop</title>${head}</head>
<body><header><h1>Demo shop</h1></header><main><p>Some page text.</p></main>
<script src="/widget/ringback.js" data-api-key="demo-key" data-service-name="Support_VQ" async></script></body></html>`;

const offers = () => ({
  serviceName: 'Support_VQ',
  open: true,
  openFor: 3600,
  timeZone: 'UTC',
  defaultCountry: 'US',
  immediate: { offered: true, estimatedWaitTime: 240, waiting: 3 },
  scheduled: {
    offered: true,
    firstFree: new Date(Math.ceil(Date.now() / 900_000) * 900_000).toISOString(),
    slotDurationMinutes: 15,
    maxAdvanceDays: 30,
  },
});

/** Like the peers' files: the smallest encoding, and no cache. */
function sendFile(response, name) {
  const path = join(dist, normalize(`/${name}`));
  if (!existsSync(path)) return response.writeHead(404).end();
  const isSmaller = existsSync(`${path}.br`);
  response.writeHead(200, {
    'content-type': 'text/javascript',
    'cache-control': 'no-store',
    ...(isSmaller && { 'content-encoding': 'br' }),
  });
  return response.end(readFileSync(isSmaller ? `${path}.br` : path));
}

function answer({ url }, response) {
  const { pathname } = new URL(url, 'http://page');
  const send = (type, body) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  if (pathname === '/') return send('text/html', page(''));
  if (pathname === '/cold') return send('text/html', page(never));
  if (pathname.startsWith('/visitor/v1/offers/')) {
    const body = { status: { code: 200, message: 'OK', corrId: 'stub' }, operation: { verb: 'GET', name: 'offers' }, data: offers() };
    return send('application/json', JSON.stringify(body));
  }
  return sendFile(response, pathname.replace(/^\/widget\//, ''));
}

const server = createServer(answer).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () =>
  process.stdout.write(`http://localhost:${server.address().port}/\n`),
);
