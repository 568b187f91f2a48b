import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { demoConfig } from '../support/demo-config.js';
import { useStage } from '../support/stage.js';
import { openSite } from './site-page.js';

/*
 * Done when (2) of the drop-in: configuration files as integrators write them run unchanged; only the server's address in them is ours.
 * What each file does is said at its top.
 */

// Calls ring until the test is over: pages stand still.
const stage = useStage(demoConfig({ ringSeconds: 600, agents: 8 }));

const PHONE = '#cx_form_callback_phone_number';
const CONFIRM = '.cx-callback-confirm';
/** A value that the site's script has put on `window`, once it is there. */
const told = async <Value>(page: Page, name: string): Promise<Value> => {
  const handle = await page.waitForFunction((key) => (window as unknown as Record<string, unknown>)[key], name);
  return (await handle.jsonValue()) as Value;
};
const bookedAs = (page: Page): Promise<unknown> => page.locator('.cx-confirmation').waitFor();
const openByBus = (page: Page, options: object = {}): Promise<unknown> =>
  page.evaluate(
    (given) =>
      (window as unknown as { CXBus: { command(name: string, options: object): Promise<unknown> } }).CXBus.command('Callback.open', given),
    options,
  );

describe('configuration files of real sites', () => {
  it('[BU1] [WI1] [WI7] all-in-one: one bundle, numbers as text, unknown keys, its own words and button', async () => {
    const page = await openSite(stage, {
      site: 'all-in-one',
      snippet: 'all-in-one',
      expected: [/calenderHours.*did you mean "calendar.calendarHours"/],
    });
    // For whoever presses a button of the page before the widget has started.
    expect(await told(page, 'quickBus')).toBe('function');
    await page.waitForFunction(() => (window as unknown as { calls?: string[] }).calls?.includes('ready'));
    expect(await page.locator('ringback-launcher').count()).toBe(0);
    await page.click('#call-me');
    const panel = page.getByRole('dialog', { name: 'We call you back' });
    await panel.waitFor();
    await page.waitForFunction(() => (window as unknown as { calls: string[] }).calls.includes('done'));
    expect(await page.evaluate(() => (window as unknown as { calls: string[] }).calls)).toEqual(['ready', 'opened', 'done']);
    expect(await page.locator('.cx-widget.cx-callback.cx-theme-dark').count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.fill(PHONE, '212 555 0141');
    await panel.getByRole('button', { name: 'Book my call' }).click();
    await bookedAs(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await stage.records.ofNumber('+12125550141')).toMatchObject([{ queue: 'Support_VQ', user_data: { source: 'web' } }]);
  });

  it('[BU1] [BU2] lazy: the bus first, then the core; extension, interceptors sync and async, deferreds', async () => {
    const page = await openSite(stage, { site: 'lazy-loader', snippet: 'lazy' });
    await page.locator('.cx-callback').waitFor();
    await page.waitForFunction(() => (window as unknown as { log: string[] }).log.includes('always'));
    expect(await page.evaluate(() => (window as unknown as { log: string[] }).log)).toEqual([
      'core',
      'extension function',
      'before configure true',
      'Callback.ready',
      'opened by Wizard.openCallback',
      'always',
    ]);
    expect(await page.inputValue('#cx_form_callback_firstname')).toBe('Ada');
    await page.click(CONFIRM);
    await bookedAs(page);
    expect(await stage.records.ofNumber('+12125550142')).toMatchObject([{ queue: 'Support_VQ', user_data: { checked: 'yes' } }]);
  });

  it('[BU1] gms-v1: an address of GMS, three windows of hours, a time from the calendar', async () => {
    const asked: { method: string; url: string; body: unknown }[] = [];
    const tomorrow = new Date(Date.now() + 24 * 3600_000).toISOString().slice(0, 10);
    const page = await openSite(stage, {
      site: 'gms-v1',
      snippet: 'all-in-one',
      timeZone: 'UTC',
      prepare: (given) =>
        given.route('https://gms.example.com/**', async (route) => {
          const request = route.request();
          const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
          if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
          asked.push({ method: request.method(), url: request.url(), body: request.postDataJSON() });
          const isBooking = request.method() === 'POST';
          const slots = { [`${tomorrow}T07:00:00.000Z`]: 1, [`${tomorrow}T09:00:00.000Z`]: 2, [`${tomorrow}T18:00:00.000Z`]: 3 };
          return route.fulfill({ headers, json: isBooking ? { _id: '361-7a1c' } : slots });
        }),
    });
    await told(page, 'isReady');
    await page.click('#call-me');
    await page.fill(PHONE, '+1 212 555 0148');
    await page.selectOption('select[name=desiredtime]', 'desiredtime');
    const times = page.getByRole('option').filter({ hasText: /:/ });
    await times.first().waitFor();
    expect(await times.allTextContents()).toEqual([expect.stringContaining('09:00')]);
    await times.first().click();
    await page.waitForFunction(() => (window as unknown as { picked: unknown[] }).picked.length === 2);
    await page.click(CONFIRM);
    expect(await told(page, 'booked')).toEqual({ id: '361-7a1c', heading: "You're booked in!" });
    expect(asked.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      url: 'https://gms.example.com/genesys/1/service/callback/Sales',
      body: {
        _customer_number: '+12125550148',
        _desired_time: `${tomorrow}T09:00:00.000Z`,
        _call_direction: 'USERTERMINATED',
        Origin: 'web',
      },
    });
    expect(await page.locator('.intl-tel-input, .flag-container').count()).toBe(0);
  });

  it('[FO1] custom-form: templates, checks while typing, key filters, groups, hidden values', async () => {
    const page = await openSite(stage, { site: 'custom-form', snippet: 'all-in-one' });
    await told(page, 'isReady');
    await openByBus(page);
    expect(await page.locator('.contact > h3').textContent()).toBe('Talk to an adviser');
    expect(await page.locator('.contact .row .col label').allTextContents()).toEqual(['First Name', 'Mobile number']);
    expect(await page.locator('.contact .legal em').textContent()).toBe('recorded');
    expect(await page.evaluate(() => (window as unknown as { ran?: boolean }).ran)).toBeUndefined();
    expect(await page.locator('optgroup[label=Cards] option').count()).toBe(2);
    await page.locator(PHONE).pressSequentially('21a255b50143');
    expect(await page.inputValue(PHONE)).toBe('2125550143');
    await page.click(CONFIRM);
    await page.locator('#cx_form_callback_firstname.cx-error').waitFor();
    await page.locator('#cx_form_callback_firstname').pressSequentially('Ada');
    expect(await told(page, 'typed')).toBeGreaterThanOrEqual(3);
    expect(await page.evaluate(() => (window as unknown as { kinds: number[] }).kinds)).toEqual([1, 1, 1]);
    await page.click(CONFIRM);
    await bookedAs(page);
    const [row] = await stage.records.ofNumber('+12125550143');
    expect(row?.user_data).toMatchObject({ Topic: 'limits', tennantId: 'T-1', firstname: 'Ada' });
  });

  it('[WI6] dom-patches: hidden notes, cloned inputs, own error and success pages', async () => {
    const page = await openSite(stage, { site: 'dom-patches', snippet: 'all-in-one', jquery: true, expected: [/status of 400/] });
    await told(page, 'isReady');
    await openByBus(page);
    await page.locator('.greeting').waitFor();
    expect(await page.locator('#cx_form_callback_subject').isVisible()).toBe(false);
    await page.fill(PHONE, '123');
    await page.click(CONFIRM);
    expect(await told(page, 'errorStood')).toBe('Please enter a valid phone number.');
    await page.getByText('Sorry: 7030').waitFor();
    await page.click('.cx-callback-ok');
    await page.fill(PHONE, '212 555 0144');
    await page.click(CONFIRM);
    expect(await told(page, 'scheduledWith')).toEqual({ id: 'string', stood: 1 });
    await page.getByRole('link', { name: 'this address' }).waitFor();
    expect((await stage.records.ofNumber('+12125550144'))[0]?.user_data).toMatchObject({ tennantId: 'T-9', firstname: 'Ada' });
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await told(page, 'closedWith')).toMatchObject({ completed: expect.any(Number), cancelled: false, errors: [7030] });
  });

  it('[WI6] dom-patches: a form whose inputs were replaced closes without a question', async () => {
    const page = await openSite(stage, { site: 'dom-patches', snippet: 'all-in-one', jquery: true });
    await told(page, 'isReady');
    await openByBus(page);
    await page.fill('#cx_form_callback_lastname', 'Lovelace');
    await page.click('.cx-button-close');
    expect(await told(page, 'closedWith')).toMatchObject({ started: expect.any(Number), completed: false, closed: expect.any(Number) });
    expect(await page.locator('.cx-callback').count()).toBe(0);
  });

  it('[WI6] [LC1] bank-submit: a masked number swapped back, userData at the last moment, its handler first', async () => {
    const page = await openSite(stage, { site: 'bank-submit', snippet: 'all-in-one', jquery: true });
    await told(page, 'isReady');
    await openByBus(page);
    await page.click(CONFIRM);
    expect(await told(page, 'metadata')).toMatchObject({ attempts: 1, errors: false, autoSubmitted: false });
    expect(await page.evaluate(() => (window as unknown as { order: string[] }).order)).toEqual([
      'ours',
      'configured',
      'submitted',
      'completed',
    ]);
    expect(await stage.records.ofNumber('+12125550123')).toMatchObject([{ user_data: { segment: 'gold' } }]);
  });

  it('[BU1] [WI6] own-submit: its own button, Toaster and Overlay, deferreds wrapped in promises', async () => {
    const page = await openSite(stage, { site: 'own-submit', snippet: 'all-in-one', jquery: true });
    await told(page, 'isReady');
    await openByBus(page);
    await page.fill(PHONE, '212 555 0146');
    await page.fill('#cx_form_callback_subject', 'Bill');
    await page.click(CONFIRM);
    expect(await told(page, 'sentElsewhere')).toEqual({ phone: '212 555 0146', notes: 'Bill' });
    expect(await told(page, 'overlayTitle')).toBe('Rate us');
    expect(await told(page, 'second')).toBe('Toaster view is currently reserved');
    await page.locator('.cx-toaster').getByText('We call <soon>.').waitFor();
    expect(await stage.records.ofNumber('+12125550146')).toEqual([]);
  });

  it('[WI2] headless: services, calendar and waits by the bus alone', async () => {
    const page = await openSite(stage, { site: 'headless', snippet: 'all-in-one' });
    const seen = () => page.evaluate(() => (window as unknown as { seen: Record<string, unknown> }).seen);
    await page.waitForFunction(() => {
      const found = (window as unknown as { seen?: Record<string, unknown> }).seen;
      return found && 'booked' in found && 'calendar' in found && 'unknown' in found && ('stats' in found || 'statsFailed' in found);
    });
    const found = await seen();
    expect(found).toMatchObject({ calendar: 1, slots: expect.any(Number), booked: expect.any(String), unknown: 'No plugin "WebChat"' });
    expect(found).not.toHaveProperty('statsFailed');
    expect(await page.locator('.cx-callback').count()).toBe(0);
    const [row] = await stage.records.ofNumber('+12125550147');
    expect(row).toMatchObject({ scheduled: true, user_data: { from: 'headless' } });
    expect(row?.desired_time.toISOString()).toBe(new Date(String(found['first'])).toISOString());
  });
});
