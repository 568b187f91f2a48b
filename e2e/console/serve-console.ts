import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { FakeApi } from '../../console/test/support/fake-api.js';

const CONSOLE = fileURLToPath(new URL('../../console/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** As strict as the product's own, so that the page is looked at under the policy it will live with. */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'";

/** The console's built files before a fake API. */
export interface ServedConsole {
  /** Address of the page, with its final slash. */
  readonly address: string;
  /** The API that the next request meets. */
  api: FakeApi;
  close(): Promise<void>;
}

/** Builds the console as `npm run build` does, into a folder of its own, and serves it. */
export async function serveConsole(api: FakeApi): Promise<ServedConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-console-'));
  const { builds } = await import(new URL('vite.build.mjs', `file://${CONSOLE}`).href);
  for (const options of builds) {
    await build({ ...options, root: CONSOLE, configFile: false, logLevel: 'warn', build: { ...options.build, outDir: folder } });
  }
  const served = { api };
  const server = createServer((request, response) => void answer(folder, served.api, request, response));
  const address = `${await listen(server)}/console/`;
  return Object.assign(served, {
    address,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${bound.port}`;
}

async function answer(folder: string, api: FakeApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/console/v1/')) return relay(api, request, response);
  const file = path === '/console/' ? 'index.html' : path.replace(/^\/console\//, '');
  const content = await readFile(join(folder, file)).catch(() => undefined);
  if (!content) return void response.writeHead(404).end();
  response
    .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY })
    .end(content);
}

async function relay(api: FakeApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const body = await text(request);
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  try {
    const answered = await api.fetch(request.url ?? '', { method: request.method, headers, signal: gone.signal, ...(body && { body }) });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    for await (const chunk of answered.body ?? []) response.write(chunk);
    response.end();
  } catch {
    // The fake server plays a broken line.
    request.socket.destroy();
  }
}
