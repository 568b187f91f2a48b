import type { AttemptOutcome, CallbackId, CallbackReason, CallbackState, E164 } from '@ringback/contract';

/** Who caused a change (CB8). `name` is a username or an adapter's name, never a customer's. */
export interface Actor {
  readonly kind: 'customer' | 'admin' | 'agent' | 'system' | 'dialer';
  readonly name?: string;
}

interface Common {
  readonly id: CallbackId;
  readonly queue: string;
  readonly phone: E164;
  /** Asked for a time; else as soon as possible. */
  readonly scheduled: boolean;
  /** Epoch ms. For an immediate callback, when it was made. */
  readonly desiredTime: number;
  /** Epoch ms of the slot it holds; only scheduled callbacks hold one. */
  readonly slotStart: number | undefined;
  readonly createdAt: number;
  readonly priority: number;
  readonly language: string | undefined;
  readonly userData: Readonly<Record<string, unknown>>;
  /** Dials made so far. */
  readonly attempts: number;
  readonly lastOutcome: AttemptOutcome | undefined;
  /** Grows by one with every change. */
  readonly version: number;
}

/** On an attempt: ringing, or talking. */
interface OnAttempt extends Common {
  readonly queuedAt: number;
  /** Number of the attempt, 1 for the first. */
  readonly attempt: number;
  /** Username at the desk; undefined while a dialer without named agents drives it. */
  readonly agent: string | undefined;
}

/** One callback. Each state has only its own fields. */
export type Callback =
  | (Common & { readonly state: 'SCHEDULED' })
  | (Common & {
      readonly state: 'QUEUED';
      readonly queuedAt: number;
      /** Not dialled before (a retry waits). */ readonly notBefore: number | undefined;
    })
  | (OnAttempt & { readonly state: 'ROUTING' })
  | (OnAttempt & { readonly state: 'PROCESSING' })
  | (Common & {
      readonly state: 'COMPLETED';
      readonly queuedAt: number | undefined;
      readonly completedAt: number;
      readonly reason: CallbackReason;
    });

export type CallbackIn<State extends CallbackState> = Extract<Callback, { state: State }>;
