import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATES } from '../../widget/test/gallery/states.js';
import { accessibilityProblemsIn } from '../support/accessibility.js';
import { sharedBrowser } from '../support/browser.js';
import { openGallery, showState, type Gallery } from '../support/gallery.js';
import { shoot } from '../support/shots.js';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'zh-CN', 'ar', 'he'];
const panel = `document.querySelector('ringback-panel').shadowRoot.querySelector('.rb')`;
const look = (theme: string, direction: string): string =>
  `${panel}.classList.remove('light', 'dark'); ${panel}.classList.add('${theme}'); ${panel}.dir = '${direction}'; ` +
  `document.documentElement.style.colorScheme = '${theme}'`;
/**
 * How the state of a number is looked at: in one language, in both themes and both directions.
 * Round by round each language meets each theme in each direction; the four widest states are looked at in all languages below.
 */
function turnOf(index: number): { lang: string; looks: Readonly<Record<string, string>> } {
  const lang = LANGUAGES[index % LANGUAGES.length] ?? 'en';
  const isTurned = Math.floor(index / LANGUAGES.length) % 2 === 1;
  const [first, second] = isTurned ? ['rtl', 'ltr'] : ['ltr', 'rtl'];
  return {
    lang,
    looks: { [`${lang}, light, ${first}`]: look('light', first ?? ''), [`${lang}, dark, ${second}`]: look('dark', second ?? '') },
  };
}

let browser: Browser;
let gallery: Gallery;
beforeAll(async () => {
  [browser, gallery] = await Promise.all([sharedBrowser(), openGallery()]);
});
afterAll(() => gallery.close());

async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    baseURL: gallery.origin,
    reducedMotion: 'reduce',
    timezoneId: 'America/New_York',
    ...options,
  });
  return { page: await context.newPage(), context };
}

/** Everything that takes a press, with its size, inside the panel's shadow root. */
const targets = (page: Page) =>
  page.locator('ringback-panel').evaluate((host) =>
    [...(host.shadowRoot?.querySelectorAll<HTMLElement>('button, a, input, select, textarea, [role=option]') ?? [])]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => {
        // A field's frame is part of it.
        const { width, height } = (element.closest<HTMLElement>('.field, label') ?? element).getBoundingClientRect();
        return { name: element.ariaLabel ?? element.textContent ?? element.id, tag: element.localName, width, height };
      }),
  );

/** Elements of the panel that stick out of the window sideways, outside of a strip that scrolls. */
const overflowing = (page: Page) =>
  page.locator('ringback-panel').evaluate((host) =>
    [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.rb *') ?? [])]
      .filter((element) => element.checkVisibility() && !element.closest('.days, .said, svg') && element.className !== 'picker')
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return (
          width > 0 &&
          (left < -0.5 ||
            right > innerWidth + 0.5 ||
            (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline'))
        );
      })
      .map((element) => `${element.localName}.${element.className}: ${element.textContent?.slice(0, 40)}`),
  );

describe('every state of the panel', () => {
  let page: Page;
  let context: BrowserContext;
  beforeAll(async () => {
    ({ page, context } = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true }));
  });
  afterAll(() => context.close());

  it.each(Object.keys(STATES).map((state, index) => ({ state, index, lang: turnOf(index).lang })))(
    '[WI7] $state in $lang: axe finds nothing in light and dark, in both directions; every target is large enough',
    async ({ state, index }) => {
      const { lang, looks } = turnOf(index);
      await showState(page, state, { lang });
      expect(await accessibilityProblemsIn(page, looks)).toEqual([]);
      // A link within a line of text is as high as the line.
      const small = (await targets(page)).filter(({ tag, width, height }) => tag !== 'a' && (height < 43.5 || width < 43.5));
      expect(small).toEqual([]);
    },
  );
});

