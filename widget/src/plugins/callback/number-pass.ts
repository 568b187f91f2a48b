import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';
import { codeOf } from './problem.js';

const CHECK_NEEDED = 7044;
const CODE_WRONG = 7045;

/** What is shown for a number: a code, once it was typed. */
export interface NumberProof {
  readonly numberCheckId?: string;
  readonly numberCheckCode?: string;
}

export interface NumberPassDeps {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Translator;
  /** Nobody is there any more to type a code. */
  readonly stopped: AbortSignal;
  /** The visitor is being asked: until that is over, nothing is on its way. */
  onAsking(isAsking: boolean): void;
  /** Whether another number may be given. */
  mayChange(): boolean;
}

/** SE5: shows a code with each request, where the server asks for one. */
export interface NumberPass {
  /** Sends, and if need be asks for the code and sends again. Rejects as the request does, or with {@link LEFT}. */
  send(phone: string, request: (proof: NumberProof) => Promise<unknown>): Promise<void>;
}

/** The visitor went back to the form. */
export const LEFT = { code: CHECK_NEEDED };

export const isCodeAsked = (reason: unknown): boolean => codeOf(reason) === CHECK_NEEDED || codeOf(reason) === CODE_WRONG;
export const isCodeWrong = (reason: unknown): boolean => codeOf(reason) === CODE_WRONG;

export function createNumberPass(deps: NumberPassDeps): NumberPass {
  let kept: { readonly phone: string; readonly proof: NumberProof } | undefined;
  return {
    async send(phone, request) {
      try {
        // A code that was right stays so while the visitor looks for another time.
        await request(kept?.phone === phone ? kept.proof : {});
      } catch (reason) {
        if (!isCodeAsked(reason)) throw reason;
        const { confirmNumber } = await import('./number-check/confirm-number.js');
        await confirmNumber({ ...deps, phone, request, reason, keep: (proof) => void (kept = { phone, proof }) });
      }
      kept = undefined;
    },
  };
}
