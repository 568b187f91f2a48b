import { generateKeyPairSync } from 'node:crypto';
import type { PushEvent, PushPayload } from '@ringback/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { logIn } from '../support/api.js';
import { demoConfig } from '../support/demo-config.js';
import { confirmOf, openPanel, panelOf, phoneOf, reach } from '../support/panel.js';
import { openRecords, type Records } from '../support/records.js';
import { startProduct, type Product } from '../support/start-product.js';
import { startBackgroundBrowser, type BackgroundBrowser } from './background-browser.js';
import { openPushService, type PushService } from './push-service.js';
import { standInForFirebase, WEB, type StandInFirebase } from './stand-in-firebase.js';

const NUMBER = '+12125550177';
const PAGE = `<!doctype html><html lang="en"><title>Shop</title>
<script>
  window.ringback = { apiKey: 'demo-key', serviceName: 'Support_VQ', push: {} };
  window.received = [];
  window.listening = new Promise((resolve) => addEventListener('DOMContentLoaded', () => {
    CXBus.subscribe('Push.ready', resolve);
    CXBus.subscribe('Push.received', ({ data }) => {
      received.push(data.action + ' ' + data.payload.title);
      dispatchEvent(new Event('received'));
    });
  }));
</script>
<script src="/widget/ringback.js"></script>`;

/** What a careful site says. */
const STRICT = { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types ringback" };
const BUTTONS: Readonly<Record<PushEvent, readonly string[]>> = {
  CALLBACK_UPCOMING: ["I'm ready", 'Cancel'],
  CALLBACK_READY: ['Get the number', 'Cancel'],
  CALL_IN_READY: ['Call now', 'Cancel'],
  CALLBACK_ATTEMPT_FAILED: ['Cancel'],
  CALLBACK_FINAL_ATTEMPT_FAILED: [],
  CALLBACK_PURGED: [],
};

declare global {
  interface Window {
    received: string[];
    /** The plugin comes after the page. */
    listening: Promise<unknown>;
  }
}

let database: TestDatabase;
let product: Product;
let records: Records;
let browser: BackgroundBrowser;
let firebase: StandInFirebase;
let service: PushService;
let shop: Page;
/** Of another origin; in front whenever the shop must not be. */
let elsewhere: Page;
let callbackId: string;
const handedOver: unknown[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const config = demoConfig() as { site: object };
  // Unused: nothing is sent here. But it has to be one.
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const account = { projectId: 'shop-1', clientEmail: 'push@shop.example', privateKey, web: WEB };
  product = await startProduct({
    config: { ...config, site: { ...config.site, push: { ...account, tokenUrl: 'http://127.0.0.1:9/', sendUrl: 'http://127.0.0.1:9/' } } },
    env: { DATABASE_URL: database.url, LOG_LEVEL: 'error' },
  });
  records = await openRecords(database.url);
  const staff = await logIn(product.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);

  browser = await startBackgroundBrowser();
  const { context } = browser;
  context.setDefaultTimeout(15_000);
  firebase = await standInForFirebase(context, [product.origin]);
  await context.route(`${product.origin}/push-page*`, (route) => route.fulfill({ contentType: 'text/html', headers: STRICT, body: PAGE }));
  context.on('request', (request) => {
    if (request.url().endsWith('/push-targets')) handedOver.push(request.postDataJSON());
  });
  elsewhere = context.pages()[0] ?? (await context.newPage());
  service = await openPushService(context, elsewhere, product.origin);
  shop = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await records?.close();
  await product?.stop();
  await database?.drop();
});

let messages = 0;
/** A message about the callback that was booked; each is a new one unless it says otherwise. */
function message(change: Partial<PushPayload> = {}): PushPayload {
  messages += 1;
  const { event = 'CALLBACK_UPCOMING' } = change;
  return {
    event,
    callbackId,
    queue: 'Support_VQ',
    title: `Message ${messages}`,
    body: 'It is nearly your turn.',
    url: `${product.origin}/push-page?from=notification`,
    messageId: `m-${messages}`,
    version: String(1000 + messages),
    v: '1',
    ...(event === 'CALL_IN_READY' && { phoneNumber: '+19059680004', accessCode: '730184', telUri: 'tel:+19059680004,,730184' }),
    ...change,
  } as PushPayload;
}

const titles = async (): Promise<string[]> => (await service.notices()).map(({ title }) => title);

/** Another tab comes to the front. */
async function lookElsewhere(page = shop): Promise<void> {
  await elsewhere.bringToFront();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        if (document.hidden) return resolve();
        document.addEventListener('visibilitychange', () => resolve(), { once: true });
      }),
  );
}

/** What the page has heard, once it is so much. */
const heard = (page: Page, count: number): Promise<string[]> =>
  page.evaluate(
    (most) =>
      new Promise<string[]>((resolve) => {
        const look = (): void => void (window.received.length >= most && resolve(window.received));
        addEventListener('received', look);
        look();
      }),
    count,
  );

