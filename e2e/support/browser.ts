import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page, type Request } from 'playwright-core';
import { onTestFinished } from 'vitest';

const WELL_KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longest that anything on a page may take before the test gives up; nothing waits that long on purpose. */
const PATIENCE_MS = 15_000;

/** A viewport and theme that the product is looked at in. */
export interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

export const DESKTOP: Look = { name: '1280-light', width: 1280, height: 900, colorScheme: 'light' };
const DESKTOP_DARK: Look = { name: '1280-dark', width: 1280, height: 900, colorScheme: 'dark' };
export const PHONE: Look = { name: '390-light', width: 390, height: 844, colorScheme: 'light' };
export const PHONE_DARK: Look = { name: '390-dark', width: 390, height: 844, colorScheme: 'dark' };
export const LOOKS: readonly Look[] = [DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK];

export interface PageOptions {
  readonly look?: Look;
  /** IANA name. Default `America/New_York`. */
  readonly timeZone?: string;
  /** Troubles that the test brings about on purpose, such as `/status of 429/`. Each must occur. */
  readonly expected?: readonly RegExp[];
}

/** A page that writes down all that goes wrong on it, and fails its test for it. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address asked for so far. */
  readonly requests: readonly string[];
}

/** Path of the Chromium to test with. Throws with what to do when there is none. */
export function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  const path = given ?? WELL_KNOWN.find((candidate) => existsSync(candidate));
  if (path !== undefined && existsSync(path)) return path;
  throw new Error(
    given === undefined
      ? 'No Chromium was found. Install one (apt-get install chromium) or name it: CHROMIUM_PATH=/path/to/chromium npm test'
      : `CHROMIUM_PATH names ${given}, and there is no such file`,
  );
}

let shared: Promise<Browser> | undefined;

/**
 * The browser for pages, each in a profile of its own: one for all test files of this process, which ends it with itself.
 * What needs windows, or a browser in the background, starts {@link findChromium} itself.
 */
export function sharedBrowser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: process.env['CHROMIUM_SHELL_PATH'] ?? findChromium(), args: FLAGS }).then((browser) => {
    browser.once('disconnected', () => (shared = undefined));
    return browser;
  });
  return shared;
}

/**
 * Opens a page in a fresh profile. The running test fails at its end for any console error, page error, failed request,
 * answer above 399 or breach of the content security policy that it did not expect.
 */
export async function newPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(contextOptions(options));
  context.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('page', (page) => watch(page, troubles));
  onTestFinished(async () => {
    await context.close();
    judge(troubles, options.expected ?? []);
  });
  return { page: await context.newPage(), context, requests };
}

function contextOptions({ look = DESKTOP, timeZone = 'America/New_York' }: PageOptions): BrowserContextOptions {
  const { width, height, colorScheme } = look;
  const phone = width < 600;
  return { viewport: { width, height }, colorScheme, timezoneId: timeZone, locale: 'en-US', hasTouch: phone, isMobile: phone };
}

function watch(page: Page, troubles: string[]): void {
  // Breaches of the policy arrive here as well: the browser reports each as an error on the console.
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`));
  page.on('requestfailed', (request) => {
    if (!isLeaving(request)) troubles.push(`request failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
  });
}

/** What a page still loads, or listens to, ends when it goes away; the browser calls that a failure. Nothing of ours stops a script. */
const isLeaving = (request: Request): boolean =>
  ['eventsource', 'script'].includes(request.resourceType()) && request.failure()?.errorText === 'net::ERR_ABORTED';

function judge(troubles: readonly string[], expected: readonly RegExp[]): void {
  const surprises = troubles.filter((trouble) => !expected.some((pattern) => pattern.test(trouble)));
  const missing = expected.filter((pattern) => !troubles.some((trouble) => pattern.test(trouble)));
  if (surprises.length > 0) throw new Error(`The page was not free of trouble:\n${surprises.join('\n')}`);
  if (missing.length > 0) throw new Error(`Expected trouble did not come: ${missing.join(', ')}`);
}