describe('the turns', () => {
  it('[WI7] [WI8] bring each language before axe in each theme and each direction, and each state in both of each', () => {
    const seen = Object.keys(STATES).flatMap((_, index) => Object.keys(turnOf(index).looks));
    const all = LANGUAGES.flatMap((lang) => ['light', 'dark'].flatMap((theme) => ['ltr', 'rtl'].map((dir) => `${lang}, ${theme}, ${dir}`)));
    expect(all.filter((turn) => !seen.includes(turn))).toEqual([]);
  });
});

describe.each(LANGUAGES)('in %s', (lang) => {
  it('[WI7] [WI8] axe finds nothing, and at 400 % zoom nothing sticks out', async () => {
    const { page, context } = await openPage({ viewport: { width: 320, height: 640 } });
    for (const state of ['form', 'picker', 'taken', 'scheduled']) {
      await showState(page, state, { lang });
      expect([state, await overflowing(page)]).toEqual([state, []]);
      expect([state, await accessibilityProblemsIn(page, { [lang]: '' })]).toEqual([state, []]);
      await shoot(page, `language-${lang}-${state}`);
    }
    await context.close();
  });
});

describe('the panel for those who see and move differently', () => {
  it('[WI7] shows what is chosen in forced colours', async () => {
    const { page, context } = await openPage({ viewport: { width: 1280, height: 800 }, forcedColors: 'active' });
    for (const state of ['form', 'picker', 'waiting', 'country', 'discard', 'missing']) {
      await showState(page, state);
      await shoot(page, `forced-colours-${state}`);
    }
    await showState(page, 'form');
    const [chosen, other] = await page
      .getByRole('radio')
      .evaluateAll((cards) => cards.map((card) => getComputedStyle(card).backgroundColor));
    expect(chosen).not.toBe(other);
    // The phone field has the focus; its usual ring is a shadow, which isn't drawn there.
    const ring = await page.locator('.field.phone').evaluate((field) => getComputedStyle(field).outlineStyle);
    expect(ring).toBe('solid');
    expect(await accessibilityProblemsIn(page, { 'forced colours': '' })).toEqual([]);
    await context.close();
  });

  it.each(['en', 'ar'])('[WI7] is walked through by Tab in the order in which it is read, in %s', async (lang) => {
    const { page, context } = await openPage({ viewport: { width: 1280, height: 800 } });
    await showState(page, 'form', { lang });
    const walk: string[] = [];
    for (let stop = 0; stop < 8; stop++) {
      walk.push(
        await page
          .locator('ringback-panel')
          .evaluate(
            (host) =>
              host.shadowRoot?.activeElement?.getAttribute('class')?.split(' ')[0] ||
              host.shadowRoot?.activeElement?.getAttribute('name') ||
              'none',
          ),
      );
      await page.keyboard.press('Tab');
    }
    expect(walk).toEqual(['phonenumber', 'firstname', 'lastname', 'card', 'link', 'quiet', 'go', 'none']);
    await context.close();
  });

  it.each([
    ['missing', 'alert', 'A phone number is required.'],
    ['short', 'note', ''],
    ['taken', 'alert', 'That time has just been taken. These are the closest free ones:'],
    ['offline', 'alert', 'You seem to be offline.'],
    ['flaky', 'status', 'The connection is slow.'],
    ['waiting', 'status', '3rd in line'],
    ['picker-none', 'status', 'There are no free times in the bookable days.'],
  ])('[WI7] %s is said by a live region (%s)', async (state, role, text) => {
    const { page, context } = await openPage({ viewport: { width: 1280, height: 800 } });
    await showState(page, state);
    if (role === 'note') {
      const phone = page.getByRole('textbox', { name: /^Phone/ });
      expect(
        await phone.evaluate(
          (input) => (input.getRootNode() as ShadowRoot).getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent,
        ),
      ).toBe('This number looks too short for United States.');
    } else expect((await page.getByRole(role as 'alert').allTextContents()).join(' ')).toContain(text);
    await context.close();
  });
});
