import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblemsIn } from '../support/accessibility.js';
import { newPage } from '../support/browser.js';
import { shoot } from '../support/shots.js';
import { servePage } from '../support/snippets.js';
import { useStage } from '../support/stage.js';

const stage = useStage();

const WAITS = { now: 0, soon: 240, full: 900 };
const channel = (queue: string, icon: string, more: Record<string, unknown> = {}) => ({
  clickCommand: 'Callback.open',
  readyEvent: 'Callback.ready',
  i18n: 'CallbackTitle',
  icon,
  ewt: { display: true, queue, availabilityThresholdMin: 60, availabilityThresholdMax: 480 },
  ...more,
});
const OPTIONS = {
  channelselector: {
    channels: [
      channel('now', 'call-incoming'),
      channel('soon', 'chat', { i18n: '', displayName: 'Auftragsbearbeitungs- und Lieferverzögerungsauskunft' }),
      channel('full', 'email'),
      channel('unknown', 'videochat', { ewt: {}, readyEvent: 'Nobody.ready' }),
    ],
  },
};

interface Place {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly options: Record<string, unknown>;
  readonly look: { readonly name: string; readonly width: number; readonly height: number; readonly colorScheme: 'light' | 'dark' };
}

const SMALL = { name: '320', width: 320, height: 640, colorScheme: 'light' } as const;
const WIDE = { name: '1280', width: 1280, height: 900, colorScheme: 'dark' } as const;

async function pageOf({ lang, dir, options, look }: Place): Promise<Page> {
  const { page } = await newPage(stage.browser, { look });
  await page.route('**/estimated-wait-time?*', (route) =>
    route.fulfill({
      json: {
        status: { code: 0, message: 'Successful', corrId: '7f3c9a10-1111-4222-8333-444444444444' },
        data: Object.entries(WAITS).map(([virtualQueue, estimatedWaitTime]) => ({ virtualQueue, estimatedWaitTime })),
      },
    }),
  );
  const html = `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>A shop</title>
    <meta name="viewport" content="width=device-width"></head><body><main><h1>A shop</h1></main>
    <script>window.ringback = ${JSON.stringify(options)};</script>
    <script src="${stage.origin}/widget/ringback.js" data-api-key="demo-key" data-service="Support_VQ"></script></body></html>`;
  await page.goto(await servePage(page, stage.origin, html));
  return page;
}

/** Nothing is measured while it still moves. Runs in the page. */
async function isStill(host: string): Promise<void> {
  const root = document.querySelector(host)?.shadowRoot;
  await Promise.all(root?.getAnimations().map(({ finished }) => finished) ?? []);
}

/** What sticks out of the window, or has text that is cut off or too small a target. Runs in the page. */
function misplaced(host: string): string[] {
  const root = document.querySelector(host)?.shadowRoot;
  const shown = [...(root?.querySelectorAll<HTMLElement>('button, h2, p, b, span') ?? [])].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }),
  );
  const problems = shown.flatMap((element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    const name = `${element.localName}.${element.className} "${element.textContent.trim().slice(0, 20)}"`;
    return [
      ...(left < 0 || right > innerWidth || top < 0 || bottom > innerHeight ? [`${name} is outside`] : []),
      ...(element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' ? [`${name} is cut off`] : []),
      ...(element.localName === 'button' && matchMedia('(pointer: coarse)').matches && (width < 44 || height < 44)
        ? [`${name} is a small target`]
        : []),
    ];
  });
  if (shown.length === 0) problems.push(`nothing of ${host} is shown`);
  if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways');
  return problems;
}

const theme = (name: string): string =>
  `document.querySelectorAll('ringback-channels, ringback-sidebar, ringback-invitation').forEach((host) =>
     host.shadowRoot.querySelector('.rb').classList.remove('light', 'dark') ?? host.shadowRoot.querySelector('.rb').classList.add('${name}'))`;
const THEMES = { light: theme('light'), dark: theme('dark') };

describe.each([
  { lang: 'ar', dir: 'rtl', look: SMALL, names: { list: 'طرق التواصل معنا', later: /4/ } },
  { lang: 'de', dir: 'ltr', look: SMALL, names: { list: /./, later: /4 Minuten/ } },
  { lang: 'he', dir: 'rtl', look: WIDE, names: { list: /./, later: /4/ } },
] as const)('channels in $lang at $look.name px', ({ lang, dir, look }) => {
  it('[WI7] [WI9] the bar and the list: whole, in their place, without a problem in light and dark', async () => {
    const page = await pageOf({
      lang,
      dir,
      look,
      options: { ...OPTIONS, sidebar: { channels: [{ name: 'ChannelSelector' }, { name: 'Callback' }] } },
    });
    const bar = page.getByRole('navigation');
    await bar.waitFor();
    expect(await page.evaluate(misplaced, 'ringback-sidebar')).toEqual([]);
    const { x, width } = (await bar.boundingBox()) ?? { x: 0, width: 0 };
    expect(dir === 'rtl' ? x : look.width - x - width).toBeCloseTo(0, 0);
    expect(await accessibilityProblemsIn(page, THEMES)).toEqual([]);
    await shoot(page, `channels-${lang}-${look.name}-bar`);

    await bar.getByRole('button').first().press('Enter');
    const list = page.getByRole('dialog');
    await list.locator('.channel.waiting').waitFor();
    await page.evaluate(isStill, 'ringback-channels');
    expect(await page.evaluate(misplaced, 'ringback-channels')).toEqual([]);
    expect(await accessibilityProblemsIn(page, THEMES)).toEqual([]);
    expect(await list.getByRole('button', { disabled: true }).count()).toBe(2);
    await shoot(page, `channels-${lang}-${look.name}-list`);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await bar.waitFor();
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('ringback-sidebar');
  });

  it('[WI7] [WI9] the invitation: whole, above the button, without a problem in light and dark', async () => {
    const page = await pageOf({ lang, dir, look, options: { proactive: { afterSeconds: 0 } } });
    const card = page.locator('ringback-invitation .panel');
    await card.waitFor();
    await page.evaluate(isStill, 'ringback-invitation');
    expect(await page.evaluate(misplaced, 'ringback-invitation')).toEqual([]);
    expect(await accessibilityProblemsIn(page, THEMES)).toEqual([]);
    const [over, button] = await Promise.all([card.boundingBox(), page.locator('ringback-launcher button').boundingBox()]);
    expect((over?.y ?? 0) + (over?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0);
    await shoot(page, `channels-${lang}-${look.name}-invitation`);
    await card.locator('.go').press('Enter');
    await page.getByRole('dialog').locator('[type=tel]').waitFor();
    await card.waitFor({ state: 'detached' });
  });
});
