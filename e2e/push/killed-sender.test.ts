import { expect, it, onTestFinished } from 'vitest';
import { createContext } from '../../backend/src/context.js';
import { freshDatabase } from '../../backend/test/postgres.js';
import { standInFcm } from '../../backend/test/push/stand-in-fcm.js';
import { quietLog } from '../../backend/test/quiet-log.js';
import { parseConfigFile } from '@ringback/contract';
import { demoConfig } from '../support/demo-config.js';
import { startProduct } from '../support/start-product.js';
import { startBackgroundBrowser } from './background-browser.js';
import { openPushService, type PushService } from './push-service.js';

const DEVICES = 40;
const QUEUE = 'ClickToCallInDelayed_VQ';
/** Longer than a killed sender's lease. */
const LATER_MS = 61_000;

it('[PU3] a sender that is killed with -9 while FCM has its messages: each device is told at least once and shows it exactly once', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const fcm = await standInFcm(clock.now);
  onTestFinished(() => fcm.close());
  const demo = demoConfig({ agents: DEVICES }) as { site: object };
  const config = { ...demo, site: { ...demo.site, push: fcm.account } };
  const product = await startProduct({ env: { DATABASE_URL: database.url, LOG_LEVEL: 'error' }, config });
  onTestFinished(async () => void (await product.kill('process')));

  const service = await browserWithWorker(product.origin);

  // Some messages were answered; the others FCM has taken, and the sender dies before it knows.
  let taken = 0;
  const isMidway = fcm.next(() => {
    taken += 1;
    if (taken === DEVICES / 4) fcm.answer('lost');
    return taken === DEVICES / 2;
  });
  await Promise.all(Array.from({ length: DEVICES }, (_, device) => book(product.origin, device)));
  await isMidway;
  await product.kill('process');
  fcm.answer(undefined);

  const parsed = parseConfigFile(config);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const next = await createContext({ config: parsed.config, databaseUrl: database.url, clock, log: quietLog });
  onTestFinished(() => next.close());
  ahead = LATER_MS;
  await next.scheduler.runOnce();

  const sent = new Map<string, number>();
  for (const { token } of fcm.pushed) sent.set(token, (sent.get(token) ?? 0) + 1);
  expect(sent.size).toBe(DEVICES);
  expect(fcm.pushed.length).toBeGreaterThan(DEVICES);
  expect(fcm.complaints).toEqual([]);
  expect((await next.metrics()).pushOutbox).toEqual({ waiting: 0, dead: 0 });
  // All that FCM took arrives at one browser, in whatever order.
  await Promise.all(fcm.pushed.toReversed().map(({ data }) => service.deliver({ ...data })));
  expect([service.displayed.length, (await service.notices()).length]).toEqual([DEVICES, DEVICES]);
});

/** A browser that has the product's worker, and no page of it open. */
async function browserWithWorker(origin: string): Promise<PushService> {
  const { context, close } = await startBackgroundBrowser();
  onTestFinished(close);
  await context.grantPermissions(['notifications'], { origin });
  const service = await openPushService(context, context.pages()[0] ?? (await context.newPage()), origin);
  await context.route(`${origin}/any-page`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }),
  );
  const page = await context.newPage();
  await page.goto(`${origin}/any-page`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/ringback-worker.js?projectId=p&apiKey=k&appId=a&messagingSenderId=1');
    await navigator.serviceWorker.ready;
  });
  await page.close();
  return service;
}

async function book(origin: string, device: number): Promise<void> {
  const response = await fetch(`${origin}/engagement/v3/callbacks/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key' },
    body: JSON.stringify({
      serviceName: QUEUE,
      phoneNumber: `+1212555${4000 + device}`,
      pushTargets: [{ channel: 'FCM', target: `device-${device}` }],
    }),
  });
  expect(response.status).toBe(200);
}
