import type { CaptchaOffer, CaptchaProvider } from '@ringback/contract';
import type { Environment } from '../../environment.js';
import { CaptchaFailure, type Challenge, type ChallengeParts } from './challenge.js';
import { drawCheckbox } from './checkbox.js';
import { drawInvisible } from './invisible.js';
import { loadScript, removeScript } from './load-script.js';
import { takePlace, type Place } from './place.js';
import type { CaptchaState, CaptchaToken, CaptchaView } from './protocol.js';
import type { RecaptchaOptions } from './recaptcha-options.js';

export interface CaptchaDeps {
  readonly environment: Environment;
  /** BCP 47. */
  lang(): string;
  options(): RecaptchaOptions;
  theme(): 'light' | 'dark';
  /** Told of each change. */
  onView(view: CaptchaView): void;
}

/** Where, and for which keys. */
export interface CaptchaWish {
  readonly offer: CaptchaOffer;
  readonly container: HTMLElement;
  readonly isBegun?: boolean;
}

/** Where it stands now, and what became of it there. */
interface Standing extends CaptchaWish {
  readonly place: Place;
  drawing?: Promise<Challenge> | undefined;
  challenge?: Challenge;
}

/** A token that was given for a request that may come again. */
interface Kept {
  readonly token: string;
  readonly use: string | undefined;
}

/** The server remembers what has passed for ten minutes; then a kept token is worth nothing. */
const KEEP_MS = 540_000;
/** Pixels that the checkbox needs at its normal size. */
const NORMAL_WIDTH = 304;

/** The widget's one captcha: at one place at a time, loaded when it is needed. */
export class Captcha {
  readonly #deps: CaptchaDeps;
  #standing: Standing | undefined;
  #kept: Kept | undefined;
  #forgetKept = (): void => undefined;
  #failures = 0;
  #at: CaptchaState['at'] = 'idle';

  constructor(deps: CaptchaDeps) {
    this.#deps = deps;
  }

  /** Takes the place. Loads what has to be seen; the rest waits until the form is used. Rejects with a {@link CaptchaFailure}. */
  async prepare(wish: CaptchaWish): Promise<void> {
    const here = this.#stand(wish);
    const { load = isPressed(wish.offer.provider) ? 'open' : 'input' } = this.#deps.options();
    if (load === 'open' || wish.isBegun || this.#at !== 'idle') await this.#draw(here);
  }

  /** See the command `Recaptcha.token`. Rejects with a {@link CaptchaFailure}. */
  async token(wish: CaptchaWish, { action, use }: { readonly action: string; readonly use: string | undefined }): Promise<CaptchaToken> {
    const here = this.#stand(wish);
    const { provider } = wish.offer;
    const challenge = await this.#draw(here);
    const solved = challenge.solved();
    const kept = use === undefined || this.#kept?.use !== use ? undefined : this.#kept.token;
    if (kept !== undefined && (solved === undefined || solved === kept)) return { token: kept, provider, isRepeated: true };
    try {
      const token = await challenge.token(action);
      this.#keep({ token, use });
      return { token, provider, isRepeated: false };
    } catch (cause) {
      throw this.#refuse(here, cause);
    }
  }

  /** What was given is spent. */
  reset(): void {
    this.#keep(undefined);
    this.#standing?.challenge?.reset();
  }

  /** Leaves nothing of ours behind. */
  end(): void {
    this.#keep(undefined);
    this.#standing?.place.remove();
    this.#standing = undefined;
    removeScript(this.#deps.environment.document);
  }

  #stand(wish: CaptchaWish): Standing {
    if (this.#standing && isSame(this.#standing, wish)) return this.#standing;
    this.#standing?.place.remove();
    this.#keep(undefined);
    const { provider } = wish.offer;
    const here: Standing = { ...wish, place: takePlace(wish.container, isPressed(provider) || this.#deps.options().badge === 'inline') };
    this.#standing = here;
    this.#show(here, { at: 'idle' });
    return here;
  }

  #draw(here: Standing): Promise<Challenge> {
    const draw = async (): Promise<Challenge> => {
      this.#show(here, { at: 'loading' });
      try {
        return (here.challenge = await this.#load(here));
      } catch (cause) {
        this.#failures += 1;
        here.drawing = undefined;
        this.#deps.environment.warn(`reCAPTCHA could not be loaded from ${here.offer.scriptUrl}`, cause);
        throw this.#refuse(here, cause);
      }
    };
    return (here.drawing ??= draw());
  }

  async #load(here: Standing): Promise<Challenge> {
    const { environment, lang, options, theme } = this.#deps;
    const { offer, place } = here;
    const grecaptcha = await loadScript(offer, { environment, lang: lang(), isRetry: this.#failures > 0 });
    const { badge, size = place.width() < NORMAL_WIDTH ? 'compact' : 'normal', ...own } = options();
    return drawKind(offer.provider, {
      grecaptcha,
      environment,
      size,
      siteKey: offer.siteKey,
      place: place.fresh(),
      theme: own.theme ?? theme(),
      // Hidden is ours: it stands where nobody sees it, and its terms in the panel.
      badge: badge === 'hidden' ? 'inline' : badge,
      onState: (state) => {
        // A token that the server has seen may pass again after its time.
        if (state.at !== 'expired' || !this.#kept) this.#show(here, state);
      },
    });
  }

  #refuse(here: Standing, cause: unknown): CaptchaFailure {
    const failure = cause instanceof CaptchaFailure ? cause : new CaptchaFailure('failed', { cause });
    this.#show(here, { at: 'refused', reason: failure.reason });
    return failure;
  }

  #show(here: Standing, state: CaptchaState): void {
    // What a place that was left has to say interests nobody.
    if (here !== this.#standing) return;
    const { provider } = here.offer;
    this.#at = state.at;
    this.#deps.onView({ provider, state, terms: !isPressed(provider) && this.#deps.options().badge === 'hidden' });
  }

  #keep(next: Kept | undefined): void {
    this.#forgetKept();
    this.#kept = next;
    this.#forgetKept = next ? this.#deps.environment.after(KEEP_MS, () => (this.#kept = undefined)) : () => undefined;
  }
}

const isSame = (one: CaptchaWish, other: CaptchaWish): boolean =>
  one.container === other.container && one.offer.siteKey === other.offer.siteKey && one.offer.provider === other.offer.provider;

/** Whether it has to be pressed before anything is sent. */
const isPressed = (provider: CaptchaProvider): boolean => provider === 'recaptcha-v2-checkbox';

async function drawKind(provider: CaptchaProvider, parts: ChallengeParts): Promise<Challenge> {
  switch (provider) {
    case 'recaptcha-v3':
      return (await import('./score.js')).drawScore(parts);
    case 'recaptcha-v2-checkbox':
      return drawCheckbox(parts);
    case 'recaptcha-v2-invisible':
      return drawInvisible(parts);
    default:
      return provider satisfies never;
  }
}
