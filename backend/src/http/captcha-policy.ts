import type { Config } from '@ringback/contract';
import { activeKeySet, captchaOfferOf } from '../domain/captcha.js';

const PATH = '/recaptcha/';
const LARGE_SCRIPT = `https://www.gstatic.com${PATH}`;
/** Hosts of the small script, by Google's documents, with where its frames come from. */
const FRAMES: Readonly<Record<string, string>> = {
  'www.google.com': `https://www.google.com${PATH} https://recaptcha.google.com${PATH}`,
  'www.recaptcha.net': `https://www.recaptcha.net${PATH} https://recaptcha.google.com${PATH}`,
};

/** Address of the script that visitors' pages load for the captcha that is asked for now; undefined: there is none. */
export function captchaScriptOf({ site }: Pick<Config, 'site'>): string | undefined {
  const keySet = activeKeySet(site.captcha);
  return keySet && captchaOfferOf(keySet).scriptUrl;
}

/**
 * What a page's policy has to allow beyond itself for that script: the hosts that its provider documents, or the one compatible server.
 * Styles in markup are among it, because Google's script writes them.
 */
export function captchaSources(scriptUrl: string): Readonly<Record<string, string>> {
  const { host, origin } = new URL(scriptUrl);
  const frames = Object.hasOwn(FRAMES, host) ? FRAMES[host] : undefined;
  const [scripts, pictures] = frames === undefined ? [origin, origin] : [`${origin}${PATH} ${LARGE_SCRIPT}`, LARGE_SCRIPT];
  return {
    'script-src': `'self' ${scripts}`,
    'frame-src': frames ?? origin,
    'connect-src': `'self' ${frames === undefined ? origin : `${origin}${PATH}`}`,
    'img-src': `'self' data: ${pictures}`,
    'style-src': "'self' 'unsafe-inline'",
  };
}
