import puppeteer, { type Browser, type KeyInput, type Page } from 'puppeteer-core';
import { ENGINE_ENV, VIEW, type Engine, type EngineName, type EnginePage } from './engine.js';
import { startWebKit } from './webkit.js';

/** Environment names that say where an engine is; `npm run test:engines` fills them in. */
const PATHS = {
  chromium: { variable: 'CHROMIUM_PATH', usual: '/usr/bin/chromium', packages: 'chromium' },
  firefox: { variable: 'FIREFOX_PATH', usual: '/usr/bin/firefox-esr', packages: 'firefox-esr' },
} as const;

const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Starts an engine. Rejects, saying what to install, when it isn't there. */
export async function startEngine(name: EngineName): Promise<Engine> {
  if (name === 'webkit') return startWebKit();
  const { variable, usual, packages } = PATHS[name];
  const executablePath = process.env[variable] ?? usual;
  try {
    const browser = await puppeteer.launch({
      browser: name === 'firefox' ? 'firefox' : 'chrome',
      executablePath,
      headless: true,
      env: ENGINE_ENV,
      defaultViewport: VIEW,
      args: name === 'chromium' ? CHROMIUM_FLAGS : [],
      ...(name === 'firefox' && { extraPrefsFirefox: { 'intl.accept_languages': 'en-US' } }),
    });
    return puppeteerEngine(browser);
  } catch (cause) {
    throw new Error(`${name} did not start from ${executablePath}: install ${packages}, or name it in ${variable}`, { cause });
  }
}

const puppeteerEngine = (browser: Browser): Engine => ({
  async open(url) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    return puppeteerPage(page, () => context.close());
  },
  close: () => browser.close(),
});

const puppeteerPage = (page: Page, close: () => Promise<void>): EnginePage => ({
  run: <Result>(expression: string) => page.evaluate(expression) as Promise<Result>,
  click: ({ x, y }) => page.mouse.click(x, y),
  type: (text) => page.keyboard.type(text),
  // Firefox knows the space bar by what it types only.
  press: (key) => page.keyboard.press(key === 'Space' ? ' ' : (key satisfies KeyInput)),
  close,
});
