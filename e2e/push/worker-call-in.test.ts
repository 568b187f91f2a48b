import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallbackId } from '@ringback/contract';
import { startBackgroundBrowser, type BackgroundBrowser } from './background-browser.js';
import { MINUTE_MS, openCallInWorld, PURGE_MINUTES, QUEUES, TURN_MINUTES, UNTIL_CLOSED_MS, type CallInWorld } from './delayed-call-in.js';
import { openPushService, type PushService } from './push-service.js';
import { standInForFirebase, type StandInFirebase } from './stand-in-firebase.js';

/** A mobile page of the customer's: the bridge in a plain browser, the widget's plugin for the token. */
const PAGE = `<!doctype html><html lang="en"><title>Call us</title>
<script>window.started = new Promise((resolve) => addEventListener('started', () => resolve())); window.ringback = { apiKey: 'demo-key', serviceName: 'Support_VQ' };</script>
<script src="/widget/ringback.js"></script>
<button id="later">Call when it is my turn</button> <button id="now">Call now</button>
<p id="at"></p> <p id="end"></p> <p id="number"></p> <p id="code"></p>
<script type="module">
  import { createMobileBridge } from '/bridge/bridge.mjs';
  const pushToken = async () => (await CXBus.command('Push.enable')).target;
  const { callIn } = createMobileBridge({ server: location.origin, apiKey: 'demo-key', pushToken });
  const show = (id, text) => void (document.getElementById(id).textContent = text ?? '');
  callIn.subscribe(({ state }) => {
    show('at', state.at);
    show('end', state.end);
    show('number', state.number?.phoneNumber);
    show('code', state.number?.accessCode);
    dispatchEvent(new CustomEvent('shown'));
  });
  window.wanted = {};
  later.onclick = () => callIn.delayed(wanted);
  now.onclick = () => callIn.immediate({ groupName: 'technical_help' });
  // The plugin that asks comes with its first command.
  await Promise.all([callIn.resumed, CXBus.command('Push.status')]);
  dispatchEvent(new CustomEvent('started'));
</script>`;

declare global {
  interface Window {
    wanted: { serviceName: string; phoneNumber: string };
    /** The buttons work. */
    started: Promise<void>;
  }
}

let world: CallInWorld;
let browser: BackgroundBrowser;
let firebase: StandInFirebase;
let service: PushService;
let elsewhere: Page;
let callers = 0;

beforeAll(async () => {
  world = await openCallInWorld();
  browser = await startBackgroundBrowser();
  const { context } = browser;
  context.setDefaultTimeout(20_000);
  firebase = await standInForFirebase(context, [world.origin]);
  await context.route(`${world.origin}/call-us`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
  elsewhere = context.pages()[0] ?? (await context.newPage());
  service = await openPushService(context, elsewhere, world.origin);
});
afterAll(async () => {
  await browser?.close();
  expect([world?.fcm.complaints, firebase?.complaints]).toEqual([[], []]);
  await world?.close();
});

/** Opens the page, in front. */
async function open(): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(`${world.origin}/call-us`);
  await page.bringToFront();
  return page;
}

/** Waits until the page shows this state. */
const reach = async (page: Page, at: string): Promise<void> => {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const look = (): void => void (document.getElementById('at')?.textContent === wanted && resolve());
        addEventListener('shown', look);
        look();
      }),
    at,
  );
};
/**
 * A press counts for five seconds: somebody who is asked for permission later than that is not asked at all. So the page is whole before it, plugin
 * and all, however busy the machine. It is the page's own press, for where another window is in front a page draws nothing, and a mouse would wait.
 */
async function press(page: Page, id: 'later' | 'now'): Promise<void> {
  await page.evaluate(() => window.started);
  await page.locator(`#${id}`).dispatchEvent('click');
}
const textOf = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).innerText();

interface Waiting {
  readonly page: Page;
  readonly id: CallbackId;
  readonly callerNumber: string;
  /** Whoever looks away from the page hears by a notification only. */
  lookElsewhere(): Promise<void>;
}

/** Taps, waits for the turn with the page behind another tab, and hands over what FCM was given: the notification is there. */
async function waitForTurn(serviceName: string): Promise<Waiting> {
  callers += 1;
  const callerNumber = `+1212555${3000 + callers}`;
  const page = await open();
  await page.evaluate((wanted) => void (window.wanted = wanted), { serviceName, phoneNumber: callerNumber });
  const told = world.nextPush('CALLBACK_READY');
  const lookElsewhere = async (): Promise<void> => {
    await elsewhere.bringToFront();
    await page.waitForFunction(() => document.hidden);
  };
  const booked = page.waitForResponse((response) => response.url().endsWith('/callbacks/create'));
  await press(page, 'later');
  await booked;
  await lookElsewhere();
  const { data, token } = await told;
  expect(token).toBe(firebase.tokens.at(-1));
  await service.deliver({ ...data });
  expect(await service.notices()).toMatchObject([{ title: data.title, body: data.body, actions: ['confirm', 'cancel'] }]);
  return { page, id: data.callbackId, callerNumber, lookElsewhere };
}

/** Number and code as the page shows them. */
async function shownNumber(page: Page): Promise<{ dialedNumber: string; accessCode: string }> {
  await reach(page, 'callable');
  const [dialedNumber, accessCode] = await Promise.all([textOf(page, 'number'), textOf(page, 'code')]);
  expect(dialedNumber).toMatch(/^\+1905968000[45]$/);
  expect(accessCode).toMatch(/^[1-9]\d{5}$/);
  return { dialedNumber, accessCode };
}

