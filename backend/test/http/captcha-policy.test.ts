import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfigFile } from '@ringback/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import { bootApp } from './boot-app.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-demo-'));
  for (const file of ['index.html', 'es-import.html', 'script.js']) await writeFile(join(folder, file), '<!doctype html>');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const keySet = (more: object = {}): object => ({ provider: 'recaptcha-v3', siteKey: 'public', secretKey: 'secret', ...more });
const app = (captcha: object | null) => {
  const parsed = parseConfigFile({ ...demoConfig, site: { ...demoConfig.site, captcha } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return bootApp({ config: parsed.config, folders: { demoSite: folder, console: folder } }).app;
};
const policyAt = async (booted: ReturnType<typeof app>, path: string, init: RequestInit = {}): Promise<string> =>
  (await booted.request(path, init)).headers.get('content-security-policy') ?? '';
/** What a policy allows beyond the page's own origin. */
const foreign = (policy: string): string[] =>
  policy
    .split('; ')
    .flatMap((directive) => directive.split(' ').slice(1))
    .filter((source) => !["'self'", "'none'", "'script'", 'ringback', 'data:'].includes(source))
    .sort();

const GOOGLE = [
  "'unsafe-inline'",
  'https://recaptcha.google.com/recaptcha/',
  'https://www.google.com/recaptcha/',
  'https://www.google.com/recaptcha/',
  'https://www.google.com/recaptcha/',
  'https://www.gstatic.com/recaptcha/',
  'https://www.gstatic.com/recaptcha/',
];
const NET = GOOGLE.map((source) => source.replace('www.google.com', 'www.recaptcha.net')).sort();

it.each([
  { what: 'no captcha', captcha: null, allowed: [] },
  { what: 'a key set that is switched off', captcha: keySet({ active: false }), allowed: [] },
  { what: "Google's", captcha: keySet(), allowed: GOOGLE },
  { what: 'recaptcha.net', captcha: keySet({ scriptUrl: 'https://www.recaptcha.net/recaptcha/api.js' }), allowed: NET },
  {
    what: 'a compatible server',
    captcha: keySet({ scriptUrl: 'https://captcha.example:8443/a;script-src *' }),
    allowed: ["'unsafe-inline'", ...Array.from({ length: 4 }, () => 'https://captcha.example:8443')],
  },
])('[SE1] the demo lets in what its captcha needs and nothing else: $what', async ({ captcha, allowed }) => {
  const booted = app(captcha);
  for (const path of ['/', '/es-import.html']) expect(foreign(await policyAt(booted, path)), path).toEqual(allowed);
  const whole = await policyAt(booted, '/');
  expect(whole).toMatch(/object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'/);
  // The names of the policies that the provider's script makes are not documented.
  expect(whole.endsWith("; require-trusted-types-for 'script'; trusted-types ringback")).toBe(allowed.length === 0);
});

it('[SE1] the console and the documents stay as strict as ever beside a captcha', async () => {
  const [booted, strict] = [app(keySet()), app(null)];
  for (const path of ['/console/', '/docs', '/nowhere', '/openapi.json', '/healthz']) {
    const init = { headers: { accept: 'text/html' } };
    expect(foreign(await policyAt(booted, path, init)), path).toEqual([]);
    expect(await policyAt(booted, path, init)).toBe(await policyAt(strict, path, init));
  }
});

it('[SE1] a page that a browser has kept gets the policy of now, and loses it again', async () => {
  const etag = (await app(null).request('/')).headers.get('etag') ?? '';
  const again = { headers: { 'if-none-match': etag } };
  const withOne = await app(keySet()).request('/', again);
  expect([withOne.status, foreign(withOne.headers.get('content-security-policy') ?? '')]).toEqual([304, GOOGLE]);
  expect(foreign(await policyAt(app(null), '/', again))).toEqual([]);
});
