import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium, FLAGS } from '../support/browser.js';

export interface BackgroundBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A Chromium whose pages are really hidden when another tab is in front; a launched one keeps all of them visible. */
export async function startBackgroundBrowser(): Promise<BackgroundBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'ringback-chromium-'));
  const child = spawn(
    findChromium(),
    [...FLAGS, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const browser = await chromium.connectOverCDP(await addressOf(child.stderr), { noDefaults: true });
  const [context] = browser.contexts();
  if (!context) throw new Error('Chromium has no default context');
  return {
    context,
    async close() {
      await browser.close();
      child.kill('SIGKILL');
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What it prints is read to its end: a browser whose words nobody takes stops when the pipe is full. */
function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    output.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /^DevTools listening on (ws:\S+)/m.exec(printed)?.[1];
      if (address) resolve(address);
    });
    output.on('end', () => reject(new Error(`Chromium ended before it could be reached:\n${printed}`)));
  });
}
