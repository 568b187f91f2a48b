// Takes pictures of every state of the panel and runs axe on each. Not part of the suite: looking is a person's work.
//   node widget/test/gallery/shoot.mjs <folder for the pictures> [only these states, with commas]
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { packLanguages } from '../../scripts/pack-languages.mjs';
import { phoneMetadata } from '../../scripts/phone-metadata.mjs';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const [folder = join(process.cwd(), 'gallery-shots'), only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const server = await createServer({
  configFile: false,
  root: here,
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1', hmr: false },
  plugins: [packLanguages(), phoneMetadata()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
await server.listen();
const base = `http://127.0.0.1:${server.httpServer.address().port}/`;
const { STATES } = await server.ssrLoadModule('./states.ts');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});

const LOOKS = [
  { name: 'desktop', width: 1280, height: 800, theme: 'light', lang: 'en-US' },
  { name: 'dark', width: 1280, height: 800, theme: 'dark', lang: 'en-US' },
  { name: 'phone', width: 390, height: 844, theme: 'light', lang: 'en-US' },
  { name: 'phone-dark', width: 390, height: 844, theme: 'dark', lang: 'en-US' },
  { name: 'rtl', width: 390, height: 844, theme: 'light', lang: 'ar-EG-u-nu-arab' },
];
let violations = 0;
for (const look of LOOKS) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${look.name}: ${error.message}`));
  for (const state of only ? only.split(',') : Object.keys(STATES)) {
    await page.goto(`${base}?state=${state}&theme=${look.theme}&lang=${look.lang}`);
    await page.waitForSelector('html[data-ready]', { timeout: 15_000 }).catch(() => console.error(`${look.name} ${state}: never ready`));
    const clip = look.width > 600 ? { clip: { x: 850, y: 20, width: 430, height: 780 } } : {};
    await page.screenshot({ path: join(folder, `${look.name}-${state}.png`), ...clip });
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const { id, help, nodes } of found)
      console.error(`${look.name} ${state}: ${id}: ${help}: ${nodes.map(({ target }) => target.flat().join(' ')).join('; ')}`);
    violations += found.length;
  }
  await context.close();
}
await browser.close();
await server.close();
console.log(`${violations} axe violations; pictures in ${folder}`);
process.exitCode = violations > 0 ? 1 : 0;
