import type { Refusal } from './api.js';
import type { CallInState } from './call-in-state.js';

/* What the user asks for, and what the page shows. Types only. */

/** What the user has to show, where the site asks for it. */
export interface CallerProof {
  readonly captchaToken?: string;
  /** A JWT that the site has signed. */
  readonly identity?: string;
  /** Of the refusal 7044 (`refusal.data.numberCheck.id`), and the code that has reached the number. */
  readonly numberCheckId?: string;
  readonly numberCheckCode?: string;
}

/** Call in now. */
export interface ImmediateRequest extends CallerProof {
  readonly groupName: string;
  readonly fromPhoneNumber?: string;
  readonly userData?: Readonly<Record<string, unknown>>;
  readonly language?: string;
}

/** Wait in the queue, be told when it is your turn, then call in. */
export interface DelayedRequest extends CallerProof {
  readonly serviceName: string;
  readonly phoneNumber: string;
  readonly userData?: Readonly<Record<string, unknown>>;
  readonly language?: string;
}

/** What to show. */
export interface CallInView {
  readonly state: CallInState;
  /** Whole seconds that the number, or the turn, is still good for; undefined where neither runs out. */
  readonly secondsLeft: number | undefined;
  /** Why the last thing asked for didn't work; gone with the next. */
  readonly problem: string | undefined;
  /** The server's own words for it, where it was the server who said no. */
  readonly refusal: Refusal | undefined;
}
