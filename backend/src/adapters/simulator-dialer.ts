import type { AttemptOutcome } from '@ringback/contract';
import type { Dialer, Progress } from '../ports/dialer.js';

export interface SimulatorSettings {
  readonly agents: number;
  readonly ringSeconds: number;
  readonly handleSeconds: number;
  /** While paused the virtual agents take no new calls; those under way go on. */
  readonly isPaused: () => boolean;
}

/** TE1: how a simulated call goes, by the last four digits. Any other number is answered. */
const OUTCOMES: Readonly<Record<string, AttemptOutcome>> = { '0100': 'busy', '0101': 'no-answer', '0102': 'machine', '0103': 'failed' };

/**
 * Telephony that rings nowhere. What has become of a call follows from when it began and what time it is, so a restart
 * resumes every call, on any replica, and placing one twice is the same as once.
 */
export function simulatorDialer({ agents, ringSeconds, handleSeconds, isPaused }: SimulatorSettings): Dialer {
  return {
    kind: 'simulator',
    agents: () => (isPaused() ? 0 : agents),
    place: async () => undefined,
    due({ phone, startedAt, inbound }, now): Progress {
      const seconds = (now - startedAt) / 1000;
      if (seconds < ringSeconds) return { kind: 'ringing' };
      const outcome = inbound ? undefined : OUTCOMES[phone.slice(-4)];
      if (outcome !== undefined) return { kind: 'over', outcome };
      return { kind: seconds < ringSeconds + handleSeconds ? 'connected' : 'ended' };
    },
  };
}
