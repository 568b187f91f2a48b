import type { CallbackId, Desk } from '@ringback/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApi, USER } from '../../console/test/support/fake-api.js';
import { NOW, busyDesk, emptyDesk, identity, keySets, offeredDesk, refusals } from '../../console/test/support/desks.js';
import { accessibilityProblems } from '../support/accessibility.js';
import { DESKTOP, PHONE, sharedBrowser, newPage, type Look } from '../support/browser.js';
import { shoot } from '../support/shots.js';
import { serveConsole, type ServedConsole } from './serve-console.js';

const now = (): number => Date.parse(NOW);
const long = 'Ünbroken-'.repeat(40);

const idOf = (index: number): CallbackId => `0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d${10 + index}` as CallbackId;
const [firstWaiting] = busyDesk.waiting;
if (!firstWaiting) throw new Error('The example desk has nobody waiting');

/** Everything as long as it may become. */
const longDesk: Desk = {
  ...busyDesk,
  current: {
    id: firstWaiting.id,
    queue: `Support_${long}`.slice(0, 255),
    phoneNumber: '+971501234567890',
    telUri: 'tel:+971501234567890',
    state: 'ROUTING',
    attempt: 21,
    since: NOW,
    queuedAt: firstWaiting.queuedAt,
    name: long,
    notes: `${long}\n\nسماعة المصباح مكسورة`,
    language: 'zh-Hant-TW',
    sourcePage: `https://shop.example.com/${long}`,
  },
  waiting: Array.from({ length: 25 }, (_, index) => ({ ...(busyDesk.waiting[index % 4] ?? firstWaiting), id: idOf(index) })),
  waitingCount: 131,
  agent: { ...busyDesk.agent, state: 'busy', callsToday: 1_204, averageCallSeconds: 36_061 },
};

/** A state of the console, and how to get there from its first drawing. */
interface Scene {
  readonly name: string;
  readonly desk: Desk;
  /** The one width at which it is looked at; absent: both. */
  readonly only?: Look;
  readonly arrange?: (api: FakeApi) => void;
  readonly act?: (page: Page, api: FakeApi) => Promise<void>;
  /** The browser's own words for what the scene breaks on purpose. */
  readonly expected?: readonly RegExp[];
}

const unlisted = {
  ok: false,
  message: 'Pages of this origin are not served. Add it to the list of origins; it acts at once.',
  problems: ['origin-not-listed'],
  origin: 'https://other.example',
  allows: [],
};

const UNAUTHORIZED = /status of 401/;
const signedOut = (api: FakeApi): void => {
  api.signedIn = false;
  api.welcome = { demoLogin: { username: 'admin', password: 'change-me-now' } };
};
/** A developer, who has no desk, at a site that uses all there is. */
const developer = (api: FakeApi): void => {
  api.session = { ...api.session, username: 'dev.okafor', roles: ['developer'] };
  api.settings.errors = [...refusals, { ...refusals[0]!, corrId: idOf(80), message: long, origin: `https://${'a'.repeat(60)}.example` }];
  api.settings.parts.origins.value = ['https://www.shop.example', 'https://shop.example', 'http://localhost:5173'];
  api.settings.parts.captcha.value = keySets;
  api.settings.parts.identity.value = identity;
};
const goTo = (page: Page, section: string): Promise<void> => page.getByRole('link', { name: section }).click();
const takeNext = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Take next' }).click();
  await page.getByText('Yours to call').waitFor();
};

