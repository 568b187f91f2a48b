import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { book, dialNumber, logIn, type Staff } from '../support/api.js';
import { newPage, PHONE } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { shoot } from '../support/shots.js';
import { filled, readSnippets, servePage } from '../support/snippets.js';
import { useStage } from '../support/stage.js';

/* Click-To-Call-In in the widget: the telephone network is the server's simulator, all else is as a visitor has it. */

const QUEUE = 'ClickToCallInDelayed_VQ';
const stage = useStage(demoConfig({ handleSeconds: 60, callIn: { expirySeconds: 60 } }));
let staff: Staff;
beforeAll(async () => {
  staff = await logIn(stage.origin);
});

/** A site's page with a button of its own. */
async function openSite(page: Page, callin: Record<string, unknown>): Promise<void> {
  const html = `<meta name="viewport" content="width=device-width"><button id="call">Talk to us</button>
    <script>
      window.ringback = ${JSON.stringify({ apiKey: 'demo-key', callin })};
      window.heard = [];
      document.querySelector('#call').onclick = () => CXBus.command('CallIn.open');
    </script>
    <script src="${stage.origin}/widget/ringback.js"></script>
    <script>
      for (const name of ['opened', 'submitted', 'rejected', 'completed', 'cancelled', 'closed'])
        CXBus.subscribe('CallIn.' + name, () => heard.push(name));
    </script>`;
  await page.goto(await servePage(page, stage.origin, html));
}
const panelOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Call us' });
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const reach = (page: Page, name: string): Promise<void> => panelOf(page).getByRole('heading', { name }).waitFor();

/** What the panel says to dial. */
async function shownNumber(page: Page) {
  const link = panelOf(page).getByRole('link', { name: 'Call now' });
  const [, dialedNumber = '', accessCode = ''] = /^tel:(\+\d+),,([1-9]\d{5})$/.exec((await link.getAttribute('href')) ?? '') ?? [];
  const digits = await panelOf(page).locator('.digits b').allTextContents();
  expect(digits.join('')).toBe(accessCode);
  return { dialedNumber, accessCode };
}
/** The right one with its last digit turned. */
const otherThan = (code: string): string => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

/** Somebody else takes a place in the line. Resolves with the token that gives it back. */
async function joinLine(phoneNumber: string): Promise<string> {
  const { visitorToken } = await post<{ visitorToken: string }>(
    '/engagement/v3/callbacks/create',
    { 'x-api-key': 'demo-key' },
    {
      serviceName: QUEUE,
      phoneNumber,
      pushTargets: [],
    },
  );
  return visitorToken;
}
const leaveLine = (token: string): Promise<unknown> => post('/visitor/v1/callback/cancel', { authorization: `Bearer ${token}` }, {});

