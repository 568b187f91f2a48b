import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { logIn } from '../support/api.js';
import { newPage } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { confirmOf, formOf, panelOf, phoneOf, reach } from '../support/panel.js';
import { bundle, filled, integrityOf, readSnippets, servePage } from '../support/snippets.js';
import { useStage } from '../support/stage.js';

/* docs/ways-in.md, word for word. */

const stage = useStage(demoConfig());
const snippets = readSnippets('ways-in.md');
const ran = new Set<string>();

beforeAll(async () => {
  // What is booked here stays booked.
  const staff = await logIn(stage.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);
});

function snippet(name: string): string {
  ran.add(name);
  const { code } = snippets.get(name) ?? expect.fail(`docs/ways-in.md has no snippet "${name}"`);
  return filled(code, stage.origin);
}
const nodesLeft = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].map((node) => node.localName).filter((name) => /^ringback-(?!callback)/.test(name)),
  );
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe('markup alone', () => {
  it.each([
    ['script-tag', 'Receive a Call'],
    ['script-tag-integrity', 'Receive a Call'],
    ['module', 'Call me back'],
    ['element', 'Call me back'],
  ])('[WI1] %s: its button opens the panel', async (name, label) => {
    const { page } = await newPage(stage.browser);
    await page.goto(await servePage(page, stage.origin, snippet(name)));
    await button(page, label).click();
    await formOf(page);
  });

  it('[WI6] a file that is not what its hash says is not run: the script, and by the import map the panel', async () => {
    const { page } = await newPage(stage.browser, { expected: [/integrity/, /Loading failed/] });
    // Fetched by the press, not in an idle moment before it.
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    const html = snippet('script-tag-integrity');
    const [script, panel] = [/ringback\.js$/, /panel-[^/]*\.mjs/];
    const tampered = async (pattern: RegExp) => {
      const address = await servePage(page, stage.origin, html);
      await page.route(pattern, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: `${await answer.text()}\n;window.tampered = true;` });
      });
      const refused = page.waitForEvent('console', (message) => message.text().includes('integrity'));
      await page.goto(address);
      if (pattern === panel) await button(page, 'Receive a Call').click();
      await refused;
      return page.evaluate(() => 'tampered' in window);
    };
    expect(await tampered(script)).toBe(false);
    await page.unroute(script);
    expect(await tampered(panel)).toBe(false);
    await page.getByRole('alert').getByText('Loading failed').waitFor();
    // The second try has an address of its own, which the map doesn't name.
    await button(page, 'Receive a Call').click();
    await formOf(page);
    expect(await page.evaluate(() => 'tampered' in window)).toBe(false);
  });

  it('[WI6] the manifest has the hash of every script', async () => {
    const hashes = integrityOf();
    expect(Object.keys(hashes)).toEqual(expect.arrayContaining(['ringback.js', 'ringback.mjs', 'ringback-element.mjs', 'whole.mjs']));
    for (const [file, hash] of Object.entries(hashes)) {
      const bytes = await readFile(new URL(`../../widget/dist/${file}`, import.meta.url));
      expect(hash, file).toBe(`sha384-${createHash('sha384').update(bytes).digest('base64')}`);
    }
    const served = await fetch(`${stage.origin}/widget/integrity.json`);
    expect(served.headers.get('access-control-allow-origin')).toBe('*');
    expect(await served.json()).toEqual(hashes);
  });
});

