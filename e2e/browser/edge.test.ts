import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import demo from '../../backend/src/config/demo-config.json' with { type: 'json' };
import { demoConfig } from '../support/demo-config.js';
import { useStage } from '../support/stage.js';

const stage = useStage(demoConfig());
const DOORS = { 'demo-site': '', console: '/console', widget: '/widget', 'service-worker': '/service-worker', 'mobile-bridge': '/bridge' };
const SHARED = ['widget', 'service-worker', 'mobile-bridge'];

/** Every file that was built, with the address that it is served at. */
const files = Object.entries(DOORS).flatMap(([part, door]) => {
  const folder = fileURLToPath(new URL(`../../${part}/dist`, import.meta.url));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ part, path: `${door}${`${entry.parentPath}/${entry.name}`.slice(folder.length).replaceAll('\\', '/')}` }));
});

describe('[SE1] what the built service gives', () => {
  it('[SE1] every file has its headers, no map and no packed twin is to be had', async () => {
    expect(files.length).toBeGreaterThan(50);
    for (const { part, path } of files) {
      const response = await fetch(stage.origin + path, { headers: { 'accept-encoding': 'identity' } });
      await response.arrayBuffer();
      const header = (name: string): string => response.headers.get(name) ?? '';
      const isTwin = /\.(?:br|gz)$/.test(path);
      expect(response.status, path).toBe(isTwin ? 404 : 200);
      expect(header('x-content-type-options'), path).toBe('nosniff');
      if (isTwin) continue;
      expect(header('content-type'), path).not.toBe('');
      expect(header('cross-origin-resource-policy'), path).toBe(SHARED.includes(part) ? 'cross-origin' : 'same-origin');
      expect(header('access-control-allow-origin'), path).toBe(SHARED.includes(part) ? '*' : '');
      expect(header('set-cookie'), path).toBe('');
      if (path.endsWith('.html') && !SHARED.includes(part))
        expect(header('content-security-policy'), path).toMatch(/^default-src 'self'.*frame-ancestors/);
    }
  });

  it('[SE1] no file that a visitor loads has a secret of the configuration in it', async () => {
    const secrets = [demo.telephony.secret, demo.users[0]!.password];
    for (const { path } of files.filter(({ path: one }) => !/\.(?:br|gz)$/.test(one))) {
      const text = await (await fetch(stage.origin + path)).text();
      for (const secret of secrets) expect(text.includes(secret), path).toBe(false);
    }
  });

  it('[SE1][SE2] the console runs under trusted types, makes no markup of texts, and its cookie is for no script', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const breaches: string[] = [];
    page.on('console', (message) => /Content Security Policy|TrustedHTML/i.test(message.text()) && breaches.push(message.text()));
    page.on('pageerror', (error) => breaches.push(error.message));
    await page.goto(`${stage.origin}/console/`);
    await page.locator('#field-username').fill(demo.users[0]!.username);
    await page.locator('#field-password').fill(demo.users[0]!.password);
    await page.keyboard.press('Enter');
    await page.locator('[aria-controls="user-panel"]').waitFor();
    expect(breaches).toEqual([]);
    const [cookie] = await context.cookies(`${stage.origin}/console/`);
    expect(cookie).toMatchObject({ name: 'ringback_session', httpOnly: true, sameSite: 'Strict', path: '/console' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const tried = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x onerror=alert(1)>';
        return 'taken';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(tried).toBe('TypeError');
    await context.close();
  });
});
