import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { SECRET_KEY, standInVerifier, type StandInVerifier } from '../../backend/test/captcha/stand-in-verifier.js';
import { accessibilityProblems } from '../support/accessibility.js';
import { logIn, type Staff } from '../support/api.js';
import { launchBrowser, newPage, PHONE_DARK, type PageOptions } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { hasFocus, tabTo } from '../support/keyboard.js';
import { confirmOf, openPanel, phoneOf, reach } from '../support/panel.js';
import { openRecords, type Records } from '../support/records.js';
import { shoot } from '../support/shots.js';
import { servePage } from '../support/snippets.js';
import { standInScriptHost, type StandInScriptHost } from '../support/stand-in-script-host.js';
import { startProduct, type Product } from '../support/start-product.js';

/* What a visitor has to show before a request counts, in the vendor's form: a captcha, and the code that reaches their number. */

const SITE_KEYS = { '6L-score': 'v3', '6L-box': 'checkbox', '6L-quiet': 'invisible' } as const;
type SiteKey = keyof typeof SITE_KEYS;
const PROVIDERS = { v3: 'recaptcha-v3', checkbox: 'recaptcha-v2-checkbox', invisible: 'recaptcha-v2-invisible' } as const;
const NOT_SURE = "We couldn't verify that you are a person. Please try again.";
const REFUSED = /status of 400/;

let browser: Awaited<ReturnType<typeof launchBrowser>>;
let database: TestDatabase;
let product: Product;
let records: Records;
let staff: Staff;
let verifier: StandInVerifier;
let host: StandInScriptHost;
let numbers = 0;
const nextNumber = (): string => `21255504${String((numbers += 1)).padStart(2, '0')}`;

beforeAll(async () => {
  [browser, database, verifier] = await Promise.all([launchBrowser(), freshDatabase(), standInVerifier(() => Date.now())]);
  host = await standInScriptHost(verifier, SITE_KEYS);
  const demo = demoConfig({ ringSeconds: 600, agents: 100 }) as { queues: object[] };
  const queues = [...demo.queues, { name: 'Checked_VQ', businessHours: 'Always', numberCheck: 'sms' }];
  product = await startProduct({ config: { ...demo, queues }, env: { DATABASE_URL: database.url } });
  [records, staff] = await Promise.all([openRecords(database.url), logIn(product.origin)]);
});
afterAll(async () => {
  await browser?.close();
  await records?.close();
  await product?.stop();
  await Promise.all([host?.close(), verifier?.close()]);
  await database?.drop();
});
beforeEach(() => {
  host.next({});
  host.challenge(false);
});

const use = (siteKey?: SiteKey): Promise<void> => staff.putCaptcha(siteKey === undefined ? [] : [keySet(siteKey)]);
function keySet(siteKey: SiteKey): object {
  const kind = SITE_KEYS[siteKey];
  return {
    provider: PROVIDERS[kind],
    name: 'shop',
    siteKey,
    secretKey: SECRET_KEY,
    ...(kind === 'v3' && { action: 'callback' }),
    hostnames: ['127.0.0.1'],
    verifyUrl: verifier.verifyUrl,
    scriptUrl: host.scriptUrl,
  };
}

/** A page that has changed the address of the vendor's script and nothing else, its window open, and a number that nobody has asked for. */
async function opened(options: PageOptions & { queue?: string } = {}) {
  const { queue = 'Support_VQ', ...more } = options;
  const { page } = await newPage(browser, more);
  const html = `<!doctype html><html lang="en"><title>A site</title><meta name="viewport" content="width=device-width"><body><h1>A site</h1>
    <script>
      window._genesys = { widgets: {
        main: { theme: '${more.look?.colorScheme ?? 'light'}' },
        callback: { dataURL: '${product.origin}/engagement/v3', apiVersion: 'v3', apikey: 'demo-key', serviceName: '${queue}' },
      } };
    </script>
    <script src="${product.origin}/widget/widgets.min.js"></script>
    <script>CXBus.command('Callback.open');</script></body></html>`;
  await page.goto(await servePage(page, product.origin, html));
  const number = nextNumber();
  const phone = page.locator('#cx_form_callback_phone_number');
  await phone.waitFor();
  return {
    page,
    phone,
    form: page.getByRole('dialog', { name: 'Receive a Call' }),
    confirm: page.locator('.cx-callback-confirm'),
    notice: page.getByRole('alertdialog'),
    fill: (): Promise<void> => phone.fill(number),
    made: async (): Promise<number> => (await records.ofNumber(`+1${number}`)).length,
  };
}
const booked = (page: Page): Promise<void> => page.locator('.cx-confirmation').waitFor();
const boxOf = (page: Page): Locator => page.frameLocator('iframe[title="reCAPTCHA"]').getByRole('checkbox');
const isTicked = (page: Page): Promise<void> =>
  page.frameLocator('iframe[title="reCAPTCHA"]').getByRole('checkbox', { checked: true }).waitFor();

it('[CA4] [WI7] the box is missed, ticked, refused, ticked again and passed, by keyboard alone', async () => {
  await use('6L-box');
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
  host.next({ hostname: 'evil.example' });
  await page.keyboard.press('Space');
  await isTicked(page);
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await notice.getByText(NOT_SURE).waitFor();
  await shoot(page, 'compat-captcha-refused');
  expect(await made()).toBe(0);
  await page.keyboard.press('Escape');
  expect(await box.getAttribute('aria-checked')).toBe('false');
  host.next({});
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await isTicked(page);
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
  await booked(page);
  expect(await made()).toBe(1);
});
