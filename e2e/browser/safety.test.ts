import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import demo from '../../backend/src/config/demo-config.json' with { type: 'json' };
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { englishLater } from '../../widget/src/i18n/english-later.js';
import { english } from '../../widget/src/i18n/english.js';
import { sharedBrowser } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { harmIn, PAYLOADS, poison, serveHostile } from '../support/hostile.js';
import { cancelCall, confirmOf, daysOf, freeTimesOf, openPanel, phoneOf, reach, whenOf } from '../support/panel.js';
import { startProduct, type Product } from '../support/start-product.js';
import { serveStrictSite, type StrictSite } from '../support/strict-page.js';

const OPTIONS = { apiKey: demo.site.apiKeys[0], serviceName: 'Support_VQ' };

let browser: Awaited<ReturnType<typeof sharedBrowser>>;
let database: TestDatabase;
let product: Product;
let site: StrictSite;

beforeAll(async () => {
  [browser, database, site] = await Promise.all([sharedBrowser(), freshDatabase(), serveStrictSite()]);
  const config = { ...(demoConfig() as object), site: { ...demo.site, origins: [site.origin] } };
  product = await startProduct({ config, env: { DATABASE_URL: database.url } });
  site.useProduct(product.origin);
});
afterAll(async () => {
  await product?.stop();
  await site?.close();
  await database?.drop();
});

