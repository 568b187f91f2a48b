import { h, render, type ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { GoogleReCaptchaProvider, useGoogleReCaptcha } from 'react-google-recaptcha-v3';
import { CaptchaFailure, type Challenge, type ChallengeParts } from './challenge.js';

/** A token comes from the provider's server: usually in a second. */
const PATIENCE_MS = 20_000;

/** The library asks for a script tag of this id before it adds its own, which could come from Google only: ours is there already. */
const PLACE_ID = 'ringback-recaptcha-place';
/** What the library wants to be called when the script has come. */
const ON_LOAD = 'ringbackRecaptchaLoaded';

type Execute = (action: string) => Promise<string>;

// Its types are React's; what runs is Preact.
const Provider = GoogleReCaptchaProvider as unknown as ComponentType<{
  reCaptchaKey: string;
  scriptProps: { id: string; onLoadCallbackName: string };
  container: { element: HTMLElement; parameters: { badge: 'inline' | 'bottomright' | 'bottomleft'; theme: 'light' | 'dark' } };
}>;

/**
 * reCAPTCHA v3: nothing to solve; the provider gives a score. Resolves once tokens can be had.
 * The library is never unmounted: it would take away what belongs to a page that has a reCAPTCHA of its own.
 */
export async function drawScore({ siteKey, place, theme, badge, environment, onState }: ChallengeParts): Promise<Challenge> {
  const { document, global } = environment;
  const element = document.createElement('div');
  element.id = PLACE_ID;
  place.append(element);
  const execute = await inTime<Execute>(environment, (resolve) => {
    const Probe = () => {
      const { executeRecaptcha } = useGoogleReCaptcha();
      useEffect(() => {
        if (!executeRecaptcha) return;
        (global[ON_LOAD] as () => void)();
        delete global[ON_LOAD];
        resolve(executeRecaptcha);
      }, [executeRecaptcha]);
      return null;
    };
    const provider = {
      reCaptchaKey: siteKey,
      scriptProps: { id: PLACE_ID, onLoadCallbackName: ON_LOAD },
      container: { element, parameters: { badge, theme } },
    } as const;
    render(h(Provider, provider, h(Probe, {})), document.createElement('div'));
  });
  onState({ at: 'waiting' });
  return {
    reset: () => onState({ at: 'waiting' }),
    solved: () => undefined,
    async token(action) {
      const token = await inTime<string>(environment, (resolve, reject) => void execute(action).then(resolve, reject));
      onState({ at: 'solved' });
      return token;
    },
  };
}

/** Rejects with a {@link CaptchaFailure} when it fails or takes too long. */
async function inTime<Value>(
  { after }: ChallengeParts['environment'],
  start: (resolve: (value: Value) => void, reject: (cause: unknown) => void) => void,
): Promise<Value> {
  let callOff = (): void => undefined;
  try {
    return await new Promise<Value>((resolve, reject) => {
      callOff = after(PATIENCE_MS, () => reject(new Error('reCAPTCHA did not answer in time')));
      start(resolve, reject);
    });
  } catch (cause) {
    throw new CaptchaFailure('failed', { cause });
  } finally {
    callOff();
  }
}
