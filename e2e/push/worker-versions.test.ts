import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload } from '@ringback/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBackgroundBrowser, type BackgroundBrowser } from './background-browser.js';
import { openPushService, type PushService } from './push-service.js';

const built = (name: string): string => readFileSync(new URL(`../../service-worker/dist/${name}`, import.meta.url), 'utf8');
const READY_MADE = built('ringback-worker.js');
const NEW = '1.0.0';
const OLD = '0.9.0';
/** The file as it was before the site has copied the new one. */
const older = READY_MADE.replaceAll(NEW, OLD);

/** Written as its README says, by a site that has a worker and messages of its own. */
const OWN_WORKER = `
  importScripts('/service-worker/install-worker.js');
  RingbackWorker.installRingbackWorker(self, { icon: '/own.png' });
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  self.addEventListener('push', (event) => {
    const { data } = event.data.json();
    event.waitUntil(registration.showNotification('Of the shop: ' + data.news, { tag: 'shop' }));
  });
  self.addEventListener('notificationclick', (event) => event.waitUntil(clients.openWindow('/news')));
`;

/** A page that speaks the worker's language, without the widget. */
const PAGE = `<!doctype html><html lang="en"><title>Shop</title><script>
  window.heard = [];
  const say = (message) => navigator.serviceWorker.controller?.postMessage({ source: 'ringback', protocol: 1, ...message });
  window.hello = () => say({ type: 'hello', pageId: crypto.randomUUID() });
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.source !== 'ringback') return;
    if (data.type === 'push') {
      const { callbackId, event, messageId: key } = data.payload;
      say({ type: 'delivered', callbackId, event, key });
    }
    heard.push(data.type === 'welcome' ? 'welcome ' + data.workerVersion : data.action + ' ' + data.payload.title);
    dispatchEvent(new Event('heard'));
  });
  navigator.serviceWorker.addEventListener('controllerchange', hello);
  navigator.serviceWorker.startMessages();
</script>`;

declare global {
  interface Window {
    heard: string[];
    hello(): void;
  }
}

let server: Server;
let origin: string;
let readyMade = older;
let browser: BackgroundBrowser;
let elsewhere: Page;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const scripts: Readonly<Record<string, string>> = {
      '/ringback-worker.js': readyMade,
      '/own/worker.js': OWN_WORKER,
      '/service-worker/install-worker.js': built('install-worker.js'),
    };
    const script = scripts[url.split('?')[0] ?? ''];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.setHeader('service-worker-allowed', '/');
    response.end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await startBackgroundBrowser();
  await browser.context.grantPermissions(['notifications'], { origin });
  elsewhere = browser.context.pages()[0] ?? (await browser.context.newPage());
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

/** What the page has heard, once the last of it is this. */
const heard = (page: Page, last: string): Promise<string[]> =>
  page.evaluate(
    (wanted) =>
      new Promise<string[]>((resolve) => {
        const look = (): void => void (window.heard.at(-1) === wanted && resolve(window.heard));
        addEventListener('heard', look);
        look();
      }),
    last,
  );
/** Opens a page whose worker is at this address, and waits until it is in control and has said who it is. */
async function open(workerUrl: string, version: string): Promise<{ page: Page; service: PushService }> {
  const service = await openPushService(browser.context, elsewhere, origin);
  const page = await browser.context.newPage();
  await page.goto(`${origin}/shop`);
  await page.evaluate((url) => navigator.serviceWorker.register(url, { scope: '/' }), workerUrl);
  await heard(page, `welcome ${version}`);
  return { page, service };
}
async function lookElsewhere(page: Page): Promise<void> {
  await elsewhere.bringToFront();
  await page.waitForFunction(() => document.hidden, undefined, { polling: 50 });
}

let messages = 0;
function message(change: Partial<PushPayload> = {}): PushPayload {
  messages += 1;
  return {
    event: 'CALLBACK_UPCOMING',
    callbackId: '01920000-0000-7000-8000-000000000001',
    queue: 'Support_VQ',
    title: `Message ${messages}`,
    body: 'It is nearly your turn.',
    url: `${origin}/shop`,
    messageId: `m-${messages}`,
    version: String(messages),
    v: '1',
    ...change,
  } as PushPayload;
}
const titles = async (service: PushService): Promise<string[]> => (await service.notices()).map(({ title }) => title);

it('[SW1] a new version takes over the page that is open, is made known to it, and serves it from then on', async () => {
  const { page, service } = await open('/ringback-worker.js?projectId=p&apiKey=k&appId=a&messagingSenderId=1', OLD);
  const early = message();
  await page.bringToFront();
  await service.deliver(early);
  readyMade = READY_MADE;
  // The page stays in front: a browser that has just started asks for no new worker before its first page in front has come to rest. One
  // that goes behind sooner keeps it waiting for minutes; later in its life it asks within 10 ms, in front or behind, message or none.
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  expect(await heard(page, `welcome ${NEW}`)).toEqual([`welcome ${OLD}`, `received ${early.title}`, `welcome ${NEW}`]);
  const after = await page.evaluate(async () => {
    const { active, waiting } = await navigator.serviceWorker.ready;
    return [active === navigator.serviceWorker.controller, waiting];
  });
  expect(after).toEqual([true, null]);

  await lookElsewhere(page);
  const shown = message();
  // The new one knows what the old one has handed on.
  await service.deliver(early);
  await service.deliver(shown);
  await service.deliver(shown);
  expect(await titles(service)).toEqual([shown.title]);
  expect(await service.press('confirm')).toBeUndefined();
  await heard(page, `confirm ${shown.title}`);
  expect(service.displayed).toEqual([shown.title]);
  await page.close();
});

it('[SW1] [SW2] in a worker of the site’s own: our messages are shown and pressed as ever, the site’s go to the site', async () => {
  const { page, service } = await open('/own/worker.js', NEW);
  const before = service.displayed.length;
  await page.bringToFront();
  const [inFront, behind] = [message(), message()];
  await service.deliver(inFront);
  await heard(page, `received ${inFront.title}`);
  await lookElsewhere(page);
  await service.deliver(behind);
  expect(await service.notices()).toMatchObject([{ title: behind.title, buttons: ["I'm ready", 'Cancel'] }]);
  expect(await service.press('cancel')).toBeUndefined();
  await heard(page, `cancel ${behind.title}`);

  await service.deliver({ news: 'sale' });
  expect(await titles(service)).toEqual(['Of the shop: sale']);
  expect(await service.press('')).toBe('/news');
  // Ours that can't be read is dropped, and is nobody's.
  await service.deliver({ ...message(), event: 'REBOOT' });
  expect(service.displayed.slice(before)).toEqual([behind.title, 'Of the shop: sale']);
  await service.dismiss();
  await page.close();
});
