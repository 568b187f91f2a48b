import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Builder, Key as Keys, type WebDriver } from 'selenium-webdriver';
import { ENGINE_ENV, VIEW, type Engine, type EnginePage, type Key } from './engine.js';

const DRIVER = process.env['WEBKIT_DRIVER_PATH'] ?? '/usr/bin/WebKitWebDriver';
const XVFB = process.env['XVFB_PATH'] ?? '/usr/bin/Xvfb';
const BROWSERS = [
  process.env['WEBKIT_PATH'] ?? '',
  ...['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
];
const KEYS: Readonly<Record<Key, string>> = {
  Tab: Keys.TAB,
  Enter: Keys.ENTER,
  Space: Keys.SPACE,
  Escape: Keys.ESCAPE,
  ArrowRight: Keys.ARROW_RIGHT,
  ArrowDown: Keys.ARROW_DOWN,
};
const START_DEADLINE_MS = 20_000;

/** WebKitGTK on a screen of its own. Rejects, saying what to install, when it isn't there. */
export async function startWebKit(): Promise<Engine> {
  const browser = BROWSERS.find((path) => path !== '' && existsSync(path));
  if (browser === undefined || !existsSync(DRIVER) || !existsSync(XVFB))
    throw new Error('WebKitGTK is not here: install webkit2gtk-driver and xvfb (apt-get install webkit2gtk-driver xvfb)');
  const screen = await startScreen();
  const port = await freePort();
  const env = {
    ...ENGINE_ENV,
    DISPLAY: screen.display,
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LANGUAGE: 'en_US',
    NO_AT_BRIDGE: '1',
  };
  const driver = spawn(DRIVER, [`--port=${port}`], { env, stdio: 'ignore' });
  const server = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await end(driver);
    await screen.stop();
  };
  try {
    await listening(`${server}/status`, driver);
    const session = await new Builder()
      .usingServer(server)
      .withCapabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } })
      .build();
    await session.manage().setTimeouts({ script: START_DEADLINE_MS });
    await session.manage().window().setRect({ x: 0, y: 0, width: VIEW.width, height: VIEW.height });
    return webKitEngine(session, stop);
  } catch (cause) {
    await stop();
    throw cause;
  }
}

const webKitEngine = (session: WebDriver, stop: () => Promise<void>): Engine => ({
  async open(url) {
    await session.get(url);
    return webKitPage(session);
  },
  async close() {
    await session.quit();
    await stop();
  },
});

const webKitPage = (session: WebDriver): EnginePage => ({
  async run<Result>(expression: string) {
    const script = `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done({ value }), (cause) => done({ problem: String(cause) }));`;
    const { value, problem } = await session.executeAsyncScript<{ value: Result; problem?: string }>(script);
    if (problem !== undefined) throw new Error(problem);
    return value;
  },
  click: (at) =>
    session
      .actions()
      .move({ ...at, duration: 0 })
      .click()
      .perform(),
  type: (text) => session.actions().sendKeys(text).perform(),
  press: (key) => session.actions().sendKeys(KEYS[key]).perform(),
  // One profile for all pages of a session: the next one is to know nothing of this one.
  async close() {
    await session.executeScript('sessionStorage.clear(); localStorage.clear();');
  },
});

/** A virtual screen; it picks its own free number. */
async function startScreen(): Promise<{ display: string; stop(): Promise<void> }> {
  const process = spawn(XVFB, ['-displayfd', '3', '-screen', '0', `${VIEW.width}x${VIEW.height}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const output = process.stdio[3];
  if (!output) throw new Error('Xvfb has no pipe to say its number on');
  const [number] = (await Promise.race([once(output, 'data'), once(process, 'exit')])) as [Buffer | number | null];
  if (!(number instanceof Buffer)) throw new Error('Xvfb did not start');
  return { display: `:${number.toString().trim()}`, stop: () => end(process) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Until the driver answers: it says nothing when it is ready. */
async function listening(url: string, driver: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (driver.exitCode !== null || performance.now() > deadline) throw new Error('WebKitWebDriver did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, 'exit');
  process.kill();
  await gone;
}
