import type { Environment } from '../../environment.js';
import type { CaptchaRefusal, CaptchaState } from './protocol.js';
import type { Badge, Grecaptcha } from './vendor-api.js';

/** Why a challenge gives no token; `index.ts` puts it into the visitor's words. */
export class CaptchaFailure extends Error {
  override readonly name = 'CaptchaFailure';
  readonly reason: CaptchaRefusal;
  constructor(reason: CaptchaRefusal, options?: ErrorOptions) {
    super(`No captcha token: ${reason}`, options);
    this.reason = reason;
  }
}

/** What every kind of challenge is drawn with. */
export interface ChallengeParts {
  readonly grecaptcha: Grecaptcha;
  readonly siteKey: string;
  /** In the page's own tree: the provider's script can't work in a shadow root. */
  readonly place: HTMLElement;
  readonly theme: 'light' | 'dark';
  readonly size: 'normal' | 'compact';
  readonly badge: Badge;
  readonly environment: Environment;
  onState(state: CaptchaState): void;
}

/** One captcha, drawn and ready. */
export interface Challenge {
  /** A token that was not given before. Rejects with a {@link CaptchaFailure}. */
  token(action: string): Promise<string>;
  /** The token that the visitor has got by themselves, as long as it is good; undefined: none. */
  solved(): string | undefined;
  /** Whatever was solved is spent. */
  reset(): void;
}
