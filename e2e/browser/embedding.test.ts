import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { LOOKS, newPage } from '../support/browser.js';
import { openPanel } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const stage = useStage();

const PAGES = [
  { way: 'script tag', path: '/', snippet: 'shop-config.js', globals: ['CXBus', 'ringback'] },
  { way: 'ES import', path: '/es-import.html', snippet: 'es-import.js', globals: [] },
] as const;

describe.each(PAGES)('the shop embeds the widget by $way', ({ path, snippet, globals }) => {
  it('[BU1] [WI1] adds exactly the global names that are documented', async () => {
    const { page } = await newPage(stage.browser);
    await page.addInitScript(() => {
      Object.defineProperty(window, 'namesBefore', { value: Object.getOwnPropertyNames(window), enumerable: false });
    });
    await page.goto(stage.origin + path);
    await openPanel(page);
    const added = await page.evaluate(() => {
      const before = new Set([...(window as unknown as { namesBefore: string[] }).namesBefore, 'namesBefore']);
      // A frame's index (`0`) is no name of ours, and elements with an id are visible as names in every page.
      return Object.getOwnPropertyNames(window).filter((name) => !before.has(name) && document.getElementById(name) === null);
    });
    expect(added.toSorted()).toEqual(globals);
  });

  it('[pain 4] [WI10] asks nobody but its own server, keeps no cookie and stores nothing', async () => {
    const { page, context, requests } = await newPage(stage.browser);
    await page.goto(stage.origin + path, { waitUntil: 'networkidle' });
    expect(await stored(page)).toEqual({ local: 0, session: 0 });
    await openPanel(page);
    expect(requests.filter((url) => new URL(url).origin !== stage.origin)).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  it('[WI6] keeps its promise of a strict policy', async () => {
    const { page } = await newPage(stage.browser);
    const answer = await page.goto(stage.origin + path);
    const policy = answer?.headers()['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    await openPanel(page);
  });

  it('shows the code that it really runs', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin + path);
    const shown = await page.locator(`[data-snippet="${snippet}"]`).innerText();
    const served = await (await fetch(`${stage.origin}/${snippet}`)).text();
    const written = await readFile(new URL(`../../demo-site/public/${snippet}`, import.meta.url), 'utf8');
    expect(shown.trim()).toBe(served.trim());
    expect(served).toBe(written);
  });

  it('opens the panel from the own button of the shop', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin + path);
    await page.getByRole('button', { name: 'Call me back' }).click();
    await page.getByRole('dialog', { name: 'Receive a Call' }).waitFor();
  });
});

const stored = (page: Page): Promise<{ local: number; session: number }> =>
  page.evaluate(() => ({ local: localStorage.length, session: sessionStorage.length }));

describe('[WI10] the panel', () => {
  it('[pain 2] is fetched when somebody is about to open it, and not before', async () => {
    const { page, requests } = await newPage(stage.browser);
    // The page is kept from ever being idle, which is one of the occasions.
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    await page.goto(stage.origin, { waitUntil: 'networkidle' });
    const before = widgetFiles(requests);
    // Listening before the hover: the request may be out before the hover has returned.
    const fetched = page.waitForRequest((request) => isWidgetFile(request.url()) && !before.includes(request.url()));
    await page.getByRole('button', { name: 'Receive a Call' }).hover();
    await fetched;
    expect(before).toEqual([`${stage.origin}/widget/ringback.js`]);
  });

  it('asks the server what can be offered only once it opens', async () => {
    const { page, requests } = await newPage(stage.browser);
    await page.goto(stage.origin, { waitUntil: 'networkidle' });
    expect(requests.filter(isApi)).toEqual([]);
    await openPanel(page);
    await page.getByText('first free:').waitFor();
    expect(requests.filter(isApi)).toEqual([`${stage.origin}/visitor/v1/offers/Support_VQ`]);
  });
});

const isWidgetFile = (url: string): boolean => new URL(url).pathname.startsWith('/widget/');
const widgetFiles = (urls: readonly string[]): string[] => urls.filter(isWidgetFile);
const isApi = (url: string): boolean => /^\/(?:engagement|visitor)\//.test(new URL(url).pathname);

describe('without the widget', () => {
  it('the shop stays whole, and its own button rings the shop', async () => {
    const { page } = await newPage(stage.browser, {
      expected: [/request failed: GET .*\/widget\/ringback\.js/, /console error: Failed to load resource/],
    });
    await page.route('**/widget/**', (route) => route.abort());
    await page.goto(stage.origin);
    const dialled = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const link = document.querySelector<HTMLAnchorElement>('a[href^="tel:"]');
          link?.addEventListener('click', (event) => {
            event.preventDefault();
            resolve(link.href);
          });
        }),
    );
    await page.getByRole('button', { name: 'Call me back' }).click();
    expect(await dialled).toBe('tel:+15185550142');
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await page.getByRole('button', { name: 'Basket 1' }).click();
    await page.getByRole('dialog', { name: 'Your basket' }).getByText('Total $148').waitFor();
  });
});

describe.each(LOOKS)('the shop at $name', (look) => {
  it('[WI7] has no accessibility problem and no sideways scrolling', async () => {
    const { page } = await newPage(stage.browser, { look });
    for (const { path, way } of PAGES) {
      await page.goto(stage.origin + path, { waitUntil: 'networkidle' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBe(0);
      expect(await accessibilityProblems(page), path).toEqual([]);
      for (const picture of await page.locator('main img').all()) await picture.scrollIntoViewIfNeeded();
      await shoot(page, `${look.name}-shop-${way.toLowerCase().replace(' ', '-')}`, { fullPage: true });
    }
  });
});
