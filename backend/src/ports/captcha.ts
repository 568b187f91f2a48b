import type { CaptchaKeySet } from '@ringback/contract';
import type { CaptchaReport } from '../domain/captcha.js';

/** `down`: there was no answer, or none that can be read. `reason`: for operators; codes and names only. */
export type CaptchaAnswer =
  { readonly kind: 'answered'; readonly report: CaptchaReport } | { readonly kind: 'down'; readonly reason: string };

/** Asks the captcha's provider. */
export interface CaptchaVerifier {
  /** One question, which never rejects. */
  ask(
    keySet: Pick<CaptchaKeySet, 'secretKey' | 'verifyUrl'>,
    presented: { readonly token: string; readonly address?: string | undefined },
  ): Promise<CaptchaAnswer>;
  /** Ends the questions under way. */
  stop(): void;
}

/** A token with what it is presented for; `use` undefined: came without an Idempotency-Key. */
export interface TokenUse {
  readonly token: string;
  readonly use: string | undefined;
}

/**
 * What a token is worth to whoever presents it. `claimed`: nobody has presented it, and nobody else may now; `passed`: it has passed for this
 * very use; `asking`: another request of this use is having it checked; `used`: it is worth nothing to this use.
 */
export type TokenClaim = 'claimed' | 'passed' | 'asking' | 'used';

/** CA1: which tokens were presented, shared by all replicas; only hashes are kept. Throws `DatabaseUnavailable`. */
export interface CaptchaTokens {
  /** 1 statement, for a known token 2. A claim made before `staleBefore` that nobody settled is taken over by the same use. */
  claim(presented: TokenUse, at: { readonly now: number; readonly staleBefore: number }): Promise<TokenClaim>;
  settle(token: string, state: 'passed' | 'spent'): Promise<void>;
  /** The claim was for nothing: it may be presented again. */
  release(token: string): Promise<void>;
  /** Forgets those that were presented before. */
  sweep(before: number): Promise<void>;
}
