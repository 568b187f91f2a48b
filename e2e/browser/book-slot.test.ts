import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { book, freePlaces } from '../support/api.js';
import { newPage, PHONE } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { arrowTo, tabTo } from '../support/keyboard.js';
import { cancelCall, confirmOf, daysOf, formOf, freeTimesOf, launcherOf, openPanel, phoneOf, reach, whenOf } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const stage = useStage(demoConfig());

/** Opens the picker and goes to the second day, all of which lies ahead. */
async function pickSecondDay(panel: Locator): Promise<void> {
  await whenOf(panel, 'Pick date & time').click();
  await daysOf(panel).nth(1).click();
}

/** The one record of a number. */
async function recordOf(number: string) {
  const [record, ...more] = await stage.records.ofNumber(number);
  expect(more).toEqual([]);
  if (record === undefined) throw new Error(`Nothing is booked for ${number}`);
  return record;
}

/** An instant as the visitor's page writes it. */
const clockIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(at).replace(/\u202f/g, ' ');

describe('a call at a time', () => {
  it("[SL6] [WI4] is booked by mouse from real availability, and shows the time in the visitor's zone", async () => {
    const { page } = await newPage(stage.browser, { timeZone: 'Asia/Kathmandu' });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550121');
    await pickSecondDay(panel);
    await freeTimesOf(panel).first().click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");

    const record = await recordOf('+12125550121');
    expect(record).toMatchObject({ state: 'SCHEDULED', scheduled: true, states: ['SCHEDULED'] });
    expect(record.slot_start).toEqual(record.desired_time);
    expect(await stage.records.placesTaken(record.desired_time)).toBe(1);
    await panel.getByText(clockIn('Asia/Kathmandu', record.desired_time)).first().waitFor();
    await panel.getByText(clockIn('UTC', record.desired_time)).first().waitFor();
  });

  it('[WI14] [CB1] asked for once more, in another tab shows itself, on another device is only told of, and stays one', async () => {
    const number = '2125550127';
    const askFor = async (page: Page, slot: number): Promise<Locator> => {
      await page.goto(stage.origin);
      const panel = await openPanel(page);
      await phoneOf(panel).fill(number);
      await pickSecondDay(panel);
      await freeTimesOf(panel).nth(slot).click();
      await confirmOf(panel).click();
      return panel;
    };
    const { page, context } = await newPage(stage.browser, { timeZone: 'UTC', expected: [/status of 429/] });
    await reach(await askFor(page, 5), "You're booked in!");
    const { desired_time: time } = await recordOf(`+1${number}`);

    const tab = await askFor(await context.newPage(), 7);
    await reach(tab, "You're booked in!");
    await tab.getByText(clockIn('UTC', time)).first().waitFor();

    const device = await newPage(stage.browser, { timeZone: 'UTC', expected: [/status of 429/] });
    const told = (await askFor(device.page, 7)).getByRole('alert');
    await told.getByText('A call to this number is already booked.').waitFor();
    expect(await told.innerText()).not.toMatch(/\d/);
    expect(await accessibilityProblems(device.page)).toEqual([]);
    await told.getByRole('button', { name: 'Another number' }).click();
    await phoneOf(device.page.getByRole('dialog')).fill('2125550126');
    await confirmOf(device.page.getByRole('dialog')).click();
    await reach(device.page.getByRole('dialog'), "You're booked in!");

    await cancelCall(tab);
    expect((await recordOf(`+1${number}`)).state).toBe('COMPLETED');
  });

  it('[CB6] is changed and cancelled, and gives its place back each time', async () => {
    const { page } = await newPage(stage.browser, { look: PHONE });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550122');
    await pickSecondDay(panel);
    await freeTimesOf(panel).nth(1).click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    const first = (await recordOf('+12125550122')).desired_time;

    await panel.getByRole('button', { name: 'Change' }).click();
    await daysOf(panel).nth(1).click();
    await freeTimesOf(panel).nth(3).click();
    await confirmOf(panel).click();
    await panel.getByRole('button', { name: 'Change' }).waitFor();
    const second = (await recordOf('+12125550122')).desired_time;
    expect(second.getTime() - first.getTime()).toBe(30 * 60_000);
    expect([await stage.records.placesTaken(first), await stage.records.placesTaken(second)]).toEqual([0, 1]);

    await cancelCall(panel);
    expect(await recordOf('+12125550122')).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' });
    expect(await freePlaces(stage.origin, second.toISOString())).toBe(5);
  });

  it('[WI7] is booked by keyboard alone', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    await tabTo(page, launcherOf(page));
    await page.keyboard.press('Enter');
    const panel = await formOf(page);
    await tabTo(page, phoneOf(panel));
    await page.keyboard.type('2125550123');
    await choosePickerByKeys(page, panel);
    await tabTo(page, daysOf(panel).first());
    await arrowTo(page, daysOf(panel).nth(2), 'ArrowRight');
    await tabTo(page, freeTimesOf(panel).first());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await tabTo(page, confirmOf(panel));
    await page.keyboard.press('Enter');
    await reach(panel, "You're booked in!");
    expect(await recordOf('+12125550123')).toMatchObject({ state: 'SCHEDULED', states: ['SCHEDULED'] });
  });
});

async function choosePickerByKeys(page: Page, panel: Locator): Promise<void> {
  await tabTo(page, whenOf(panel, 'As soon as possible'));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await daysOf(panel).first().waitFor();
}

describe('a time that fills up while the visitor types', () => {
  it('[SL7] [WI5] offers the nearest free times as buttons, and one press books', async () => {
    const { page } = await newPage(stage.browser, { expected: [/status of 429/] });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550124');
    await pickSecondDay(panel);
    const time = freeTimesOf(panel).nth(5);
    const label = (await time.textContent()) ?? '';
    await time.click();
    let start = '';
    await page.route(
      '**/callbacks/create',
      async (route) => {
        const { desiredTime } = route.request().postDataJSON() as { desiredTime: string };
        start = desiredTime;
        for (let place = 0; place < 5; place += 1) await book(stage.origin, `+1212555013${place}`, start);
        await route.continue();
      },
      { times: 1 },
    );
    await confirmOf(panel).click();

    await panel.getByText('That time has just been taken.').waitFor();
    await panel.getByRole('option', { name: new RegExp(`^${label}\\W+full$`), disabled: true, selected: false }).waitFor();
    expect(await panel.getByRole('button', { name: 'Choose a time' }).isDisabled()).toBe(true);
    await shoot(page, '1280-light-taken');
    expect(await accessibilityProblems(page)).toEqual([]);
    await panel
      .getByRole('button', { name: /\d{1,2}:\d{2} [AP]M/ })
      .first()
      .click();
    await reach(panel, "You're booked in!");
    const record = await recordOf('+12125550124');
    expect(record).toMatchObject({ state: 'SCHEDULED', states: ['SCHEDULED'] });
    expect(record.desired_time).not.toEqual(new Date(start));
    expect(await stage.records.placesTaken(new Date(start))).toBe(5);
  });
});
