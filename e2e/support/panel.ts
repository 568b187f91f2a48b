import type { Locator, Page } from 'playwright-core';

/** The callback panel, by the names that a screen reader says. */
export const panelOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Receive a Call' });

/** The button in the corner that opens it. */
export const launcherOf = (page: Page): Locator => page.getByRole('button', { name: 'Receive a Call' });

/** Opens the panel by its own button and waits until the form is there and filled with what can be offered. */
export async function openPanel(page: Page): Promise<Locator> {
  await launcherOf(page).click();
  return formOf(page);
}

/** Waits until the form is there and says what can be offered. */
export async function formOf(page: Page): Promise<Locator> {
  const panel = panelOf(page);
  await phoneOf(panel).waitFor();
  await panel.getByText('first free:').waitFor();
  return panel;
}

export const phoneOf = (panel: Locator): Locator => panel.getByRole('textbox', { name: 'Phone' });
export const confirmOf = (panel: Locator): Locator => panel.getByRole('button', { name: /^Confirm/ });

/** A free time of the picker's chosen day, in the visitor's clock: `9:30 AM`. */
export const freeTimesOf = (panel: Locator): Locator => panel.getByRole('radio', { name: /^\d{1,2}:\d{2} [AP]M/, disabled: false });
