import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { newPage, PHONE, PHONE_DARK } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { useMovedStage } from '../support/moved-stage.js';
import { shoot } from '../support/shots.js';

const QUEUE = 'ClickToCallInDelayed_VQ';
const PURGE_MINUTES = 10;
const MINUTE_MS = 60_000;
const demo = demoConfig({ handleSeconds: 60, agents: 8 }) as { queues: { name: string }[] };
const stage = useMovedStage({
  ...demo,
  queues: demo.queues.map((queue) => (queue.name === QUEUE ? { ...queue, purgeTimeMinutes: PURGE_MINUTES } : queue)),
});

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

/** The server is asked each time that somebody looks; a message would say it by itself. */
async function lookUntil(page: Page, heading: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await stage.pass(0);
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        return page.getByRole('heading', { name: heading }).isVisible();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

/** From the tap to the turn. */
async function waitForTurn(page: Page, own: string): Promise<void> {
  await page.goto(`${stage.origin}/phone.html`);
  await page.getByLabel('Your number').fill(own);
  await press(page, 'Keep my place');
  await lookUntil(page, 'It’s your turn');
}
async function getNumber(page: Page): Promise<void> {
  await press(page, 'Get the number');
  await page.getByRole('heading', { name: 'Call this number' }).waitFor();
}

it.each([PHONE, PHONE_DARK])('[BR2] [CI3] [CI4] from the tap to the match, with a wrong code on the way ($name)', async (look) => {
  const { page } = await newPage(stage.browser, { look });
  const own = look === PHONE ? '+12125550181' : '+12125550182';
  await page.goto(`${stage.origin}/phone.html`);
  await page.getByLabel('Your number').fill(own);
  await shoot(page, `phone-${look.name}-1-idle`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await press(page, 'Keep my place');
  await lookUntil(page, 'It’s your turn');
  await shoot(page, `phone-${look.name}-2-ready`);
  await getNumber(page);
  expect(await page.locator('[data-number]').textContent()).toMatch(/^\+1 905 968 000[45]$/);
  expect(await page.locator('[data-code]').textContent()).toMatch(/^[1-9]\d{5}$/);
  await shoot(page, `phone-${look.name}-3-number`);
  expect(await accessibilityProblems(page)).toEqual([]);

  await press(page, 'Call now');
  await page.getByText('Please enter the code that you were given').waitFor();
  await press(page, 'Type a wrong code');
  await page.getByText('This code is not right.').waitFor();
  await shoot(page, `phone-${look.name}-4-wrong`);
  await press(page, 'Type the code');
  await lookUntil(page, 'You are connected');
  await shoot(page, `phone-${look.name}-5-connected`);
  expect(await stage.records.ofNumber(own)).toMatchObject([{ queue: QUEUE, state: 'PROCESSING' }]);
});

it('[BR2] [CI4] a number that has run out leads nowhere, though it is called; the next one does', async () => {
  const { page } = await newPage(stage.browser, { look: PHONE });
  await page.clock.install();
  await waitForTurn(page, '+12125550183');
  await getNumber(page);
  const old = await page.locator('[data-code]').textContent();
  await stage.pass(30_000);
  await page.clock.fastForward(30_000);
  await page.getByRole('heading', { name: 'The number has run out' }).waitFor();
  await shoot(page, 'phone-390-light-6-run-out');
  expect(await accessibilityProblems(page)).toEqual([]);
  await press(page, 'Call the old one anyway');
  await press(page, 'Type the code');
  await page.getByText('This code is no longer valid.').waitFor();
  await shoot(page, 'phone-390-light-7-expired');
  await press(page, 'Hang up');
  await press(page, 'Another number');
  await page.getByRole('heading', { name: 'Call this number' }).waitFor();
  expect(await page.locator('[data-code]').textContent()).not.toBe(old);
  await press(page, 'Call now');
  await press(page, 'Type the code');
  await lookUntil(page, 'You are connected');
});

it('[BR2] [CI5] a place that was purged is no more; the number that was given for it leads nowhere', async () => {
  const { page } = await newPage(stage.browser, { look: PHONE_DARK });
  await waitForTurn(page, '+12125550184');
  await stage.pass(PURGE_MINUTES * MINUTE_MS - 20_000);
  await getNumber(page);
  await press(page, 'Call now');
  await page.getByText('Please enter the code that you were given').waitFor();
  await stage.pass(20_000);
  await press(page, 'Type the code');
  await page.getByText('This request has ended.').waitFor();
  await shoot(page, 'phone-390-dark-6-purged-call');
  await press(page, 'Hang up');
  await lookUntil(page, 'We are closing');
  await shoot(page, 'phone-390-dark-7-purged');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await stage.records.ofNumber('+12125550184')).toMatchObject([{ reason: 'PURGED_TIMEOUT' }]);
  await press(page, 'Start again');
  await page.getByLabel('Your number').waitFor();
});
