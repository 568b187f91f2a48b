import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { logIn } from '../support/api.js';
import { newPage, PHONE } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { cancelCall, confirmOf, formOf, launcherOf, openPanel, panelOf, phoneOf, reach, whenOf } from '../support/panel.js';
import { servePage } from '../support/snippets.js';
import { useStage } from '../support/stage.js';

/* What visitors and site owners complain about in other widgets (docs/pains.md), where it takes a page to show that it isn't so here. */

const stage = useStage(demoConfig());
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAINS = 19;

beforeAll(async () => {
  const staff = await logIn(stage.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);
});

const tag = () => `<script src="${stage.origin}/widget/ringback.js" data-api-key="demo-key" data-service="Support_VQ"></script>`;
const site = async (page: Page, html: string): Promise<void> => {
  await page.goto(await servePage(page, stage.origin, html));
};

describe('[pain 6] a dialog of the page', () => {
  it('[WI7] that pulls the focus back to itself does not take it from the panel', async () => {
    const { page } = await newPage(stage.browser);
    await site(
      page,
      `<div id="modal" role="dialog" aria-modal="true" aria-label="Newsletter"><input id="mail" aria-label="Mail"></div>${tag()}
      <script>
        const inside = (node) => document.getElementById('modal').contains(node);
        for (const type of ['focusin', 'focusout', 'pointerdown', 'keydown'])
          document.addEventListener(type, (event) => {
            if (!inside(event.target)) { event.preventDefault(); document.getElementById('mail').focus(); }
          });
        document.getElementById('mail').focus();
      </script>`,
    );
    // By the page's own code, as a button within that dialog would.
    await page.evaluate(() => void (window as unknown as { CXBus: { command(name: string): unknown } }).CXBus.command('Callback.open'));
    const panel = await formOf(page);
    await panel.getByLabel('First Name').click();
    await page.keyboard.type('Ada');
    await phoneOf(panel).click();
    await page.keyboard.type('2125550141');
    expect(await panel.getByLabel('First Name').inputValue()).toBe('Ada');
    expect(await page.locator('#mail').inputValue()).toBe('');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
  });

  it('[WI3] that makes all else inert can have the form inside', async () => {
    const { page } = await newPage(stage.browser);
    await site(
      page,
      `<dialog id="modal"><ringback-callback api-key="demo-key" service-name="Support_VQ" display="inline"></ringback-callback></dialog>
      <script type="module" src="${stage.origin}/widget/ringback-element.mjs"></script>
      <script type="module">document.getElementById('modal').showModal();</script>`,
    );
    const panel = await formOf(page);
    await phoneOf(panel).click();
    await page.keyboard.type('2125550142');
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
  });
});

describe('on a phone', () => {
  it('[pain 8] [WI3] no field is so small that iOS would zoom the page', async () => {
    const { page } = await newPage(stage.browser, { look: PHONE });
    await site(page, `<meta name="viewport" content="width=device-width, initial-scale=1">${tag()}`);
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Add a note' }).click();
    const smallest = async (): Promise<number> => {
      const sizes = await panel
        .locator('input, textarea, select')
        .evaluateAll((fields) => fields.map((field) => parseFloat(getComputedStyle(field).fontSize)));
      expect(sizes.length).toBeGreaterThan(0);
      return Math.min(...sizes);
    };
    expect(await smallest()).toBeGreaterThanOrEqual(16);
    await panel.getByRole('button', { name: /^Country/ }).click();
    expect(await smallest()).toBeGreaterThanOrEqual(16);
  });
});

describe('[pain 9] the page around it', () => {
  it('[WI9] moves it out of the way of a banner, and gets every click where nothing of it is seen', async () => {
    const { page } = await newPage(stage.browser);
    await site(
      page,
      `<style>html { --rb-z: 10; --rb-offset-block: 96px; }</style>
      <div id="banner" style="position:fixed;z-index:20;inset:auto 0 0;height:80px">Cookies</div><p id="text">Text</p>${tag()}`,
    );
    const at = (x: number, y: number): Promise<string> =>
      page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.localName ?? '', [x, y] as const);
    const panel = await openPanel(page);
    const box = (await panel.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(box.y + box.height).toBeLessThanOrEqual(900 - 96 + 1);
    expect(await page.evaluate(() => document.elementFromPoint(innerWidth - 40, innerHeight - 40)?.id)).toBe('banner');
    expect(await at(box.x - 30, box.y + 40)).not.toMatch(/ringback/);
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'hidden' });
    expect(await at(box.x + 40, box.y + 40)).not.toMatch(/ringback/);
  });
});

describe('[pain 10] [pain 11] a single-page site', () => {
  it('[WI3] may swap its body under the open panel, and Back stays its own', async () => {
    const { page } = await newPage(stage.browser);
    await site(page, `<h1>One</h1>${tag()}`);
    await page.evaluate(() => history.pushState({}, '', '?two'));
    const before = await page.evaluate(() => history.length);
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550143');
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.innerHTML = '<h1>Two</h1>';
      document.body.replaceWith(body);
    });
    expect(await phoneOf(panel).inputValue()).toMatch(/212.*555.*0143/);
    await whenOf(panel, 'Pick date & time').click();
    await panel.getByRole('button', { name: 'Back', exact: true }).first().click();
    await whenOf(panel, 'As soon as possible').click();
    await confirmOf(panel).click();
    await reach(panel, "You're booked in!");
    await cancelCall(panel);
    await page.keyboard.press('Escape');
    await launcherOf(page).waitFor();
    expect(await page.evaluate(() => history.length)).toBe(before);
    await page.goBack();
    expect(new URL(page.url()).search).toBe('');
  });
});

it('[pain 14] [WI7] the list of countries opens inside the panel, is searched, and leaves nothing behind', async () => {
  const { page, requests } = await newPage(stage.browser);
  await site(page, tag());
  const panel = await openPanel(page);
  const known = requests.length;
  await panel.getByRole('button', { name: /^Country/ }).click();
  await page.keyboard.type('portug');
  await panel.getByRole('option', { name: /Portugal/ }).click();
  await panel.getByRole('button', { name: 'Country: Portugal +351' }).waitFor();
  expect(await panel.getByRole('option').count()).toBe(0);
  expect(requests.slice(known)).toEqual([]);
  expect(await page.evaluate(() => document.body.querySelectorAll('*').length)).toBe(1);
});

it('every pain has its answer in docs/pains.md, and a test that names it', async () => {
  const docs = await readFile(join(ROOT, 'docs/pains.md'), 'utf8');
  const tests = (await Promise.all(['backend/test', 'widget/test', 'e2e'].map((folder) => testsIn(join(ROOT, folder))))).join('\n');
  const all = Array.from({ length: PAINS }, (_, at) => at + 1);
  expect(all.filter((pain) => !docs.includes(`\n| ${pain} |`))).toEqual([]);
  expect(all.filter((pain) => !tests.includes(`[pain ${pain}]`))).toEqual([]);
  // What the docs cite is there.
  for (const [, file = ''] of docs.matchAll(/`([\w./-]+\.test\.tsx?)`/g)) await readFile(join(ROOT, file), 'utf8');
});

async function testsIn(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.test\.tsx?$/.test(name));
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}
