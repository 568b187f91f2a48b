import type { CaptchaOffer } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { CaptchaError, CaptchaToken } from '../recaptcha/protocol.js';
import { codeOf } from './problem.js';

export const CAPTCHA_FAILED = 7043;

/** CA1: shows a token with each request, where the site asks for one. */
export interface CaptchaPass {
  /**
   * Sends with the token that goes with `key`, and once more with a new one when the server asks for that and the visitor need not be
   * bothered. Rejects as the request does, or with a CaptchaError.
   */
  send<Result>(key: string, request: (proof: { captchaToken?: string }) => Promise<Result>): Promise<Result>;
  /** The server may have let the token pass for this key: both have to stay as they are for the next try. */
  readonly isHeld: boolean;
}

/** What a request is sent from. */
export interface CaptchaForm {
  readonly plugin: BusPlugin<'Callback'>;
  /** What the server says of the captcha. */
  offered(): CaptchaOffer | undefined;
  /** Where it stands, unless in the panel's element. */
  place?: (() => HTMLElement | undefined) | undefined;
}

export function createCaptchaPass({ plugin, offered, place }: CaptchaForm): CaptchaPass {
  let isHeld = false;
  /** The server has asked for one though nobody had heard of it. */
  let isAsked = false;
  const tokenFor = async (key: string): Promise<CaptchaToken | undefined> => {
    const offer = offered();
    if (!offer && !isAsked) return undefined;
    const container = place?.();
    return plugin.command('Recaptcha.token', { use: key, ...(offer && { offer }), ...(container && { container }) });
  };
  return {
    get isHeld() {
      return isHeld;
    },
    async send(key, request) {
      let refused: unknown;
      for (;;) {
        const shown = await tokenFor(key).catch((cause: unknown) => {
          throw refused === undefined || isForVisitor(cause) ? cause : refused;
        });
        try {
          const result = await request(shown ? { captchaToken: shown.token } : {});
          isHeld = false;
          if (shown) void plugin.command('Recaptcha.reset');
          return result;
        } catch (reason) {
          isHeld = shown !== undefined && codeOf(reason) !== CAPTCHA_FAILED;
          if (codeOf(reason) !== CAPTCHA_FAILED) throw reason;
          if (shown) await plugin.command('Recaptcha.reset');
          isAsked = true;
          if (refused !== undefined || shown?.isRepeated === false) throw reason;
          refused = reason;
        }
      }
    },
  };
}

/** Whether the visitor can do something about it. A page that can get no token at all tells what the server said. */
const isForVisitor = (cause: unknown): boolean => isCaptchaError(cause) && cause.reason !== 'not-configured';

export const isCaptchaError = (reason: unknown): reason is CaptchaError =>
  typeof reason === 'object' && reason !== null && 'isShown' in reason;
