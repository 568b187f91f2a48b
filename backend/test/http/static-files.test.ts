import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/server.js';
import { bootApp } from './boot-app.js';

let root: string;
let folders: { demoSite: string; console: string; widget: string; serviceWorker: string; bridge: string };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ringback-static-'));
  folders = {
    demoSite: join(root, 'demo'),
    console: join(root, 'console'),
    widget: join(root, 'widget'),
    serviceWorker: join(root, 'service-worker'),
    bridge: join(root, 'mobile-bridge'),
  };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));
  await writeFile(join(root, 'secret.txt'), 'not for you');
  await writeFile(join(folders.demoSite, 'index.html'), '<!doctype html><title>Shop</title>');
  await writeFile(join(folders.console, 'index-B1x9_kQz.js'), 'console');
  await writeFile(join(folders.console, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(folders.widget, 'ringback.js'), 'plain');
  await writeFile(join(folders.widget, 'ringback.js.br'), 'brotli');
  await writeFile(join(folders.widget, 'ringback.js.gz'), 'gzip');
  await writeFile(join(folders.widget, 'panel-3fa1b2c.mjs'), 'panel');
  await writeFile(join(folders.widget, 'de-standard.js'), 'texts');
  await writeFile(join(folders.serviceWorker, 'ringback-worker.js'), 'worker');
  await writeFile(join(folders.serviceWorker, 'install-worker.mjs'), 'function');
  await writeFile(join(folders.bridge, 'bridge.mjs'), 'bridge');
  await mkdir(join(folders.demoSite, 'engagement'));
  await writeFile(join(folders.demoSite, 'engagement', 'x.html'), 'hidden behind the API');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const boot = () => bootApp({ folders }).app;

describe('pages and scripts', () => {
  it.each([
    ['/', 200, 'text/html; charset=utf-8', 'Shop'],
    ['/index.html', 200, 'text/html; charset=utf-8', 'Shop'],
    ['/console/', 200, 'text/html; charset=utf-8', 'Console'],
    ['/widget/ringback.js', 200, 'text/javascript; charset=utf-8', 'plain'],
    ['/service-worker/ringback-worker.js', 200, 'text/javascript; charset=utf-8', 'worker'],
    ['/bridge/bridge.mjs', 200, 'text/javascript; charset=utf-8', 'bridge'],
  ])('%s', async (path, status, type, content) => {
    const response = await boot().request(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(await response.text()).toContain(content);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('[SW1] the ready-made worker lies at the root of the shop, where it rules its pages; nothing else of its folder does', async () => {
    const app = boot();
    const worker = await app.request('/ringback-worker.js?projectId=p');
    expect([worker.status, await worker.text(), worker.headers.get('cache-control')]).toEqual([200, 'worker', 'no-cache']);
    expect(worker.headers.has('access-control-allow-origin')).toBe(false);
    expect((await app.request('/install-worker.mjs')).status).toBe(404);
    expect((await app.request('/service-worker/install-worker.mjs')).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('/console leads to /console/', async () => {
    const response = await boot().request('/console');
    expect([response.status, response.headers.get('location')]).toEqual([308, '/console/']);
  });

  it.each([
    ['br, gzip', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzip'],
    ['', null, 'plain'],
  ])('the twin for Accept-Encoding "%s"', async (accepted, encoding, content) => {
    const response = await boot().request('/widget/ringback.js', { headers: { 'accept-encoding': accepted } });
    expect([response.headers.get('content-encoding'), await response.text()]).toEqual([encoding, content]);
    expect(response.headers.get('content-type')).toContain('text/javascript');
  });

  it('twins are not to be had by name', async () => {
    expect((await boot().request('/widget/ringback.js.br')).status).toBe(404);
  });

  it.each([
    ['/widget/panel-3fa1b2c.mjs', 'public, max-age=31536000, immutable'],
    ['/console/index-B1x9_kQz.js', 'public, max-age=31536000, immutable'],
    ['/widget/ringback.js', 'no-cache'],
    ['/widget/de-standard.js', 'no-cache'],
    ['/', 'no-cache'],
  ])('%s is kept as "%s"', async (path, cacheControl) => {
    expect((await boot().request(path)).headers.get('cache-control')).toBe(cacheControl);
  });

  it('what has not changed is not sent again', async () => {
    const app = boot();
    const etag = (await app.request('/widget/ringback.js')).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const again = await app.request('/widget/ringback.js', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'no-cache']);
    expect(again.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('[WI6] scripts of the widget may be loaded by every page; console and demo may not', async () => {
    const app = boot();
    const widget = await app.request('/widget/panel-3fa1b2c.mjs', { headers: { origin: 'https://evil.example' } });
    expect(widget.headers.get('access-control-allow-origin')).toBe('*');
    expect(widget.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    for (const path of ['/', '/console/']) expect((await app.request(path)).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('pages come with a policy without inline scripts; the console is in nobody’s frame', async () => {
    const app = boot();
    const shop = (await app.request('/')).headers.get('content-security-policy') ?? '';
    expect(shop).toContain("default-src 'self'");
    expect(shop).not.toContain('unsafe');
    const console = await app.request('/console/');
    expect(console.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(console.headers.get('x-frame-options')).toBe('DENY');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/widget/..%2f..%2fsecret.txt',
    '/widget/%2e%2e%2fsecret.txt',
    '/widget/....//secret.txt',
    '/widget/..\\secret.txt',
    '/widget/%5c..%5csecret.txt',
    '//etc/passwd',
  ])('nothing outside: %s', async (path) => {
    const app = boot();
    const server = createHttpServer(app.fetch);
    const port = await server.listen(0, '127.0.0.1');
    const { request } = await import('node:http');
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, agent: false }, (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (chunk) => (received += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: received }));
      })
        .on('error', reject)
        .end();
    });
    await server.close(0);
    expect([400, 404]).toContain(status);
    expect(text).not.toContain('not for you');
    expect(text).not.toContain('root:');
  });

  it('an unknown address is a page for a reader and the envelope for a program', async () => {
    const app = boot();
    const page = await app.request('/nowhere', { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const envelope = await app.request('/nowhere');
    expect(await envelope.json()).toMatchObject({ status: { code: 501 } });
    const api = await app.request('/engagement/x.html', { headers: { accept: 'text/html' } });
    expect(await api.json()).toMatchObject({ status: { code: 501 } });
  });

  it('a missing file has no lasting cache header', async () => {
    expect((await boot().request('/widget/gone-B1x9_kQz.js')).headers.get('cache-control')).toBe('no-store');
  });

  it('HEAD tells the size and sends nothing', async () => {
    const response = await boot().request('/widget/ringback.js', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '5', '']);
  });

  it('before a build there is a page that says so', async () => {
    const response = await bootApp().app.request('/', { headers: { accept: 'text/html' } });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('npm run build')]);
  });
});