async function post<Data>(path: string, headers: Record<string, string>, body: unknown): Promise<Data> {
  const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${stage.origin}${path}`, init);
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Data }).data;
}

describe('an immediate call-in', () => {
  it('[CI2] [CI4] a number at once, another when it has run out, matched after a wrong code', async () => {
    const { page } = await newPage(stage.browser);
    await page.clock.install();
    await openSite(page, { groupName: 'technical_help' });
    await press(page, 'Talk to us');
    await reach(page, 'Talk to us now');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press(page, 'Get the number');
    await reach(page, 'Call this number');
    await panelOf(page)
      .getByText(/^\+1 .?905.* 968.?000[45]$/)
      .waitFor();
    const first = await shownNumber(page);
    await shoot(page, 'call-in-1280-light-number');
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.clock.fastForward(61_000);
    await reach(page, 'The number has run out');
    await press(page, 'Get another number');
    await reach(page, 'Call this number');
    const second = await shownNumber(page);
    expect(second.accessCode).not.toBe(first.accessCode);

    const call = { dialedNumber: second.dialedNumber, callerNumber: '+12125550191', callId: 'immediate' };
    expect(await dialNumber(stage.origin, call)).toMatchObject({ matched: false, failure: null, said: /enter the code/ });
    expect(await dialNumber(stage.origin, { ...call, accessCode: otherThan(second.accessCode) })).toMatchObject({ matched: false });
    expect(await dialNumber(stage.origin, { ...call, accessCode: second.accessCode })).toMatchObject({ matched: true });
    await reach(page, 'You are connected');
    await shoot(page, 'call-in-1280-light-connected');
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
      'opened',
      'submitted',
      'submitted',
      'completed',
      'closed',
    ]);
  });
});

describe('a delayed call-in', () => {
  it('[CI3] [CI4] waits live, comes back after a reload, is told, accepts, fails to match, matches, is connected', async () => {
    const { page } = await newPage(stage.browser, { look: PHONE });
    // The one agent is talking, so there is a line to wait in.
    await staff.goReady();
    await staff.pauseSimulator(true);
    await book(stage.origin, '+12125550192');
    await staff.takeNext();
    const ahead = await joinLine('+12125550193');

    await openSite(page, { serviceName: QUEUE });
    await press(page, 'Talk to us');
    await reach(page, 'The line waits, not you');
    await press(page, 'Keep my place');
    await panelOf(page).getByText('Please enter your phone number.').waitFor();
    await page.getByRole('textbox', { name: /^Phone/ }).fill('212 555 0194');
    await shoot(page, 'call-in-390-light-ask');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press(page, 'Keep my place');
    await panelOf(page).getByText('Number 2 in line').waitFor();
    await shoot(page, 'call-in-390-light-waiting');
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.reload();
    const pill = page.getByRole('button', { name: /Show the call/ });
    await pill.getByText('Number 2 in line').waitFor();
    await leaveLine(ahead);
    await pill.getByText('You’re next').waitFor();
    await staff.pauseSimulator(false);
    await reach(page, 'It’s your turn');
    await shoot(page, 'call-in-390-light-turn');
    expect(await accessibilityProblems(page)).toEqual([]);
    await press(page, 'Get the number');
    await reach(page, 'Call this number');
    const { dialedNumber, accessCode } = await shownNumber(page);
    await shoot(page, 'call-in-390-light-number');

    const call = { dialedNumber, callerNumber: '+12125550194', callId: 'delayed' };
    expect(await dialNumber(stage.origin, { ...call, accessCode: otherThan(accessCode) })).toMatchObject({ matched: false });
    expect(await dialNumber(stage.origin, { ...call, accessCode })).toMatchObject({ matched: true });
    await reach(page, 'You are connected');
    await shoot(page, 'call-in-390-light-connected');
    expect(await stage.records.ofNumber('+12125550194')).toMatchObject([{ queue: QUEUE, state: 'PROCESSING' }]);
    await panelOf(page).getByText('Close', { exact: true }).click();
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['opened', 'completed', 'closed']);
    await staff.report('ended');
  });

  it('[CI3] a number that is none is said at its field; a place can be given up, and asked for again', async () => {
    const { page } = await newPage(stage.browser, { expected: [/status of 400/] });
    // As docs/call-in.md has it, word for word.
    const { code } = readSnippets('call-in.md').get('call-in') ?? expect.fail('docs/call-in.md has lost its snippet');
    await page.goto(await servePage(page, stage.origin, filled(code, stage.origin)));
    await page.waitForFunction(() => 'CXBus' in window);
    await press(page, 'Call us');
    const own = page.getByRole('textbox', { name: /^Phone/ });
    await own.fill('12');
    await press(page, 'Keep my place');
    await panelOf(page).getByText('Please enter a valid phone number.').waitFor();
    expect(await own.evaluate((input) => input === (input.getRootNode() as ShadowRoot).activeElement)).toBe(true);
    await own.fill('212 555 0195');
    await press(page, 'Keep my place');
    await press(page, 'Give up my place');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Give up my place' }).click();
    await reach(page, 'Your place is given up');
    await expect.poll(() => stage.records.ofNumber('+12125550195')).toMatchObject([{ reason: 'CANCELLED_BY_CUSTOMER' }]);
    await press(page, 'Try again');
    await reach(page, 'The line waits, not you');
  });
});