describe('with a bundler', () => {
  const siteOf = async (name: string, page: Page, widgetStays: boolean) => {
    const files = await bundle(snippet(name), { origin: stage.origin, widgetStays });
    const [entry = ''] = files.keys();
    return servePage(page, stage.origin, `<div id="app"></div><script type="module" src="/a-site/${entry}"></script>`, files);
  };

  it('[WI1] es-import: bundled whole, its parts and all', async () => {
    const { page } = await newPage(stage.browser);
    const logged = page.waitForEvent('console', (message) => message.text().startsWith('booked'));
    await page.goto(await siteOf('es-import', page, false));
    await button(page, 'Receive a Call').click();
    const panel = await formOf(page);
    await phoneOf(panel).fill('2125550180');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    expect((await logged).text()).toMatch(/^booked \S{30,}/);
  });

  it.each(['react', 'vue'])('[WI1] %s: mounts, opens by its handle, and passes events on', async (name) => {
    const { page } = await newPage(stage.browser);
    await page.goto(await siteOf(name, page, true));
    await button(page, 'Call me back').click();
    const panel = await formOf(page);
    await phoneOf(panel).fill(name === 'react' ? '2125550181' : '2125550182');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    await button(page, 'See your call').waitFor();
  });

  it('[WI6] several: each with its own server, key, queue and storage, and both open', async () => {
    const { page, requests } = await newPage(stage.browser);
    const site = await siteOf('several', page, true);
    await page.goto(site);
    await button(page, 'Support').click();
    await button(page, 'Sales').click();
    await expect.poll(() => panelOf(page).count()).toBe(2);
    await expect
      .poll(() =>
        requests
          .filter((url) => url.includes('/offers/'))
          .map((url) => url.replace(/.*\//, ''))
          .toSorted(),
      )
      .toEqual(['Sales_VQ', 'Support_VQ']);
    const support = panelOf(page).filter({ hasText: 'Agents are available now' }).or(panelOf(page)).first();
    await phoneOf(support).fill('2125550183');
    await confirmOf(support).click();
    await reach(support, "You're booked in!");
    // The badge is the last thing to come: nothing is on its way any more.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('ringback-launcher')].some((host) => host.shadowRoot?.querySelector('.badge')),
    );
    await page.goto(site);
    await button(page, /^Support ?, your call is booked/).waitFor();
    await button(page, 'Sales').click();
    await phoneOf(panelOf(page)).waitFor();
  });
});

describe('the element', () => {
  it('[WI3] inline: the form stands in the page, takes no focus, stays through Escape, and comes anew when one is done', async () => {
    const { page } = await newPage(stage.browser);
    await page.goto(await servePage(page, stage.origin, `<input autofocus aria-label="Search">${snippet('element-inline')}<p>below</p>`));
    const panel = await formOf(page);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search');
    const [box, below] = [await panel.boundingBox(), await page.getByText('below').boundingBox()];
    expect(below?.y).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0));
    expect(box?.width).toBeGreaterThan(380);
    expect(await accessibilityProblems(page)).toEqual([]);
    await phoneOf(panel).fill('2125550184');
    await page.keyboard.press('Escape');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    await panel.getByRole('button', { name: 'Cancel call' }).click();
    await panel.getByRole('alertdialog').getByRole('button', { name: 'Cancel call' }).click();
    await reach(panel, 'Your call is cancelled');
    await panel.getByRole('button', { name: 'Close' }).last().click();
    await phoneOf(await formOf(page)).waitFor();
    await page.evaluate(() => document.querySelector('ringback-callback')?.remove());
    await expect.poll(() => nodesLeft(page)).toEqual([]);
  });

  it('[WI1] upgrades with what was set before, passes events on, begins anew with other attributes, moves, and goes', async () => {
    const { page } = await newPage(stage.browser);
    const html = `<div id="one"><ringback-callback service="Support_VQ">Call</ringback-callback></div><div id="two"></div>
      <script>
        const element = document.querySelector('ringback-callback');
        element.options = { apiKey: 'demo-key', userData: { from: 'the page' } };
        window.heard = [];
        for (const name of ['opened', 'closed']) document.addEventListener('ringback-' + name, ({ detail }) => heard.push(name + ' ' + typeof detail.opened));
      </script>
      <script type="module" src="${stage.origin}/widget/ringback-element.mjs"></script>`;
    await page.goto(await servePage(page, stage.origin, html));
    await button(page, 'Call').click();
    await formOf(page);
    // Moving in the page in one go is no leaving.
    await page.evaluate(() => document.querySelector('#two')?.append(document.querySelector('ringback-callback') as Element));
    await panelOf(page).waitFor();
    await panelOf(page).getByRole('button', { name: 'Callback close' }).click();
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(await heard()).toEqual(['opened number', 'closed number']);
    await page.evaluate(() => document.querySelector('ringback-callback')?.setAttribute('lang', 'de'));
    await button(page, 'Call').click();
    await page.getByRole('dialog', { name: 'Rückruf anfordern' }).waitFor();
    const outcome = await page.evaluate(async () => {
      const element = document.querySelector('ringback-callback') as HTMLElement & { open(): Promise<unknown>; bus?: unknown };
      element.remove();
      await Promise.resolve();
      return { bus: typeof element.bus, refusal: await element.open().catch((cause: Error) => cause.message) };
    });
    expect(outcome).toEqual({ bus: 'undefined', refusal: '<ringback-callback> is not in a page' });
    expect(await nodesLeft(page)).toEqual([]);
  });
});

it('every snippet of docs/ways-in.md is run here', () => {
  expect([...snippets.keys()].filter((name) => !ran.has(name))).toEqual([]);
});
