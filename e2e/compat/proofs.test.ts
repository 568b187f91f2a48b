import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { newPage, PHONE_DARK, type PageOptions } from '../support/browser.js';
import { boxOf, challengeOf, isTicked, tick, useCaptchaStage } from '../support/captcha-stage.js';
import { demoConfig } from '../support/demo-config.js';
import { hasFocus, tabTo } from '../support/keyboard.js';
import { confirmOf, openPanel, phoneOf, reach } from '../support/panel.js';
import { shoot } from '../support/shots.js';

/* What a visitor has to show before a request counts, in the vendor's form: a captcha, and the code that reaches their number. */

const NOT_SURE = "We couldn't verify that you are a person. Please try again.";
const REFUSED = /status of 400/;

const demo = demoConfig({ ringSeconds: 600, agents: 100 }) as { queues: object[] };
const checked = { name: 'Checked_VQ', businessHours: 'Always', numberCheck: 'sms' };
const stage = useCaptchaStage({ ...demo, queues: [...demo.queues, checked] });
let numbers = 0;
const nextNumber = (): string => `21255504${String((numbers += 1)).padStart(2, '0')}`;

/** The vendor's window, open on a strict site, and a number that nobody has asked for. */
async function opened({ queue = 'Support_VQ', ...options }: PageOptions & { queue?: string } = {}) {
  const { page } = await newPage(stage.browser, options);
  await stage.visit(page, { more: { compatDom: true, serviceName: queue, theme: 'auto' } });
  const offers = page.waitForResponse('**/offers/**');
  await page.getByRole('button', { name: 'Receive a Call' }).click();
  await offers;
  if (queue === 'Support_VQ') await page.locator('.cx-captcha-place > .ringback-captcha').waitFor({ state: 'attached' });
  const number = nextNumber();
  const phone = page.locator('#cx_form_callback_phone_number');
  return {
    page,
    phone,
    confirm: page.locator('.cx-callback-confirm'),
    notice: page.getByRole('alertdialog'),
    fill: (): Promise<void> => phone.fill(number),
    made: async (): Promise<number> => (await stage.records.ofNumber(`+1${number}`)).length,
  };
}
const booked = (page: Page): Promise<void> => page.locator('.cx-confirmation').waitFor();
it('[CA4] [WI7] the box is missed, ticked, refused, ticked again and passed, by keyboard alone', async () => {
  await stage.use('recaptcha-v2-checkbox');
  const { page, phone, confirm, notice, fill, made } = await opened({ expected: [REFUSED, /Failed to execute 'postMessage'/] });
  const box = boxOf(page);
  await box.waitFor();
  await fill();
  await phone.focus();
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await page.locator('.cx-captcha-words').getByText('Please tick the box, then confirm again.').waitFor();
  expect(await hasFocus(box)).toBe(true);
  await shoot(page, 'compat-captcha-unsolved');
  expect(await accessibilityProblems(page)).toEqual([]);
  stage.host.next({ hostname: 'evil.example' });
  await page.keyboard.press('Space');
  await isTicked(page);
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await notice.getByText(NOT_SURE).waitFor();
  await shoot(page, 'compat-captcha-refused');
  expect(await made()).toBe(0);
  await page.keyboard.press('Escape');
  expect(await box.getAttribute('aria-checked')).toBe('false');
  stage.host.next({});
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await isTicked(page);
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await booked(page);
  expect(await made()).toBe(1);
});

it('[CA4] pictures lie above the window, are told when they failed, and pass when they are had again', async () => {
  await stage.use('recaptcha-v2-invisible');
  const { page, confirm, notice, fill, made } = await opened();
  stage.host.challenge(true);
  await fill();
  await confirm.click();
  await challengeOf(page).getByRole('button', { name: 'Fail' }).click();
  await notice.getByText('couldn’t be loaded').waitFor();
  await shoot(page, 'compat-captcha-failed');
  expect(await made()).toBe(0);
  await notice.getByRole('button', { name: 'Try again' }).click();
  // Playwright presses only what nothing else covers.
  await challengeOf(page).last().getByRole('button', { name: 'Verify' }).click();
  await booked(page);
  expect(await made()).toBe(1);
});

