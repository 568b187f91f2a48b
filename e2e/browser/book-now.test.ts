import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { logIn, type Staff } from '../support/api.js';
import { newPage } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { hasFocus, tabTo } from '../support/keyboard.js';
import { cancelCall, confirmOf, formOf, launcherOf, openPanel, panelOf, phoneOf, reach, whenOf } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const stage = useStage(demoConfig({ ringSeconds: 1, handleSeconds: 1 }));
let staff: Staff;

beforeAll(async () => {
  staff = await logIn(stage.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);
});

const PAGES = [
  { way: 'script tag', path: '/', number: '+12125550111' },
  { way: 'ES import', path: '/es-import.html', number: '+12125550112' },
] as const;

describe.each(PAGES)('a call as soon as possible, embedded by $way', ({ path, number }) => {
  it('[CB2] [CB8] [QU3] is booked by mouse, called, and followed live to its end', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin + path);
    const panel = await openPanel(page);
    await panel.getByLabel('First Name').fill('Ada');
    await panel.getByLabel('Last Name').fill('Lopes');
    await phoneOf(panel).fill(number.slice(2));
    await panel.getByRole('button', { name: 'Add a note' }).click();
    await panel.getByLabel('Notes').fill('The lamp arrived broken');
    expect(await whenOf(panel, 'As soon as possible').isChecked()).toBe(true);
    await confirmOf(panel).click();

    await reach(panel, "You're booked in!");
    await panel.getByText("You're next").waitFor();
    expect(await stage.records.ofNumber(number)).toMatchObject([
      { queue: 'Support_VQ', state: 'QUEUED', scheduled: false, states: ['QUEUED'] },
    ]);

    const seen = [reach(panel, 'Calling you now'), reach(panel, 'You are connected')];
    await staff.pauseSimulator(false);
    await Promise.all(seen);
    await reach(panel, 'All done');
    await staff.pauseSimulator(true);

    expect(await stage.records.ofNumber(number)).toMatchObject([
      {
        state: 'COMPLETED',
        reason: 'AGENT_CONNECTED',
        states: ['QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED'],
        user_data: { firstname: 'Ada', lastname: 'Lopes', subject: 'The lamp arrived broken' },
      },
    ]);
  });
});

describe('a call as soon as possible, by keyboard alone', () => {
  it('[pain 5] [WI7] is booked, and the focus is kept and returned', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    await tabTo(page, launcherOf(page));
    await page.keyboard.press('Enter');
    const panel = await formOf(page);
    await tabTo(page, phoneOf(panel));
    await page.keyboard.type('2125550113');
    await tabTo(page, panel.getByLabel('First Name'));
    await page.keyboard.type('Grace');
    await tabTo(page, whenOf(panel, 'As soon as possible'));
    await page.keyboard.press('Space');
    await tabTo(page, confirmOf(panel));
    await page.keyboard.press('Enter');

    await reach(panel, "You're booked in!");
    expect(await panel.locator(':focus').count()).toBe(1);
    expect(await stage.records.ofNumber('+12125550113')).toMatchObject([{ state: 'QUEUED', user_data: { firstname: 'Grace' } }]);

    await tabTo(page, panel.getByRole('button', { name: 'Cancel call' }));
    await page.keyboard.press('Enter');
    await tabTo(page, panel.getByRole('alertdialog').getByRole('button', { name: 'Cancel call' }));
    await page.keyboard.press('Enter');
    await reach(panel, 'Your call is cancelled');
    expect(await stage.records.ofNumber('+12125550113')).toMatchObject([{ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }]);

    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'hidden' });
    expect(await hasFocus(launcherOf(page))).toBe(true);
  });

  it('[WI7] gives the focus to the panel, and back to the button by Escape', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    await tabTo(page, launcherOf(page));
    await page.keyboard.press('Space');
    const panel = await formOf(page);
    expect(await panel.locator(':focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await hasFocus(launcherOf(page))).toBe(true);
  });
});

describe('a page that is loaded again', () => {
  it('[WI14] returns to the request that runs', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550114');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");

    await page.reload();
    await launcherOf(page).click();
    await panelOf(page).getByText("You're next").waitFor();
    await panelOf(page).getByText('+1 212 555 0114').first().waitFor();
    expect(await stage.records.ofNumber('+12125550114')).toHaveLength(1);
  });

  it('[WI14] is free again once the request is over', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550115');
    await confirmOf(panel).click();
    await cancelCall(panel);

    await page.reload();
    await openPanel(page);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  });
});

describe('a panel that does not come', () => {
  it('[WI5] is fetched in one piece at the next try, and works to the end', async () => {
    const { page, requests } = await newPage(stage.browser, { expected: [/request failed: GET .*panel-/, /console error: .*ERR_FAILED/] });
    await page.route('**/widget/panel-*.mjs', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await page.goto(stage.origin);
    await failed;
    const panel = await openPanel(page);
    expect(requests.filter((url) => url.includes('/widget/whole.mjs'))).toHaveLength(1);
    await phoneOf(panel).fill('2125550116');
    await confirmOf(panel).click();
    await cancelCall(panel);
    expect(await stage.records.ofNumber('+12125550116')).toMatchObject([{ reason: 'CANCELLED_BY_CUSTOMER' }]);
  });
});

describe('a call as soon as possible, from an own button of the shop', () => {
  it('[TE1] [CB5] says what it is about; when nobody answers, the visitor is told and called again', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(stage.origin);
    await page.getByRole('button', { name: 'Ask about this lamp' }).click();
    const panel = await formOf(page);
    await phoneOf(panel).fill('2125550101');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    await staff.pauseSimulator(false);
    await reach(panel, "We couldn't reach you");
    await staff.pauseSimulator(true);
    await panel.getByText(/Next try/).waitFor();
    await shoot(page, '1280-light-missed');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await stage.records.ofNumber('+12125550101')).toMatchObject([
      { state: 'QUEUED', states: ['QUEUED', 'ROUTING', 'QUEUED'], user_data: { product: 'Heron' } },
    ]);
  });
});