const SCENES: readonly Scene[] = [
  {
    name: 'login',
    desk: busyDesk,
    arrange: signedOut,
    act: (page) => page.getByRole('button', { name: 'Use it' }).waitFor(),
  },
  {
    name: 'login-refused',
    desk: busyDesk,
    arrange: signedOut,
    expected: [UNAUTHORIZED],
    async act(page) {
      await page.getByLabel('Username').fill(USER.username);
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'desk-waiting', desk: busyDesk },
  { name: 'desk-empty', desk: emptyDesk },
  {
    name: 'desk-not-ready',
    desk: { ...emptyDesk, agent: { ...emptyDesk.agent, state: 'not-ready', callsToday: 0, averageCallSeconds: 0 } },
  },
  { name: 'desk-simulated', desk: { ...emptyDesk, simulator: { paused: false, agents: 2, busy: 1 } } },
  { name: 'desk-offer', desk: offeredDesk },
  { name: 'desk-call', desk: busyDesk, act: takeNext },
  {
    name: 'desk-talking',
    desk: busyDesk,
    async act(page) {
      await takeNext(page);
      await page.getByRole('button', { name: 'Connected' }).click();
      await page.getByRole('button', { name: 'End call' }).waitFor();
    },
  },
  {
    name: 'desk-reported',
    desk: busyDesk,
    async act(page) {
      await takeNext(page);
      await page.getByRole('button', { name: 'No answer' }).click();
      await page.getByText('Reported for').waitFor();
    },
  },
  {
    name: 'desk-refusal',
    desk: busyDesk,
    expected: [/status of 400/],
    async act(page, api) {
      await takeNext(page);
      api.refuseNext('deskOutcome', {
        status: 'WRONG_STATE',
        message: 'The customer cancelled this callback a moment ago. Take the next one.',
      });
      await page.getByRole('button', { name: 'No answer' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'desk-long', desk: longDesk },
  {
    name: 'user-menu',
    desk: busyDesk,
    act: (page) => page.getByRole('button', { name: 'ada.lopes' }).click(),
  },
  {
    name: 'shortcuts',
    desk: busyDesk,
    async act(page) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'feed-lost',
    desk: busyDesk,
    expected: [/ERR_/],
    async act(page, api) {
      api.feedOffline = true;
      api.dropFeeds();
      await page.getByText('Not live').waitFor();
      await page.clock.setFixedTime(now() + 20_000);
      await page.getByText('Live updates are interrupted.').waitFor();
    },
  },
  {
    name: 'developer-errors',
    desk: busyDesk,
    only: DESKTOP,
    arrange: developer,
    act: (page) => page.getByText('has expired').waitFor(),
  },
  {
    name: 'developer-access',
    desk: busyDesk,
    only: PHONE,
    arrange: developer,
    async act(page, api) {
      await goTo(page, 'Keys and origins');
      api.answerNext('checkApiKey', unlisted);
      await page.getByRole('textbox', { name: 'API key' }).fill('shop-key');
      await page.getByLabel('Page that uses it').fill('https://other.example/cart');
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('are not served').waitFor();
    },
  },
  {
    name: 'developer-captcha',
    desk: busyDesk,
    only: PHONE,
    arrange: developer,
    async act(page, api) {
      await goTo(page, 'Captcha');
      await page.locator('summary').first().click();
      api.answerNext('testCaptchaKeySet', { ok: true, message: 'The key set works: the token passes.', score: 0.9 });
      await page.getByLabel('Try shop with a token').fill('03AGdBq24');
      await page.getByRole('button', { name: 'Try it' }).first().click();
      await page.getByText('Score: 0.9').waitFor();
    },
  },
  {
    name: 'developer-identity',
    desk: busyDesk,
    only: DESKTOP,
    arrange: developer,
    async act(page, api) {
      await goTo(page, 'Signed identity');
      await page.getByLabel('Key id (kid)').first().fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      api.answerNext('testIdentity', { ok: false, message: 'identity has expired. Sign a new one for each page.' });
      await page.getByLabel('Token', { exact: true }).fill('eyJhbGciOiJIUzI1NiIsImtpZCI6IjIwMjYtMTEifQ.eyJleHAiOjF9.c2ln');
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.getByText('has expired').waitFor();
    },
  },
  { name: 'no-such-page', desk: busyDesk, act: (page) => page.evaluate(() => void (location.hash = '/reports')) },
];

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const api = (scene: Scene): FakeApi => {
  const made = new FakeApi(scene.desk, now);
  scene.arrange?.(made);
  return made;
};

describe('the console in a real browser, under its content security policy', () => {
  let browser: Browser;
  let served: ServedConsole;
  beforeAll(async () => {
    [browser, served] = await Promise.all([sharedBrowser(), serveConsole(new FakeApi(busyDesk, now))]);
  });
  afterAll(async () => {
    await served?.close();
  });

  const open = async (scene: Scene, look: Look): Promise<{ page: Page; requests: readonly string[] }> => {
    served.api = api(scene);
    const { page, requests } = await newPage(browser, { look, expected: scene.expected ?? [] });
    await page.clock.setFixedTime(now());
    await page.goto(served.address);
    await page.locator('h1, h2').first().waitFor();
    if (served.api.signedIn && served.api.session.roles.includes('agent')) await page.getByText('Live', { exact: true }).waitFor();
    await scene.act?.(page, served.api);
    return { page, requests };
  };

  describe.each([DESKTOP, PHONE])('$width px', (look) => {
    it.each(SCENES.filter(({ only = look }) => only === look))(
      '$name: no accessibility problem in light and dark, nothing cut off, nothing from elsewhere',
      async (scene) => {
        const { page, requests } = await open(scene, look);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await shoot(page, `console-${scene.name}-${look.width}-${colorScheme}`, { fullPage: look.width < 600 });
          expect(await accessibilityProblems(page)).toEqual([]);
        }
        expect(await overflow(page)).toBe(0);
        // 1280 px at 400 % zoom.
        await page.setViewportSize({ width: 320, height: 256 });
        expect(await overflow(page)).toBe(0);
        expect(requests.filter((address) => !address.startsWith(new URL(served.address).origin))).toEqual([]);
      },
    );
  });
});
