import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ALL = [...WCAG, 'best-practice'];

/**
 * Runs axe-core on the whole page, open shadow roots included.
 * @returns one line for each element that breaks a rule of WCAG 2.2 A or AA; empty when there is none.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return withAxe(page, (session) => problemsOf(session, WCAG));
}

/**
 * Runs axe-core on a page in several looks, one after the other, with its best practices too.
 * @param looks expressions that bring a look about, by its name
 */
export async function accessibilityProblemsIn(page: Page, looks: Readonly<Record<string, string>>): Promise<string[]> {
  return withAxe(page, async (session) => {
    const found: string[] = [];
    for (const [name, expression] of Object.entries(looks)) {
      await session.send('Runtime.evaluate', { expression });
      found.push(...(await problemsOf(session, ALL)).map((problem) => `${name}: ${problem}`));
    }
    return found;
  });
}

async function withAxe(page: Page, use: (session: CDPSession) => Promise<string[]>): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  // Through the debugger, so that the page's own policy stays as strict as it is.
  await session.send('Runtime.evaluate', { expression: await readFile(AXE, 'utf8') });
  const problems = await use(session);
  await session.detach();
  return problems;
}

async function problemsOf(session: CDPSession, rules: readonly string[]): Promise<string[]> {
  const expression = `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(`axe-core failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  const { violations } = result.value as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`));
}
