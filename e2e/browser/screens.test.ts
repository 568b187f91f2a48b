import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { logIn, type Staff } from '../support/api.js';
import { LOOKS, newPage } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { confirmOf, daysOf, freeTimesOf, openPanel, phoneOf, reach, whenOf } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const stage = useStage(demoConfig());
let staff: Staff;

beforeAll(async () => {
  staff = await logIn(stage.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);
});

/** Keeps a picture of the step, and expects that everybody can use it. */
async function keep(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  expect(await accessibilityProblems(page), name).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), name).toBe(0);
}

// The other two looks of each state are held to the same by access.test.ts.
describe.each(LOOKS.filter((_, index) => index % 3 === 0).map((look, index) => ({ look, name: look.name, digit: index })))(
  'every screen at $name',
  ({ look, name, digit }) => {
    it('[WI3] [WI7] of a call as soon as possible', async () => {
      const { page } = await newPage(stage.browser, { look });
      await page.goto(stage.origin);
      const panel = await openPanel(page);
      await keep(page, `${name}-1-form`);
      await phoneOf(panel).fill(`212555016${digit}`);
      await confirmOf(panel).click();
      await reach(panel, "You're booked in!");
      await panel.getByText("You're next").waitFor();
      await keep(page, `${name}-2-booked`);
      await panel.getByRole('button', { name: 'Cancel call' }).click();
      await panel.getByText('Cancel this call?').waitFor();
      await keep(page, `${name}-3-cancel`);
      await panel.getByRole('button', { name: 'Keep it' }).click();
      await staff.takeNext();
      await reach(panel, 'Calling you now');
      await keep(page, `${name}-4-calling`);
      await staff.report('connected');
      await reach(panel, 'You are connected');
      await keep(page, `${name}-5-connected`);
      await staff.report('ended');
      await reach(panel, 'All done');
      // Of a phone's sheet too: it is as high as what it says, and stands on the lower edge.
      const { y, height } = (await panel.boundingBox()) ?? { y: 0, height: 0 };
      expect(height).toBeLessThan(400);
      expect(look.width < 600 ? y + height : look.height).toBe(look.height);
      await keep(page, `${name}-6-done`);
    });

    it('[WI3] [WI7] of a call at a time', async () => {
      const { page } = await newPage(stage.browser, { look, timeZone: 'Europe/Lisbon' });
      await page.goto(stage.origin);
      const panel = await openPanel(page);
      await phoneOf(panel).fill(`212555017${digit}`);
      await whenOf(panel, 'Pick date & time').click();
      // Late in the evening the first day has few times left.
      await daysOf(panel).nth(1).click();
      await freeTimesOf(panel).first().waitFor();
      await keep(page, `${name}-7-picker`);
      await freeTimesOf(panel).nth(4).click();
      await keep(page, `${name}-8-picked`);
      await confirmOf(panel).click();
      await reach(panel, "You're booked in!");
      await keep(page, `${name}-9-scheduled`);
    });
  },
);
