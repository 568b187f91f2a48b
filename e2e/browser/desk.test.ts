import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { DESKTOP, newPage, PHONE_DARK } from '../support/browser.js';
import { confirmOf, openPanel, phoneOf, reach } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

// The demo configuration itself: only there the login page shows the demo login.
const stage = useStage();

/** Logs in with what the login page shows to everybody. */
async function logInAsShown(page: Page): Promise<void> {
  await page.goto(`${stage.origin}/console/`);
  await page.getByText('change-me-now').waitFor();
  await page.getByLabel('Username').fill('admin');
  await page.getByRole('textbox', { name: 'Password' }).fill('change-me-now');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'My desk' }).waitFor();
}

describe("the agents' desk", () => {
  it('[TE1] takes the call of a visitor, who follows it live', async () => {
    const { page: desk } = await newPage(stage.browser);
    await logInAsShown(desk);
    await desk.getByRole('switch', { name: 'Your state: Not ready' }).click();
    // One request at a time: until the first is answered the desk's other buttons are locked, though the feed may show its effect already.
    await desk.getByRole('switch', { name: 'Your state: Ready', disabled: false }).waitFor();
    await desk.getByRole('switch', { name: 'Simulated agents: running', disabled: false }).click();
    await desk.getByRole('switch', { name: 'Simulated agents: paused' }).waitFor();

    const { page: shop } = await newPage(stage.browser);
    await shop.goto(stage.origin);
    const panel = await openPanel(shop);
    await panel.getByLabel('First Name').fill('Ada');
    await phoneOf(panel).fill('2125550151');
    await confirmOf(panel).click();
    await panel.getByText("You're next").waitFor();

    await desk.getByText('+1 212 555 0151').first().waitFor();
    await shoot(desk, '1280-light-desk-waiting');
    await desk.getByRole('button', { name: 'Take next' }).click();
    await reach(panel, 'Calling you now');
    expect(await desk.getByRole('link', { name: 'Call +1 212 555 0151' }).getAttribute('href')).toBe('tel:+12125550151');
    await shoot(desk, '1280-light-desk-calling');
    expect(await accessibilityProblems(desk)).toEqual([]);

    await desk.getByRole('button', { name: 'Connected' }).click();
    await reach(panel, 'You are connected');
    await shoot(desk, '1280-light-desk-connected');
    await desk.getByRole('button', { name: 'End call' }).click();
    await reach(panel, 'All done');

    expect(await stage.records.ofNumber('+12125550151')).toMatchObject([
      { state: 'COMPLETED', reason: 'AGENT_CONNECTED', states: ['QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED'] },
    ]);
  });
});

describe.each([DESKTOP, PHONE_DARK])('the console at $name', (look) => {
  it('[WI7] has no accessibility problem and no sideways scrolling', async () => {
    const { page } = await newPage(stage.browser, { look });
    await page.goto(`${stage.origin}/console/`);
    await page.getByText('change-me-now').waitFor();
    await shoot(page, `${look.name}-login`);
    expect(await accessibilityProblems(page)).toEqual([]);
    await logInAsShown(page);
    await shoot(page, `${look.name}-desk`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
});
