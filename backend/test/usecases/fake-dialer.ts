import type { Attempt, Dialer, Progress } from '../../src/ports/dialer.js';

/** A telephony side that places calls and brings agents to them, and does nothing by itself. */
export interface FakeDialer extends Dialer {
  /** `<number>/<attempt>` of each call that was asked for. */
  readonly placed: string[];
  /** The same, with the agent. */
  readonly bridged: string[];
  readonly hungUp: string[];
  /** What has become of a call, told when the dialer is asked next. */
  say(call: string, progress: Progress): void;
}

export function fakeDialer(): FakeDialer {
  const nameOf = ({ phone, number }: Attempt): string => `${phone}/${number}`;
  const said = new Map<string, Progress[]>();
  const [placed, bridged, hungUp]: [string[], string[], string[]] = [[], [], []];
  return {
    placed,
    bridged,
    hungUp,
    say: (call, progress) => void said.set(call, [...(said.get(call) ?? []), progress]),
    due: (attempt) => said.get(nameOf(attempt))?.shift(),
    kind: 'webhook',
    agents: () => undefined,
    place: async (attempt) => void placed.push(nameOf(attempt)),
    bridge: async (attempt, agent) => void bridged.push(`${nameOf(attempt)} ${agent}`),
    hangUp: async ({ callbackId, number }) => void hungUp.push(`${callbackId}/${number}`),
  };
}
