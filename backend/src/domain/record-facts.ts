import type { AttemptOutcome } from '@ringback/contract';
import type { Actor, Callback } from './callback.js';
import { MINUTE } from './zone-clock.js';

/** One step of a record's history (CB8). */
export interface HistoryStep {
  readonly at: number;
  readonly from: string | undefined;
  readonly to: string;
  readonly actor: Actor;
  readonly cause: string;
}

/** One dial of a record. Epoch ms. */
export interface Dial {
  readonly number: number;
  readonly dialer: string;
  readonly agent: string | undefined;
  readonly startedAt: number;
  readonly connectedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: AttemptOutcome | undefined;
}

/** Figures of a record that come from its history (CB8). */
export interface RecordFigures {
  readonly secondsToConnect: number | undefined;
  readonly handleSeconds: number | undefined;
  readonly createdBy: string | undefined;
  readonly rescheduledBy: string | undefined;
  readonly cancelledBy: string | undefined;
  readonly recreatedBy: string | undefined;
}

/** A callback that is still SCHEDULED past its time and the minutes allowed for it. */
export const isLate = (callback: Callback, desiredTimeWindowMinutes: number, now: number): boolean =>
  callback.state === 'SCHEDULED' && now > callback.desiredTime + desiredTimeWindowMinutes * MINUTE;

/**
 * CB8. Time to connect counts from when the callback could be called: queued, and for a scheduled one not before its time. Of who
 * did something only users of the console have a name; the last one counts.
 */
export function recordFigures(callback: Callback, history: readonly HistoryStep[], dials: readonly Dial[]): RecordFigures {
  const talk = dials.find(({ connectedAt }) => connectedAt !== undefined);
  const queuedAt = callback.state === 'SCHEDULED' ? undefined : callback.queuedAt;
  const callableAt = queuedAt === undefined ? undefined : Math.max(queuedAt, callback.scheduled ? callback.desiredTime : queuedAt);
  const byWhom = (matches: (step: HistoryStep) => boolean): string | undefined => history.findLast(matches)?.actor.name;
  return {
    secondsToConnect: secondsBetween(callableAt, talk?.connectedAt),
    handleSeconds: secondsBetween(talk?.connectedAt, talk?.endedAt),
    createdBy: byWhom(({ from }) => from === undefined),
    rescheduledBy: byWhom(({ from, to }) => from === 'SCHEDULED' && to === 'SCHEDULED'),
    cancelledBy:
      callback.state === 'COMPLETED' && callback.reason.startsWith('CANCELLED_')
        ? byWhom(({ from, to }) => to === 'COMPLETED' && from !== 'COMPLETED')
        : undefined,
    recreatedBy: byWhom(({ from, to }) => from === 'COMPLETED' && to === 'COMPLETED'),
  };
}

const secondsBetween = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : Math.max(0, Math.round((to - from) / 1000));
