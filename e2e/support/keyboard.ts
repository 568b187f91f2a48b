import type { Locator, Page } from 'playwright-core';

const MAX_STOPS = 80;

/** Presses Tab until the control has the focus. Rejects when it can't be reached that way. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    if (await hasFocus(control)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MAX_STOPS} presses of Tab did not reach ${control.toString()}`);
}

/** Presses an arrow key until the control has the focus, as inside a group of choices. */
export async function arrowTo(page: Page, control: Locator, key: 'ArrowRight' | 'ArrowDown'): Promise<void> {
  await control.waitFor();
  for (let step = 0; step < MAX_STOPS; step += 1) {
    if (await hasFocus(control)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${MAX_STOPS} presses of ${key} did not reach ${control.toString()}`);
}

/** Whether the control is the focused one, inside its shadow root or outside of any. */
export const hasFocus = (control: Locator): Promise<boolean> =>
  control.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);
