import { expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { newPage, PHONE, PHONE_DARK } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const stage = useStage(demoConfig({ handleSeconds: 60 }));

it.each([PHONE, PHONE_DARK])('[BR2] [CI3] [CI4] from the tap to the match, with a wrong code on the way ($name)', async (look) => {
  const { page } = await newPage(stage.browser, { look });
  const own = look === PHONE ? '+12125550181' : '+12125550182';
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  await page.goto(`${stage.origin}/phone.html`);
  await page.getByLabel('Your number').fill(own);
  await shoot(page, `phone-${look.name}-1-idle`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await press('Keep my place');
  // The server is asked each time that somebody looks; a message would say it by itself.
  await expect
    .poll(
      async () => {
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        return page.getByRole('heading', { name: 'It’s your turn' }).isVisible();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await shoot(page, `phone-${look.name}-2-ready`);
  await press('Get the number');
  await page.getByRole('heading', { name: 'Call this number' }).waitFor();
  expect(await page.locator('[data-number]').textContent()).toMatch(/^\+1 905 968 000[45]$/);
  expect(await page.locator('[data-code]').textContent()).toMatch(/^[1-9]\d{5}$/);
  await shoot(page, `phone-${look.name}-3-number`);
  expect(await accessibilityProblems(page)).toEqual([]);

  await press('Call now');
  await page.getByText('Please enter the code that you were given').waitFor();
  await press('Type a wrong code');
  await page.getByText('This code is not right.').waitFor();
  await shoot(page, `phone-${look.name}-4-wrong`);
  await press('Type the code');
  await page.getByRole('heading', { name: 'You are connected' }).waitFor();
  await shoot(page, `phone-${look.name}-5-connected`);
  expect(await stage.records.ofNumber(own)).toMatchObject([{ queue: 'ClickToCallInDelayed_VQ', state: 'PROCESSING' }]);
});