const recordOf = (id: CallbackId) => world.context.ringback.visitorCallback(id);
/** With its last digit turned. */
const wrong = (code: string): string => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

it('[CI2] [CI4] immediate: a tap, a number and a code at once, and the call is matched', async () => {
  const page = await open();
  await press(page, 'now');
  const number = await shownNumber(page);
  expect(await world.callIn({ ...number, callerNumber: '+12125553000' })).toMatchObject({ matched: true });
  await page.evaluate(() => localStorage.clear());
  await page.close();
});

it('[CI3] [SW1] delayed, the page closed meanwhile: the notification’s button opens it with number and code; a wrong one, then the right one', async () => {
  const { page, id, callerNumber } = await waitForTurn(QUEUES.patient);
  await page.close();
  expect(firebase.asked).toBe(1);
  const told = world.nextPush('CALL_IN_READY');
  const address = await service.press('confirm');
  expect(address).toBe(`${world.origin}/call-us`);
  const opened = await open();
  const number = await shownNumber(opened);
  // The same is sent as well, for apps whose answer got lost; the page is in front and shows it already.
  const { data } = await told;
  expect(data).toMatchObject({ callbackId: id, phoneNumber: number.dialedNumber, accessCode: number.accessCode });
  const before = service.displayed.length;
  await service.deliver({ ...data });
  expect([service.displayed.length - before, await service.notices()]).toEqual([0, []]);

  const call = { ...number, callerNumber, callId: 'call-1' };
  expect(await world.callIn({ ...call, accessCode: wrong(number.accessCode) })).toMatchObject({ matched: false });
  expect(await world.callIn(call)).toMatchObject({ matched: true, callback: { id } });
  await opened.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await reach(opened, 'callable');
  await world.pass(1000);
  expect(await recordOf(id)).toMatchObject({ state: 'PROCESSING' });
  await opened.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await reach(opened, 'connected');
  await opened.evaluate(() => localStorage.clear());
  await opened.close();
});

it('[CI3] [SW1] the page behind another tab: it gets the number, the notification is replaced by one that calls', async () => {
  const { page, id, callerNumber } = await waitForTurn(QUEUES.patient);
  const told = world.nextPush('CALL_IN_READY');
  expect(await service.press('confirm')).toBeUndefined();
  const number = await shownNumber(page);
  const { data } = await told;
  await service.deliver({ ...data });
  expect(await service.notices()).toMatchObject([{ title: data.title, buttons: ['Call now', 'Cancel'] }]);
  const devtools = await browser.context.newCDPSession(page);
  await devtools.send('Page.enable');
  const dialled = new Promise<string>((resolve) => devtools.on('Page.frameRequestedNavigation', ({ url }) => resolve(url)));
  expect(await service.press('call')).toBeUndefined();
  expect(await dialled).toBe(`tel:${number.dialedNumber},,${number.accessCode}`);
  expect(await world.callIn({ ...number, callerNumber })).toMatchObject({ matched: true, callback: { id } });
  await page.evaluate(() => localStorage.clear());
  await page.close();
});

it.each([
  ['[CI5] the purge time', QUEUES.purged, PURGE_MINUTES * MINUTE_MS, 'PURGED_TIMEOUT'],
  ['[CI5] the end of the business day', QUEUES.office, UNTIL_CLOSED_MS, 'PURGED_END_OF_DAY'],
])('%s: told, nothing is left to call, and the number leads nowhere', async (_, queue, ms, reason) => {
  const { page, id, callerNumber } = await waitForTurn(queue);
  await service.press('confirm');
  const number = await shownNumber(page);
  const told = world.nextPush('CALLBACK_PURGED');
  await world.pass(ms);
  const { data } = await told;
  await service.deliver({ ...data });
  expect(await service.notices()).toMatchObject([{ title: data.title, actions: [] }]);
  expect(await recordOf(id)).toMatchObject({ state: 'COMPLETED', reason });
  expect(await world.callIn({ ...number, callerNumber })).toMatchObject({ matched: false });
  await page.bringToFront();
  await reach(page, 'over');
  expect(await textOf(page, 'end')).toBe('purged');
  await service.dismiss();
  await page.close();
});

it('[CI5] a turn that is not taken in time: the place is gone, nothing is told, and who presses then learns it', async () => {
  const { page, id, callerNumber } = await waitForTurn(QUEUES.pushed);
  const told = world.fcm.pushed.length;
  await page.close();
  await world.pass(TURN_MINUTES * MINUTE_MS);
  expect(await recordOf(id)).toMatchObject({ state: 'COMPLETED', reason: 'PUSH_EXPIRED' });
  expect(world.fcm.pushed.slice(told)).toEqual([]);
  expect(await service.press('confirm')).toBe(`${world.origin}/call-us`);
  const opened = await open();
  await reach(opened, 'over');
  expect([await textOf(opened, 'end'), await textOf(opened, 'number')]).toEqual(['expired', '']);
  expect(await world.callIn({ dialedNumber: '+19059680004', accessCode: '123456', callerNumber })).toMatchObject({ matched: false });
  await opened.close();
});

it('[CI5] a number that was given out is of no use after the turn has passed', async () => {
  const { page, callerNumber } = await waitForTurn(QUEUES.pushed);
  await service.press('confirm');
  const number = await shownNumber(page);
  await world.pass(TURN_MINUTES * MINUTE_MS);
  expect(await world.callIn({ ...number, callerNumber })).toMatchObject({ matched: false });
  await page.close();
});
