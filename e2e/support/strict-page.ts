import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const DOCS = fileURLToPath(new URL('../../docs/content-security-policy.md', import.meta.url));

export interface StrictPage {
  readonly script: string;
  readonly module?: boolean;
  readonly tag?: boolean;
  readonly lang?: string;
  /** Which policy of the docs. Default: the one of sites without third parties. */
  readonly policy?: 'policy' | 'captcha policy';
  /** Stands in for Google's hosts, and for the policy that its script makes. */
  readonly scriptHost?: string;
}

/** A site of its own origin, as strict as the docs allow. */
export interface StrictSite {
  readonly origin: string;
  /** What the browser reported, as it sent it. */
  readonly reports: readonly string[];
  /** Puts a page there: its path, and the script that starts the widget on it. */
  put(path: string, page: StrictPage): string;
  /** Before the first page: where the product is. */
  useProduct(origin: string): void;
  close(): Promise<void>;
}

/** The policy that the docs list, word by word, for a server at `product`. */
export async function documentedPolicy(product: string, { policy = 'policy', scriptHost }: Partial<StrictPage> = {}): Promise<string> {
  const block = new RegExp(`\`\`\`text ${policy}\\n([^\`]+)\`\`\``).exec(await readFile(DOCS, 'utf8'))?.[1];
  if (block === undefined) throw new Error(`docs/content-security-policy.md lists no policy in a block "text ${policy}"`);
  const here = block.trim().replaceAll('https://callbacks.example.com', product).replaceAll('\n', ' ');
  if (scriptHost === undefined) return here;
  return here
    .replaceAll(/https:\/\/(?:www|recaptcha)\.(?:google|gstatic)\.com\/recaptcha\//g, `${scriptHost}/`)
    .replace('<their names>', 'stand-in');
}

export async function serveStrictSite(): Promise<StrictSite> {
  const files = new Map<string, { type: string; body: string; page?: StrictPage }>();
  const reports: string[] = [];
  let product = '';
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/reports') reports.push(await bodyOf(request));
    const file = files.get(pathname);
    const policy = `${await documentedPolicy(product, file?.page)}; report-uri /reports`;
    response.writeHead(file ? 200 : 204, { 'content-type': file?.type ?? 'text/plain', 'content-security-policy': policy }).end(file?.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    origin,
    reports,
    put(path, page) {
      const { script, module = false, tag = false, lang = 'en' } = page;
      const start = `<script ${module ? 'type="module" ' : ''}src="${path}.js"></script>`;
      const widget = tag ? `<script src="${product}/widget/ringback.js"></script>` : '';
      files.set(`${path}.js`, { type: 'text/javascript', body: script });
      files.set(path, {
        page,
        type: 'text/html; charset=utf-8',
        body: `<!doctype html><html lang="${lang}"><head><meta name="viewport" content="width=device-width"><title>A strict site</title>${start}${widget}</head><body><h1>A strict site</h1></body></html>`,
      });
      return origin + path;
    },
    useProduct: (at) => {
      product = at;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