it('[CA1] [CA4] a low score is refused in words, and a better one at the next press books; the terms stand in the form', async () => {
  await stage.use('recaptcha-v3');
  const { page, confirm, notice, fill, made } = await opened({ look: PHONE_DARK, expected: [REFUSED] });
  stage.host.next({ score: 0.1 });
  await fill();
  await page.locator('.cx-captcha-terms').getByRole('link', { name: 'Terms of Service' }).waitFor();
  await shoot(page, 'compat-captcha-terms');
  await confirm.click();
  await notice.getByText(NOT_SURE).waitFor();
  expect(await made()).toBe(0);
  stage.host.next({});
  await notice.getByRole('button', { name: 'Try again' }).click();
  await booked(page);
  expect(await made()).toBe(1);
});

/** The code of the next refusal, as the simulator pretends to have sent it. */
async function nextCode(page: Page, ask: () => Promise<unknown>): Promise<string> {
  const id = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { CXBus } = window as unknown as { CXBus: { subscribe(name: string, listener: (event: { data: never }) => void): unknown } };
        CXBus.subscribe('CallbackService.scheduleError', ({ data }) => resolve(data['responseJSON']['data']['numberCheck']['id']));
      }),
  );
  await ask();
  const answer = await fetch(`${stage.origin}/visitor/v1/simulated-message`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key' },
    body: JSON.stringify({ numberCheckId: await id }),
  });
  return /\d{6}/.exec(((await answer.json()) as { data: { text: string } }).data.text)?.[0] ?? '';
}
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

it('[SE5] [WI7] a code is left for the form, asked for again, mistyped, corrected and right, by keyboard', async () => {
  await stage.useNone();
  const { page, phone, confirm, notice, fill, made } = await opened({ queue: 'Checked_VQ', expected: [REFUSED] });
  const field = notice.getByRole('textbox', { name: 'Code' });
  await fill();
  await phone.press('Enter');
  await expect.poll(() => hasFocus(field), { timeout: 15_000 }).toBe(true);
  await shoot(page, 'compat-code');
  expect(await accessibilityProblems(page)).toEqual([]);
  // Whoever closes the window over it is asked, and may stay.
  await page.locator('.cx-button-close').focus();
  await page.keyboard.press('Escape');
  await notice.getByText('Are you sure you want to cancel arranging this callback?').waitFor();
  await notice.getByRole('button', { name: 'No' }).click();
  await expect.poll(() => hasFocus(field), { timeout: 15_000 }).toBe(true);
  await page.keyboard.press('Escape');
  await notice.waitFor({ state: 'detached' });
  expect([await hasFocus(phone), await phone.getAttribute('aria-invalid')]).toEqual([true, null]);

  const code = await nextCode(page, () => page.keyboard.press('Enter'));
  await expect.poll(() => hasFocus(field), { timeout: 15_000 }).toBe(true);
  await page.keyboard.type(otherThan(code));
  await notice.getByText('That code isn’t right').waitFor();
  await shoot(page, 'compat-code-wrong');
  expect([await field.getAttribute('aria-invalid'), await made()]).toEqual(['true', 0]);
  await page.keyboard.type(code);
  await booked(page);
  expect([await made(), await confirm.count(), await notice.count()]).toEqual([1, 0, 0]);
});

it('[CA4] the demo shop works behind a captcha under its own policy', async () => {
  await stage.use('recaptcha-v2-checkbox');
  const { page } = await newPage(stage.browser);
  await page.goto(stage.origin);
  const panel = await openPanel(page);
  const number = nextNumber();
  await phoneOf(panel).fill(number);
  await tick(page);
  await shoot(page, 'shop-captcha');
  await confirmOf(panel).click();
  await reach(panel, 'Calling you now');
  expect(await stage.records.ofNumber(`+1${number}`)).toHaveLength(1);
});

it('[CA1] [WI6] all of this was as the provider documents it, and under the policy of the docs', () => {
  expect([stage.site.reports, stage.host.complaints, stage.verifier.complaints]).toEqual([[], [], []]);
});
