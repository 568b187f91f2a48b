import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

/** A site of its own origin that embeds the product's widget under the strictest policy that the docs promise. */
export interface PageServer {
  readonly origin: string;
  /** Address of the page with these options beside the key and the queue. */
  page(options?: Readonly<Record<string, unknown>>): string;
  /** Before the first page: where the product is. */
  useProduct(origin: string): void;
  close(): Promise<void>;
}

const policyOf = (product: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${product}`,
    `connect-src ${product}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types ringback',
  ].join('; ');

export async function servePage(): Promise<PageServer> {
  const html = await readFile(new URL('page/index.html', import.meta.url), 'utf8');
  const look = await readFile(new URL('page/look.js', import.meta.url), 'utf8');
  let product = '';
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const send = (type: string, body: string): void => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policyOf(product) }).end(body);
    };
    if (pathname === '/look.js') send('text/javascript', look);
    else if (pathname === '/options.js') send('text/javascript', `window.ringback = ${searchParams.get('options') ?? '{}'};`);
    else if (pathname === '/') {
      const options = encodeURIComponent(searchParams.get('options') ?? '{}');
      send('text/html', html.replace('__PRODUCT__', product).replace('/options.js', `/options.js?options=${options}`));
    } else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    origin,
    page: (options = {}) => {
      const all = JSON.stringify({ apiKey: 'demo-key', serviceName: 'Support_VQ', ...options });
      return `${origin}/?${new URLSearchParams({ options: all }).toString()}`;
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
