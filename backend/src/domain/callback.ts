import type { AttemptOutcome, CallbackId, CallbackReason, CallbackState, E164 } from '@ringback/contract';

/** Who caused a change (CB8). `name` is a username or an adapter's name, never a customer's. */
export interface Actor {
  readonly kind: 'customer' | 'admin' | 'agent' | 'system' | 'dialer';
  readonly name?: string;
}

/** CB9: the agent whom a callback is for. */
export interface Owner {
  readonly agent: string;
  /** Epoch ms until which nobody else gets it; undefined: the next one gets it when the owner isn't free. */
  readonly until: number | undefined;
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
  /** Who may take it, if not whoever satisfies the queue's expression. */
  readonly skillExpression: string | undefined;
  readonly owner: Owner | undefined;
  /** The agent who made it. */
  readonly scheduledBy: string | undefined;
  /** Username -> epoch ms: who declined it since its last attempt. */
  readonly declines: Readonly<Record<string, number>>;
  /** Grows by one with every change. */
  readonly version: number;
}

/** Of a callback that whoever serves its queue may take. */
export const FOR_ANYBODY = { skillExpression: undefined, owner: undefined, scheduledBy: undefined, declines: {} } as const;

/** On an attempt, or on the way to one. */
interface OnAttempt extends Common {
  readonly queuedAt: number;
  /** Number of the attempt, 1 for the first. */
  readonly attempt: number;
  /** Username of the agent who was asked or has it; undefined while nobody is needed yet, or the dialer has agents of its own. */
  readonly agent: string | undefined;
}

/** One callback. Each state has only its own fields. */
export type Callback =
  | (Common & { readonly state: 'SCHEDULED' })
  | (Common & {
      readonly state: 'QUEUED';
      readonly queuedAt: number;
      /** Not dialled before (a retry waits). */ readonly notBefore: number | undefined;
      /** CI3: it is their turn to call us since then (epoch ms). */ readonly readyAt: number | undefined;
    })
  | (OnAttempt & {
      readonly state: 'ROUTING';
      /** CB4: `agent` is asked until then (epoch ms). The attempt has its number, but begins only when the agent accepts. */
      readonly offerExpires: number | undefined;
      /** Epoch ms since which the customer is on the line and waits for an agent. */
      readonly answeredAt: number | undefined;
    })
  | (OnAttempt & { readonly state: 'PROCESSING' })
  | (Common & {
      readonly state: 'COMPLETED';
      readonly queuedAt: number | undefined;
      readonly completedAt: number;
      readonly reason: CallbackReason;
    });

export type CallbackIn<State extends CallbackState> = Extract<Callback, { state: State }>;