describe('from the press to the page that a notification opens', () => {
  it('[PU4] [SW1] somebody who has booked presses, is asked, and the request knows the browser', async () => {
    await shop.goto(`${product.origin}/push-page`);
    await shop.bringToFront();
    const panel = await openPanel(shop);
    await phoneOf(panel).fill(NUMBER.slice(2));
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    const offer = panel.getByRole('button', { name: 'Tell me when it’s my turn' });
    await offer.waitFor();
    expect([firebase.asked, browser.context.serviceWorkers()]).toEqual([0, []]);
    await offer.click();
    await panel.getByText('We’ll tell you, even when this page is closed.').waitFor();
    expect([firebase.asked, firebase.tokens, firebase.complaints]).toEqual([1, ['fcm-token-1'], []]);
    expect(handedOver).toEqual([{ pushTargets: [{ channel: 'FCM', target: 'fcm-token-1' }] }]);
    const [row] = await records.ofNumber(NUMBER);
    callbackId = String(row?.id);
    expect(row).toMatchObject({ state: 'QUEUED' });
  });

  it('[SW1] a page in front gets the message, and nothing is shown', async () => {
    const { title } = message();
    await service.deliver({ ...message({ title }) });
    expect(await heard(shop, 1)).toEqual([`received ${title}`]);
    expect(service.displayed).toEqual([]);
  });

  it.each(Object.entries(BUTTONS) as [PushEvent, readonly string[]][])(
    '[SW1] behind another tab %s is a notification with the buttons %j',
    async (event, buttons) => {
      await lookElsewhere();
      const before = service.displayed.length;
      const told = message({ event });
      await service.deliver(told);
      const requireInteraction = event === 'CALLBACK_READY' || event === 'CALL_IN_READY';
      expect(await service.notices()).toMatchObject([{ title: told.title, body: told.body, buttons, requireInteraction }]);
      expect(service.displayed.slice(before)).toEqual([told.title]);
    },
  );

  it('[SW1] [PU3] whatever comes twice, late, out of order or from elsewhere: each is shown once, none of what has passed', async () => {
    const before = service.displayed.length;
    const [first, second, third] = [message(), message(), message()];
    await Promise.all([first, first, first].map((same) => service.deliver(same)));
    await service.stopWorker();
    await service.deliver(first);
    await service.deliver(third);
    await service.deliver(second);
    await service.deliver(message({ expiresAt: '2020-01-01T00:00:00.000Z' }));
    await service.deliver({ ...message(), event: 'REBOOT' });
    await service.deliver({ news: 'of the site itself' });
    await service.deliverText('no JSON');
    expect(service.displayed.slice(before)).toEqual([first.title, third.title]);
    // All that is known of one callback is one notification.
    expect(await titles()).toEqual([third.title]);
  });

  it('[SW1] of two tabs the one in front is told, alone; behind another one, a message is shown once', async () => {
    const second = await browser.context.newPage();
    await second.goto(`${product.origin}/push-page`);
    await second.bringToFront();
    await second.evaluate(() => window.listening);
    const before = service.displayed.length;
    const [inFront, behind] = [message(), message()];
    await service.deliver(inFront);
    expect(await heard(second, 1)).toEqual([`received ${inFront.title}`]);
    expect([await shop.evaluate(() => window.received.length), service.displayed.length - before]).toEqual([1, 0]);
    // What was shown before has been overtaken.
    expect(await titles()).toEqual([]);
    await lookElsewhere(second);
    await service.deliver(behind);
    expect(service.displayed.slice(before)).toEqual([behind.title]);
    await second.close();
  });

  it('[SW1] with no page open a stopped worker wakes and shows it; the page that is opened by a press hears of it, once', async () => {
    await shop.close();
    await service.stopWorker();
    const told = message();
    await service.deliver(told);
    expect(await titles()).toEqual([told.title]);
    const address = await service.press('');
    expect(address).toBe(`${product.origin}/push-page?from=notification`);
    shop = await browser.context.newPage();
    await shop.goto(String(address));
    expect(await heard(shop, 1)).toEqual([`open ${told.title}`]);
    await panelOf(shop).waitFor();
    expect(await titles()).toEqual([]);
    await shop.reload();
    await shop.evaluate(() => window.listening);
    await service.deliver(message({ messageId: told.messageId }));
    expect(await heard(shop, 0)).toEqual([]);
  });

  it('[SW1] a new subscription is a new token, and the request is told by it from then on', async () => {
    firebase.renewSubscription();
    const told = shop.waitForRequest((request) => request.url().endsWith('/push-targets'));
    await service.changeSubscription();
    await (await told).response();
    expect(handedOver.at(-1)).toEqual({ pushTargets: [{ channel: 'FCM', target: 'fcm-token-2' }] });
    expect([firebase.asked, firebase.deleted, firebase.complaints]).toEqual([1, ['fcm-token-1'], []]);
  });

  it('[SW1] its button cancels the call, in a page that has not booked it', async () => {
    await lookElsewhere();
    await service.deliver(message());
    const cancelled = shop.waitForResponse((response) => response.url().endsWith('/cancel'));
    expect(await service.press('cancel')).toBeUndefined();
    expect((await cancelled).status()).toBe(200);
    expect((await records.ofNumber(NUMBER))[0]).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' });
  });
});
