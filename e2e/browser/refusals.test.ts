import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { DESKTOP, newPage, PHONE } from '../support/browser.js';
import { closedNow, demoConfig } from '../support/demo-config.js';
import { hasFocus } from '../support/keyboard.js';
import { confirmOf, freeTimesOf, launcherOf, openPanel, panelOf, phoneOf, reach, whenOf } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

describe('a number that nobody can call', () => {
  // Calls ring to the end of the test, so that the panel stands still there.
  const stage = useStage(demoConfig({ ringSeconds: 600, agents: 5 }));

  it.each([
    { what: 'none', typed: '', says: 'A phone number is required', expected: [] },
    { what: 'one that is too short', typed: '212 34', says: 'Please enter a valid phone number', expected: [/status of 400/] },
    { what: 'one that nobody has', typed: '000 000 0000', says: 'Please enter a valid phone number', expected: [/status of 400/] },
  ])('[NV1] [WI5] is refused at its field, and can be put right there: $what', async ({ typed, says, expected }) => {
    const { page } = await newPage(stage.browser, { expected });
    await page.goto(stage.origin);
    const panel = await openPanel(page);
    await phoneOf(panel).fill(typed);
    await confirmOf(panel).click();
    await panel.getByText(says).first().waitFor();
    expect(await phoneOf(panel).getAttribute('aria-invalid')).toBe('true');
    expect(await descriptionOf(phoneOf(panel))).toContain(says);
    expect(await hasFocus(phoneOf(panel))).toBe(true);
    await shoot(page, `1280-light-number-${typed === '' ? 'missing' : 'invalid'}`);
    expect(await accessibilityProblems(page)).toEqual([]);

    const right = `21255501${40 + typed.length}`;
    await phoneOf(panel).fill(right);
    await confirmOf(panel).click();
    await reach(panel, 'Calling you now');
    expect(await stage.records.ofNumber(`+1${right}`)).toHaveLength(1);
  });
});

/** The text that a screen reader adds to the field's name. */
const descriptionOf = (field: Locator): Promise<string> =>
  field.evaluate((element) => {
    const ids = (element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    return ids.map((id) => (element.getRootNode() as ShadowRoot).getElementById(id)?.textContent ?? '').join(' ');
  });

describe('a queue that is closed', () => {
  const { hours, opens } = closedNow(new Date());
  const stage = useStage(demoConfig({ hours }));

  it.each([
    { look: DESKTOP, number: '2125550161' },
    { look: PHONE, number: '2125550162' },
  ])('[WI3] [BH2] says when it opens again, and books a time then: $look.name', async ({ look, number }) => {
    const { page } = await newPage(stage.browser, { look, timeZone: 'UTC' });
    await page.goto(stage.origin);
    await launcherOf(page).click();
    const panel = panelOf(page);
    await panel.getByText('We are closed at the moment.').waitFor();
    const day = new Intl.DateTimeFormat('en-US', { weekday: 'short', timeZone: 'UTC' }).format(opens);
    await panel.getByText(`opens ${day} 9:00 AM`).first().waitFor();
    await panel.getByText(`first free: ${day} 9:00 AM`).waitFor();
    await shoot(page, `${look.name}-closed`);
    expect(await accessibilityProblems(page)).toEqual([]);

    await phoneOf(panel).fill(number);
    await whenOf(panel, 'Pick date & time').click();
    await freeTimesOf(panel).first().click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    expect(await stage.records.ofNumber(`+1${number}`)).toMatchObject([{ state: 'SCHEDULED', desired_time: opens }]);
  });
});
