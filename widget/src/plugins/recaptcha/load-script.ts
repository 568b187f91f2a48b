import type { CaptchaOffer } from '@ringback/contract';
import type { Environment } from '../../environment.js';
import { trustedScript } from '../../ui/trusted.js';
import { CaptchaFailure } from './challenge.js';
import { grecaptchaOf, type Grecaptcha } from './vendor-api.js';

const SCRIPT_ID = 'ringback-recaptcha';

/** How long the script, and what it loads itself, may take. Blockers often let requests hang. */
const PATIENCE_MS = 15_000;

/** Google's names for languages that have another one elsewhere. */
const OTHER_NAMES: Readonly<Record<string, string>> = { he: 'iw' };

export interface ScriptParts {
  readonly environment: Environment;
  /** BCP 47. */
  readonly lang: string;
  /** It did not come before: half of it may be there. */
  readonly isRetry: boolean;
}

/**
 * The provider's script, ready to draw; the page's own, where the page has one already.
 * Rejects with a {@link CaptchaFailure} `unreachable` when it is blocked, fails or takes too long; the next call tries again.
 */
export async function loadScript(offer: CaptchaOffer, { environment, lang, isRetry }: ScriptParts): Promise<Grecaptcha> {
  const { document, global, after } = environment;
  let callOff = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    callOff = after(PATIENCE_MS, () => reject(new Error(`${offer.scriptUrl} did not come in time`)));
  });
  const come = async (): Promise<Grecaptcha> => {
    const there = grecaptchaOf(global);
    // After a failure the small script may stand there without the large one.
    if (!there || (isRetry && typeof there.render !== 'function')) await addScript(scriptAddress(offer, lang), document);
    const grecaptcha = grecaptchaOf(global);
    if (!grecaptcha) throw new Error(`${offer.scriptUrl} is not the script of reCAPTCHA`);
    await new Promise<void>((resolve) => grecaptcha.ready(resolve));
    return grecaptcha;
  };
  try {
    return await Promise.race([come(), late]);
  } catch (cause) {
    removeScript(document);
    throw new CaptchaFailure('unreachable', { cause });
  } finally {
    callOff();
  }
}

export const removeScript = (document: Document): void => document.querySelector(`#${SCRIPT_ID}`)?.remove();

/** `trustedtypes` lets it work where a page enforces trusted types, and changes nothing elsewhere. */
function scriptAddress({ scriptUrl }: CaptchaOffer, lang: string): string {
  const query = new URLSearchParams({ render: 'explicit', hl: OTHER_NAMES[lang] ?? lang, trustedtypes: 'true' });
  return `${scriptUrl}${scriptUrl.includes('?') ? '&' : '?'}${query.toString()}`;
}

function addScript(address: string, document: Document): Promise<void> {
  const script = document.createElement('script');
  script.id = SCRIPT_ID;
  script.async = true;
  // What the page has vouched for, as the provider's script itself does for what it loads.
  const { nonce } = document.querySelector<HTMLScriptElement>('script[nonce]') ?? {};
  if (nonce) script.nonce = nonce;
  script.src = trustedScript(address, document.defaultView);
  return new Promise((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(script);
  });
}
