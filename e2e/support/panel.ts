import type { Locator, Page } from 'playwright-core';

/** The callback panel, by the names that a screen reader says. */
export const panelOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Receive a Call' });

/** Opens the panel by its own button in the corner and waits for the form. */
export async function openPanel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Receive a Call' }).click();
  const panel = panelOf(page);
  await panel.getByLabel('Phone').waitFor();
  return panel;
}
