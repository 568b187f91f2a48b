import type { AttemptOutcome, CallbackId, E164 } from '@ringback/contract';

/** One outbound dial. `callbackId` + `number` name it for ever: whoever repeats it repeats the same attempt. */
export interface Attempt {
  readonly callbackId: CallbackId;
  /** 1 for the first. */
  readonly number: number;
  readonly phone: E164;
  readonly queue: string;
  /** Epoch ms at which the attempt was recorded. */
  readonly startedAt: number;
}

/** What a telephony side reports of an attempt. `answered`: a person; `connected`: talking with an agent; `ended`: hung up after it. */
export type Progress = { readonly kind: 'ringing' | 'answered' | 'connected' | 'ended' } | { readonly kind: 'over'; readonly outcome: AttemptOutcome };

/**
 * Telephony (TE1). The dispatcher records an attempt before it calls `place`, and may call it again for the same attempt
 * after a crash: an adapter must not let that ring twice.
 */
export interface Dialer {
  readonly kind: 'simulator' | 'desk' | 'webhook' | 'twilio';
  /** Agents this side answers for; `undefined` when only people at the desk take callbacks. */
  agents(): number | undefined;
  /** Starts the dial. Safe to repeat for one attempt. */
  place(attempt: Attempt): Promise<void>;
  /** Progress due by `now` for an adapter that has to be asked (the simulator); others report by themselves. */
  due(attempt: Attempt, now: number): Progress | undefined;
}
