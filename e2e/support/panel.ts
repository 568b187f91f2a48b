import type { Locator, Page } from 'playwright-core';

/** The callback panel, by the names that a screen reader says; the picker is a step of it. */
export const panelOf = (page: Page): Locator => page.getByRole('dialog', { name: /^(?:Receive a Call|Pick date & time)$/ });

/** The button in the corner that opens it. */
export const launcherOf = (page: Page): Locator => page.getByRole('button', { name: 'Receive a Call' });

/** Opens the panel by its own button and waits until the form is there and says what can be offered. */
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

/** The way in which a call is wanted. */
export const whenOf = (panel: Locator, way: 'As soon as possible' | 'Pick date & time'): Locator => panel.getByRole('radio', { name: way });

export const phoneOf = (panel: Locator): Locator => panel.getByRole('textbox', { name: /^Phone/ });
export const confirmOf = (panel: Locator): Locator => panel.getByRole('button', { name: /^Confirm/ });

/** Days of the picker, in order. */
export const daysOf = (panel: Locator): Locator => panel.getByRole('radiogroup', { name: 'Days' }).getByRole('radio');

/** Free times of the picker's chosen day, in the visitor's clock: `9:30 AM`. */
export const freeTimesOf = (panel: Locator): Locator => panel.getByRole('option', { name: /^\d{1,2}:\d{2} [AP]M/, disabled: false });

/** Waits for a step of a booked request, by its headline. */
export const reach = (panel: Locator, headline: string): Promise<void> => panel.getByRole('heading', { name: headline }).waitFor();

/** Presses "Cancel call" and stands by it when asked. */
export async function cancelCall(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: 'Cancel call' }).click();
  await panel.getByRole('alertdialog').getByRole('button', { name: 'Cancel call' }).click();
  await reach(panel, 'Your call is cancelled');
}
