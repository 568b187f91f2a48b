import type { AttemptOutcome, CallbackId, E164 } from '@ringback/contract';

/** One outbound dial. `callbackId` + `number` name it for ever: whoever repeats it repeats the same attempt. */
export interface Attempt {
  readonly callbackId: CallbackId;
  /** 1 for the first. */
  readonly number: number;
  readonly phone: E164;
  readonly queue: string;
  readonly priority: number;
  readonly userData: Readonly<Record<string, unknown>>;
  /** Epoch ms at which the attempt was recorded. */
  readonly startedAt: number;
  /** CI4: the customer has called us; never given to `place`. */
  readonly inbound?: boolean;
}

/** How a request to dial went. `refused`: no further try can succeed. */
export type DialResult = 'accepted' | 'failed' | 'refused';

/**
 * What a telephony side reports of an attempt. `answered`: a person, who wants an agent now; `agent-missed`: the agent of the
 * bridge did not come, the person still waits; `connected`: talking with an agent; `ended`: hung up.
 */
export type Progress =
  | { readonly kind: 'ringing' | 'answered' | 'agent-missed' | 'connected' | 'ended' }
  | { readonly kind: 'over'; readonly outcome: AttemptOutcome };

/**
 * Telephony (TE1). The dispatcher records an attempt before it calls `place`, and may call it again for the same attempt
 * after a crash: an adapter must not let that ring twice.
 */
export interface Dialer {
  readonly kind: 'simulator' | 'desk' | 'webhook' | 'twilio';
  /** Agents without a name who belong to this side, take anything, and are connected by it; `undefined` when it has none such. */
  agents(): number | undefined;
  /** Starts the dial and resolves at once; a side that is slow or gone shows in `due`. Safe to repeat for one attempt. */
  place(attempt: Attempt): Promise<void>;
  /**
   * CB4: puts an agent on the line with the person who answered, and reports `connected` or `agent-missed`. Safe to repeat for
   * one attempt and agent. Absent where people dial by hand, and where the side finds the agents by itself: there `answered` is `connected`.
   */
  bridge?(attempt: Attempt, agent: string): Promise<void>;
  /** Ends a call that nobody wants any more. Safe to repeat, after the end, and for what was never placed here. */
  hangUp?(attempt: Pick<Attempt, 'callbackId' | 'number'>): Promise<void>;
  /** Progress due by `now` for an adapter that has to be asked (the simulator); others report by themselves. */
  due?(attempt: Attempt, now: number): Progress | undefined;
  /** Resolves when nothing is on its way to the telephony side. */
  idle?(): Promise<void>;
  /** Gives up what is on its way; calls go on. */
  close?(): Promise<void>;
}
