import type { AttemptOutcome, CallbackId, CallbackState } from '@ringback/contract';
import type { Dialer } from './dialer.js';

/** An attempt as far as reports of it are concerned. */
export interface ReportedAttempt {
  /** What was reported last, short of an end. */
  readonly progress: 'ringing' | 'answered' | undefined;
  /** How it ended; undefined while it goes on. */
  readonly outcome: AttemptOutcome | undefined;
  /** Whether another attempt of the callback came after it. */
  readonly superseded: boolean;
  /** Ids of the reports that counted. */
  readonly reportIds: readonly string[];
  /** What the telephony side calls the call. */
  readonly callRef: string | undefined;
  /** Of the callback. */
  readonly state: CallbackState;
  /** CI4: the customer has called us. */
  readonly inbound: boolean;
}

/** An attempt that has to be ended because nobody reports its end. */
export interface SilentAttempt {
  readonly id: CallbackId;
  readonly number: number;
  readonly state: Extract<CallbackState, 'ROUTING' | 'PROCESSING'>;
  readonly inbound: boolean;
}

/** What telephony sides report of attempts (TE1). All throw `DatabaseUnavailable`. */
export interface CallReports {
  find(id: CallbackId, number: number): Promise<ReportedAttempt | undefined>;
  /** Keeps that a report counted. `progress` never goes back. */
  note(
    id: CallbackId,
    number: number,
    report: { progress?: 'ringing' | 'answered' | undefined; at: number; reportId: string | undefined },
  ): Promise<void>;
  /** Keeps the name of the call unless there is one. Resolves with the one that is kept, undefined for an unknown attempt. */
  noteCall(id: CallbackId, number: number, callRef: string): Promise<string | undefined>;
  /** Those of these names that belong to an attempt. */
  knownCalls(callRefs: readonly string[]): Promise<ReadonlySet<string>>;
  /** Open attempts of a dialer that report nothing since `quietSince` before anybody answered, or talk since `talkingSince` (epoch ms). */
  silent(dialer: Dialer['kind'], since: { quietSince: number; talkingSince: number }): Promise<SilentAttempt[]>;
}
