/* Commands and events of `Recaptcha`. Types only. */
import type { CaptchaOffer, CaptchaProvider } from '@ringback/contract';

/**
 * Why there is no token. `not-configured`: the site asks for none; `unreachable`: the provider's script was blocked, or there is no
 * network; `unsolved`: the box is not ticked; `dismissed`: the challenge was closed; `failed`: the provider gave up.
 */
export type CaptchaRefusal = 'not-configured' | 'unreachable' | 'unsolved' | 'dismissed' | 'failed';

/** The reason that `Recaptcha.token` rejects with. */
export interface CaptchaError {
  readonly reason: CaptchaRefusal;
  /** In the visitor's language, safe to show. */
  readonly message: string;
  /** It stands beside the checkbox already. */
  readonly isShown: boolean;
}

/** How far the visitor is. `waiting`: for a tick, or for the request that needs a token; `asking`: pictures may be shown over the page. */
export type CaptchaState =
  | { readonly at: 'idle' | 'loading' | 'waiting' | 'asking' | 'solved' | 'expired' }
  | { readonly at: 'refused'; readonly reason: CaptchaRefusal };

/** What the place of the captcha has to show. */
export interface CaptchaView {
  readonly provider: CaptchaProvider;
  readonly state: CaptchaState;
  /** The provider's badge is hidden: its terms have to be shown instead. */
  readonly terms: boolean;
}

export interface CaptchaPlaceOptions {
  /** What the server says of the captcha (`offers.captcha`); without it, the server is asked. */
  readonly offer?: CaptchaOffer;
  /**
   * Where the captcha goes: the host of a shadow root with `<slot name="captcha">`, or a plain element of the page. Default: the panel's
   * element. It must not lie inside a shadow root, where the provider's script can't work.
   */
  readonly container?: HTMLElement;
  /** Somebody has begun to fill in the form: what waits for that is loaded now. */
  readonly isBegun?: boolean;
}

export interface CaptchaTokenOptions extends CaptchaPlaceOptions {
  /** recaptcha-v3: default is the key set's, on which the server insists. */
  readonly action?: string;
  /**
   * The Idempotency-Key of the request that the token goes with. Asked again for the same one, the same token comes, until `reset`: the
   * server lets it pass again, and the visitor is spared a second captcha.
   */
  readonly use?: string;
}

export interface CaptchaToken {
  /** Single use, good for two minutes. */
  readonly token: string;
  readonly provider: CaptchaProvider;
  /** It was given before, for the same `use`. */
  readonly isRepeated: boolean;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    'Recaptcha.configure': { options: Record<string, unknown>; result: void };
    /** Takes its place, and loads what has to be seen there. Rejects with a {@link CaptchaError}. */
    'Recaptcha.prepare': { options: CaptchaPlaceOptions | undefined; result: void };
    /** A token to send with a request as `captchaToken`. Rejects with a {@link CaptchaError}. */
    'Recaptcha.token': { options: CaptchaTokenOptions | undefined; result: CaptchaToken };
    /** The token was spent, or refused: the next one is new. */
    'Recaptcha.reset': { options: undefined; result: void };
  }
  interface EventMap {
    'Recaptcha.ready': undefined;
    /** Also for everybody who listens later. */
    'Recaptcha.changed': CaptchaView;
  }
}
