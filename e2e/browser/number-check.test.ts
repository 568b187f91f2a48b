import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { DESKTOP, newPage, PHONE_DARK } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { hasFocus } from '../support/keyboard.js';
import { confirmOf, openPanel, phoneOf, reach } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const fieldOf = (panel: Locator): Locator => panel.getByRole('textbox', { name: 'Code' });
/** What the simulator pretends to have sent, as the demonstration shows it. */
const messageOn = (page: Page): Locator => page.locator('.simulated-message');
const codeOn = async (page: Page): Promise<string> => /\d{6}/.exec((await messageOn(page).textContent()) ?? '')?.[0] ?? '';
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a queue that has numbers checked', () => {
  // Calls ring to the end of the test, so that the panel stands still there.
  const stage = useStage(demoConfig({ ringSeconds: 600, agents: 9, support: { numberCheck: 'sms' } }));

  it.each([
    { look: DESKTOP, number: '2125550181' },
    { look: PHONE_DARK, number: '2125550182' },
  ])('[SE5] books once the code is right, and nothing before: $look.name', async ({ look, number }) => {
    const { page } = await newPage(stage.browser, { look, expected: [/status of 400/] });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill(number);
    await confirmOf(panel).click();
    await panel.getByRole('heading', { name: 'Confirm your number' }).waitFor();
    await messageOn(page).getByText('Simulated text message').waitFor();
    await expect.poll(() => hasFocus(fieldOf(panel)), { timeout: 15_000 }).toBe(true);
    expect(await stage.records.ofNumber(`+1${number}`)).toEqual([]);
    await shoot(page, `${look.name}-number-check`);
    expect(await accessibilityProblems(page)).toEqual([]);

    const code = await codeOn(page);
    await fieldOf(panel).fill(otherThan(code));
    await panel.getByText('That code isn’t right').waitFor();
    expect(await fieldOf(panel).getAttribute('aria-invalid')).toBe('true');
    await shoot(page, `${look.name}-number-check-wrong`);
    expect(await stage.records.ofNumber(`+1${number}`)).toEqual([]);

    await fieldOf(panel).fill(code);
    await reach(panel, 'Calling you now');
    expect(await stage.records.ofNumber(`+1${number}`)).toHaveLength(1);
    expect(await messageOn(page).count()).toBe(0);
  });

  it('[SE5] [WI7] is passed by keyboard alone, and left for another number', async () => {
    const { page } = await newPage(stage.browser, { expected: [/status of 400/] });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550183');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(fieldOf(panel)), { timeout: 15_000 }).toBe(true);
    await page.keyboard.press('Escape');
    await fieldOf(panel).waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(phoneOf(panel)), { timeout: 15_000 }).toBe(true);
    await phoneOf(panel).fill('2125550184');
    await page.keyboard.press('Enter');
    await messageOn(page).waitFor();
    await expect.poll(() => hasFocus(fieldOf(panel)), { timeout: 15_000 }).toBe(true);
    const first = await codeOn(page);
    await page.keyboard.type(first === '' ? 'none' : first);
    await reach(panel, 'Calling you now');
    expect(await stage.records.ofNumber('+12125550183')).toEqual([]);
    expect(await stage.records.ofNumber('+12125550184')).toHaveLength(1);
  });
});
