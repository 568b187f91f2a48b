import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../shots/', import.meta.url));

/**
 * Ends what moves, and with `SHOTS=1` writes `e2e/shots/<name>.png` for people to look at; the folder is kept out of git.
 * Nobody looks at the pictures of a usual run, and a fifth of its time went into them.
 */
export async function shoot(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
  await page.evaluate(endMotion);
  if (!process.env['SHOTS']) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', ...options });
}

/** All that has an end, also in shadow roots, which the document's own list leaves out. Runs in the page. */
function endMotion(): void {
  const hosts = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  for (const animation of [document, ...hosts].flatMap((root) => root.getAnimations()))
    if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
}
