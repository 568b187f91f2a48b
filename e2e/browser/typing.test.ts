import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newPage } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { daysOf, freeTimesOf, launcherOf, openPanel, panelOf, phoneOf, reach, confirmOf, whenOf } from '../support/panel.js';
import { useStage } from '../support/stage.js';

/* What only a real browser can tell: where the caret goes, what a paste is, how keys move through a grid as it is laid out. */
const stage = useStage(demoConfig());

const open = async (): Promise<{ page: Page; panel: Locator; phone: Locator; requests: readonly string[] }> => {
  const { page, requests } = await newPage(stage.browser);
  await page.goto(stage.origin);
  const panel = await openPanel(page);
  return { page, panel, phone: phoneOf(panel), requests };
};
/** The field's text with `|` at the caret. */
const marked = (phone: Locator): Promise<string> =>
  phone.evaluate((field: HTMLInputElement) => {
    const at = field.selectionStart ?? -1;
    return `${field.value.slice(0, at)}|${field.value.slice(at)}`;
  });
const shows = async (phone: Locator, wanted: string): Promise<void> => {
  await expect.poll(() => marked(phone)).toBe(wanted);
};
const placeCaret = (phone: Locator, at: number): Promise<void> =>
  phone.evaluate((field: HTMLInputElement, place) => field.setSelectionRange(place, place), at);
/** As the clipboard brings it: with `insertFromPaste`, over what is selected. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(async (words) => navigator.clipboard.writeText(words), text).then(() => page.keyboard.press('ControlOrMeta+v'));

describe('the phone field', () => {
  it('[WI3] shows the list of countries and what is wrong only as they should look, however late the rest of the panel is', async () => {
    const { page } = await newPage(stage.browser);
    let send = (): void => undefined;
    const rest = new Promise<void>((resolve) => (send = resolve));
    await page.route(/\/later-[0-9a-f]+\.mjs$/, async (route) => {
      await rest;
      await route.continue();
    });
    await page.goto(stage.origin);
    await launcherOf(page).click();
    const panel = panelOf(page);
    await confirmOf(panel).click();
    const error = panel.getByRole('alert').getByText('A phone number is required.');
    const looks = await error.evaluate((words) => [getComputedStyle(words).color, getComputedStyle(words).fontSize]);
    expect(looks).toEqual(['rgb(179, 38, 30)', '13px']);
    await panel.getByRole('button', { name: /^Country/ }).click();
    const list = panel.locator('.countries');
    expect((await list.boundingBox())?.width).toBe(1);
    await page.keyboard.type('Portu');
    send();
    const portugal = list.getByRole('option', { name: /Portugal/ });
    await portugal.click();
    await panel.getByRole('button', { name: /^Country: Portugal/ }).waitFor();
  });

  it('[WI3] formats as one types, and the caret stays with its digit through every edit', async () => {
    const { page, phone, requests } = await open();
    const rules = (): string[] => requests.flatMap((url) => /\/(phone-\d+)-/.exec(url)?.[1] ?? []);
    await phone.click();
    expect(rules()).toEqual([]);
    await phone.pressSequentially('2125550134');
    await shows(phone, '212 555 0134|');
    expect(rules()).toEqual(['phone-1']);
    await placeCaret(phone, 5);
    for (const [key, wanted] of [
      ['9', '21259|550134'],
      ['Backspace', '2125|550134'],
      ['ArrowLeft', '212|5550134'],
      ['Backspace', '21|5550134'],
      ['2', '212|5550134'],
      ['Delete', '212|550134'],
      ['5', '2125|550134'],
      ['Home', '|2125550134'],
      ['Delete', '|125550134'],
      ['2', '2|125550134'],
    ] as const) {
      await page.keyboard.press(key);
      // Where a group ends, the caret may stand on either side of the space.
      await expect.poll(async () => (await marked(phone)).replace(/[^\d|]/g, '')).toBe(wanted);
    }
    await shows(phone, '2|12 555 0134');
  });

  it('[WI3] takes any number that is pasted, its extension and its country too', async () => {
    const { page, panel, phone } = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const [text, shown, country] of [
      ['tel:+44 (0)20 7946-0018;ext=5', '20 7946 0018 x5|', 'United Kingdom +44'],
      ['００３５１ ９１２ ３４５ ６７８', '912 345 678|', 'Portugal +351'],
      ['+1 (212) 555-0134 ext. 42', '212 555 0134 x42|', 'United States +1'],
    ] as const) {
      await phone.selectText();
      await paste(page, text);
      await shows(phone, shown);
      await panel.getByRole('button', { name: `Country: ${country}` }).waitFor();
    }
    await confirmOf(panel).click();
    // The record, not the screen: the simulator may call before "You're booked in!" has been seen.
    await expect.poll(() => stage.records.ofNumber('+12125550134')).toMatchObject([{ user_data: { phoneExtension: '42' } }]);
  });
});

describe('the picker', () => {
  it('[WI7] [WI4] days and times by keyboard alone, as they are laid out', async () => {
    const { page, panel, phone } = await open();
    await phone.fill('2125550135');
    await whenOf(panel, 'Pick date & time').focus();
    await page.keyboard.press('Enter');
    await freeTimesOf(panel).first().waitFor();
    const days = daysOf(panel);
    await days.nth(0).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => days.nth(1).getAttribute('aria-checked')).toBe('true');
    const times = freeTimesOf(panel);
    await times.first().focus();
    const placeOf = async () => {
      const box = await page.evaluate(() => {
        const at = document.querySelector('ringback-panel')?.shadowRoot?.activeElement?.getBoundingClientRect();
        return at && { x: Math.round(at.x), y: Math.round(at.y) };
      });
      if (!box) throw new Error('nothing in the panel has the focus');
      return box;
    };
    const start = await placeOf();
    await page.keyboard.press('ArrowDown');
    const below = await placeOf();
    expect(below.y).toBeGreaterThan(start.y);
    expect(below.x).toBe(start.x);
    await page.keyboard.press('ArrowRight');
    const right = await placeOf();
    expect([right.x > below.x, right.y]).toEqual([true, below.y]);
    await page.keyboard.press('Home');
    expect(await placeOf()).toEqual(start);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
  });
});