/** A page that notes every breach of its policy, and every dialog. */
async function openWatched(): Promise<{ page: Page; breaches(): Promise<string[]>; close(): Promise<void> }> {
  const context = await browser.newContext({ timezoneId: 'Europe/Lisbon', locale: 'en-US' });
  context.setDefaultTimeout(15_000);
  await context.addInitScript(() => {
    const found: string[] = [];
    Object.defineProperty(window, 'breaches', { value: found });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      found.push(`${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  const page = await context.newPage();
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return {
    page,
    breaches: async () => [...dialogs, ...(await page.evaluate(() => (window as unknown as { breaches: string[] }).breaches))],
    close: () => context.close(),
  };
}

const WAYS = [
  { way: 'script tag', page: { tag: true, script: `window.ringback = ${JSON.stringify(OPTIONS)};` } },
  {
    way: 'ES import',
    page: {
      module: true,
      script: `import('__PRODUCT__/widget/ringback.mjs').then(({ createCallbackWidget }) => createCallbackWidget(${JSON.stringify(OPTIONS)}));`,
    },
  },
];

describe.each(WAYS)("under default-src 'none' and trusted types, by $way", ({ way, page: { script, ...how } }) => {
  it('[pain 1] [WI6] a call is booked, moved and cancelled without a breach', async () => {
    const address = site.put(`/${way.replace(' ', '-')}`, { ...how, script: script.replace('__PRODUCT__', product.origin) });
    const { page, breaches, close } = await openWatched();
    await page.goto(address);
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: /^Country/ }).click();
    await panel.getByRole('combobox').fill('United Sta');
    await page.keyboard.press('Enter');
    await phoneOf(panel).fill(way === 'script tag' ? '2125550181' : '2125550182');
    await whenOf(panel, 'Pick date & time').click();
    await daysOf(panel).nth(1).click();
    await freeTimesOf(panel).nth(2).click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    const file = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Calendar' }).click();
    await file;
    await panel.getByRole('button', { name: 'Change' }).click();
    await freeTimesOf(panel).nth(4).click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    await cancelCall(panel);
    expect(await breaches()).toEqual([]);
    expect(site.reports).toEqual([]);
    await close();
  });
});

it("[WI6] [FO1] a site's own markup, with styles and handlers in it, is shown without a breach: styled, and not run", async () => {
  const inputs = [
    { name: 'phonenumber', wrapper: '<div style="padding: 3px" class="a"onclick="window.harm=1">{label}{input}</div>' },
    { custom: '<p id="own" style="color: rgb(1, 2, 3)" onmouseover="window.harm=1" title="style=x">Own</p>' },
  ];
  const options = { ...OPTIONS, callback: { form: { inputs } } };
  const { page, breaches, close } = await openWatched();
  await page.goto(site.put('/own-markup', { tag: true, script: `window.ringback = ${JSON.stringify(options)};` }));
  const own = (await openPanel(page)).locator('#own');
  await own.hover();
  expect(await own.evaluate((element) => [getComputedStyle(element).color, element.getAttribute('title'), 'harm' in window])).toEqual([
    'rgb(1, 2, 3)',
    'style=x',
    false,
  ]);
  expect(await breaches()).toEqual([]);
  await close();
});

it('[WI6] a breach would have been seen: the page itself is refused one', async () => {
  const { page, breaches, close } = await openWatched();
  const reported = page.waitForRequest((request) => request.url().endsWith('/reports'));
  await page.goto(
    site.put('/control', {
      script: `try { document.documentElement.insertAdjacentHTML('beforeend', '<b>no</b>'); } catch {}`,
    }),
  );
  await reported;
  expect((await breaches()).join()).toContain('require-trusted-types-for');
  await close();
});

describe('[WI6] hostile texts stay texts', () => {
  it.each(PAYLOADS)('%s', async (payload) => {
    const inputs = [
      { name: 'phonenumber', label: payload, placeholder: payload },
      { name: 'firstname', label: payload, placeholder: payload, value: payload, title: payload },
      { name: payload, id: payload, label: payload },
      {
        name: 'topic',
        type: 'select',
        label: payload,
        options: [
          { text: payload, value: payload },
          { text: payload, group: true },
        ],
      },
      { name: 'agree', type: 'checkbox', label: payload },
      { name: 'hidden', type: 'hidden', value: payload },
    ];
    const options = {
      ...OPTIONS,
      serviceName: payload,
      label: payload,
      position: payload,
      userData: { [payload]: payload },
      i18n: poison(
        {
          ...english,
          ...englishLater,
          callback: { ...english.callback, ...englishLater.callback },
          ringback: { ...english.ringback, ...englishLater.ringback },
        },
        payload,
      ),
      main: { themes: { [payload]: payload }, theme: payload },
      callback: { privacyUrl: payload, form: { inputs } },
      calendar: { calendarHours: payload },
    };
    const { page, breaches, close } = await openWatched();
    await serveHostile(page, product.origin, payload);
    await page.goto(
      site.put('/hostile', { tag: true, script: `window.ringback = JSON.parse(${JSON.stringify(JSON.stringify(options))});` }),
    );
    const panel = page.locator('ringback-panel');
    const calm = async (step: string): Promise<void> => expect([step, await harmIn(page)]).toEqual([step, []]);
    await page.locator('ringback-launcher button').click();
    await panel.locator('[type=tel]').fill('2125550199');
    await panel.locator('.card[data-way=time]').click();
    await calm('form');
    await panel.locator('.time:not([aria-disabled])').nth(1).click();
    await calm('picker');
    await panel.locator('.cx-callback-confirm').click();
    await panel.locator('.problem').waitFor();
    expect(await panel.locator('.problem').textContent()).toContain(payload);
    await calm('refused');
    await panel.locator('.problem .way').click();
    await panel.locator('.acts').waitFor();
    expect(await panel.locator('.hero').textContent()).toContain(payload);
    await calm('booked');
    await panel.locator('.act.bad').click();
    await panel.locator('.question').waitFor();
    await calm('question');
    await panel.locator('.question .quiet').click();
    await panel.locator('.head .tool').first().click();
    await panel.locator('.pill').waitFor();
    await calm('minimized');
    expect((await breaches()).filter((breach) => !breach.startsWith('connect-src'))).toEqual([]);
    await close();
  });
});

describe('the language of the panel', () => {
  it.each([
    { by: 'the page', page: 'he', options: {}, title: 'בקשת שיחה', direction: 'rtl', file: 'he' },
    { by: 'the configuration', page: 'en', options: { lang: 'de-AT' }, title: 'Rückruf anfordern', direction: 'ltr', file: 'de' },
    { by: 'nobody who knows one of ours', page: 'sv', options: {}, title: 'Receive a Call', direction: 'ltr', file: undefined },
  ])('[WI8] is chosen by $by, there in the first picture, and fetched alone', async ({ page: lang, options, title, direction, file }) => {
    const { page, breaches, close } = await openWatched();
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(/\/([a-z]{2}(?:-[A-Z]{2})?)-[0-9a-f]{7}\.mjs$/.exec(request.url())?.[1] ?? ''));
    const script = `document.documentElement.lang = '${lang}'; window.ringback = ${JSON.stringify({ ...OPTIONS, ...options })};`;
    await page.goto(site.put('/language', { tag: true, script }));
    const first = await page.evaluate(async () => {
      await (window as unknown as { CXBus: { command(name: string): Promise<unknown> } }).CXBus.command('Callback.open');
      const root = document.querySelector('ringback-panel')?.shadowRoot;
      return { title: root?.querySelector('h2')?.textContent, direction: root?.querySelector<HTMLElement>('.rb')?.dir };
    });
    expect(first).toEqual({ title, direction });
    expect(fetched.filter(Boolean)).toEqual(file === undefined ? [] : [file]);
    expect(await breaches()).toEqual([]);
    await close();
  });

  it('[WI8] is the language of the button too, before anybody presses it, and its words shift nothing', async () => {
    const { page, breaches, close } = await openWatched();
    const script = `document.documentElement.lang = 'ja';
      window.shifts = [];
      window.watch = new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)));
      watch.observe({ type: 'layout-shift', buffered: true });
      window.ringback = ${JSON.stringify(OPTIONS)};`;
    await page.goto(site.put('/button', { tag: true, script }));
    await page.locator('ringback-launcher').getByRole('button', { name: '折り返し電話のご依頼' }).waitFor();
    const shifts = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { watch, shifts: seen } = window as unknown as { watch: PerformanceObserver; shifts: number[] };
      return [...seen, ...watch.takeRecords().map((entry) => (entry as PerformanceEntry & { value: number }).value)];
    });
    expect(shifts).toEqual([]);
    expect(await breaches()).toEqual([]);
    await close();
  });
});
