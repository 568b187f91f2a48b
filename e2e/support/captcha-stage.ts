import type { FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { SECRET_KEY, standInVerifier, type StandInVerifier } from '../../backend/test/captcha/stand-in-verifier.js';
import { logIn, type Staff } from './api.js';
import { useStage, type Stage } from './stage.js';
import { standInScriptHost, type StandInScriptHost } from './stand-in-script-host.js';
import { serveStrictSite, type StrictSite } from './strict-page.js';

const SITE_KEYS = { '6L-score': 'v3', '6L-box': 'checkbox', '6L-quiet': 'invisible' } as const;
export type CaptchaKind = 'recaptcha-v3' | 'recaptcha-v2-checkbox' | 'recaptcha-v2-invisible';
const SITE_KEY_OF: Readonly<Record<CaptchaKind, string>> = {
  'recaptcha-v3': '6L-score',
  'recaptcha-v2-checkbox': '6L-box',
  'recaptcha-v2-invisible': '6L-quiet',
};

/** A stage whose captcha is played by stand-ins, and a site of its own origin beside it. */
export interface CaptchaStage extends Stage {
  readonly site: StrictSite;
  readonly verifier: StandInVerifier;
  readonly host: StandInScriptHost;
  /** The key set from now on. */
  use(kind: CaptchaKind, more?: object): Promise<void>;
  /** From now on none. */
  useNone(): Promise<void>;
  /** Visits a page of the site, with the widget on it and these options in `window.ringback`. */
  visit(page: Page, options?: { readonly lang?: string; readonly more?: object }): Promise<void>;
  /** Puts the verifier's clock ahead, ms, until the end of the test. */
  letPass(ms: number): void;
}

/** Puts all of it up for the tests of the calling file. */
export function useCaptchaStage(demo: unknown): CaptchaStage {
  let site: StrictSite;
  let verifier: StandInVerifier;
  let host: StandInScriptHost;
  let staff: Staff;
  let ahead = 0;

  beforeAll(async () => {
    [site, verifier] = await Promise.all([serveStrictSite(), standInVerifier(() => Date.now() + ahead)]);
    host = await standInScriptHost(verifier, SITE_KEYS);
  });
  afterAll(async () => {
    await Promise.all([site?.close(), host?.close(), verifier?.close()]);
  });
  const keySet = (provider: CaptchaKind, more: object = {}): object => ({
    provider,
    name: 'shop',
    siteKey: SITE_KEY_OF[provider],
    secretKey: SECRET_KEY,
    ...(provider === 'recaptcha-v3' && { action: 'callback' }),
    hostnames: ['127.0.0.1'],
    verifyUrl: verifier.verifyUrl,
    scriptUrl: host.scriptUrl,
    ...more,
  });
  const { site: own } = demo as { site: object };
  const stage = useStage(() => ({
    ...(demo as object),
    site: { ...own, origins: [site.origin], captcha: [keySet('recaptcha-v3')] },
  }));
  beforeAll(async () => {
    site.useProduct(stage.origin);
    staff = await logIn(stage.origin);
  });
  beforeEach(() => {
    ahead = 0;
    verifier.trouble(undefined);
    host.next({});
    host.challenge(false);
  });

  const live = {
    use: (kind: CaptchaKind, more?: object) => staff.putCaptcha([keySet(kind, more)]),
    useNone: () => staff.putCaptcha([]),
    async visit(page: Page, { lang = 'en', more = {} }: Parameters<CaptchaStage['visit']>[1] = {}) {
      const script = `window.ringback = ${JSON.stringify({ apiKey: 'demo-key', serviceName: 'Support_VQ', ...more })};`;
      await page.goto(site.put(`/${lang}`, { tag: true, lang, policy: 'captcha policy', scriptHost: host.origin, script }));
    },
    letPass: (ms: number) => void (ahead = ms),
    get site() {
      return site;
    },
    get verifier() {
      return verifier;
    },
    get host() {
      return host;
    },
  };
  return Object.defineProperties(live, Object.getOwnPropertyDescriptors(stage)) as typeof live & Stage;
}

const frameOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="reCAPTCHA"]');
export const boxOf = (page: Page): Locator => frameOf(page).getByRole('checkbox');
/** Waits until the provider has had its token. */
export const isTicked = (page: Page): Promise<void> => frameOf(page).getByRole('checkbox', { checked: true }).waitFor();
export async function tick(page: Page): Promise<void> {
  await boxOf(page).click();
  await isTicked(page);
}
export const challengeOf = (page: Page): FrameLocator => page.frameLocator('iframe[title^="recaptcha challenge"]');
