import type { AttemptOutcome } from '@ringback/contract';
import type { Attempt, Dialer, Progress } from '../../src/ports/dialer.js';
import { chance } from './chance.js';
import { SECOND } from './business.js';

/** How a dial would go; follows from the number and the attempt alone, so every run tells the same story. */
interface Fate {
  readonly ringMs: number;
  readonly outcome: Extract<AttemptOutcome, 'busy' | 'no-answer' | 'machine' | 'failed'> | 'answered';
  /** How long they stay on the line without an agent. */
  readonly patienceMs: number;
  readonly talkMs: number;
  /** The telephony side loses it, and reports nothing any more. */
  readonly lost: boolean;
}

export function fateOf(seed: number, { phone, number }: Pick<Attempt, 'phone' | 'number'>): Fate {
  const luck = chance(seed, phone, number, 'fate');
  const drawn = luck.unit();
  const outcome = drawn < 0.12 ? 'no-answer' : drawn < 0.17 ? 'busy' : drawn < 0.2 ? 'machine' : drawn < 0.22 ? 'failed' : 'answered';
  const ringMs = { 'no-answer': 25, busy: 3, machine: 15, failed: 2, answered: luck.within(3, 16) }[outcome] * SECOND;
  return {
    ringMs,
    outcome,
    patienceMs: luck.within(20, 50) * SECOND,
    talkMs: Math.min(900, luck.around(32, 0.6)) * SECOND,
    lost: luck.happens(0.002),
  };
}

/** A customer of the telephony side. */
interface Call {
  readonly callbackId: string;
  readonly fate: Fate;
  readonly startedAt: number;
  stage: 'ringing' | 'on the line' | 'with an agent to come' | 'talking' | 'over';
  /** Epoch ms at which the stage began. */
  since: number;
  agent: string | undefined;
}

/** The telephony side of all replicas. */
export interface WeekDialer extends Dialer {
  /** What it has seen that must not be. */
  readonly faults: readonly string[];
  /** Dials that were asked for again by a replica that took over, and rang once. */
  readonly repeated: () => number;
}

/** @param isAway whether an agent's phone rings in vain */
export function weekDialer(seed: number, { now, isAway }: { now: () => number; isAway: (agent: string) => boolean }): WeekDialer {
  const calls = new Map<string, Call>();
  /** Callback -> its call that isn't over. */
  const live = new Map<string, string>();
  const faults: string[] = [];
  let repeated = 0;
  const nameOf = ({ callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>): string => `${callbackId}/${number}`;
  const enter = (call: Call, stage: Call['stage']): void => {
    call.stage = stage;
    call.since = now();
    if (stage === 'over') live.delete(call.callbackId);
  };
  const over = (call: Call, outcome: AttemptOutcome): Progress => {
    enter(call, 'over');
    return { kind: 'over', outcome };
  };

  function ringing(call: Call): Progress | undefined {
    if (now() - call.startedAt < call.fate.ringMs) return undefined;
    if (call.fate.outcome !== 'answered') return over(call, call.fate.outcome);
    enter(call, 'on the line');
    return { kind: 'answered' };
  }
  function agentToCome(call: Call, attempt: Attempt): Progress | undefined {
    const { agent } = call;
    if (agent === undefined || now() - call.since < 3 * SECOND) return undefined;
    if (!isAway(agent) && !chance(seed, attempt.phone, attempt.number, agent, 'misses').happens(0.01)) {
      enter(call, 'talking');
      return { kind: 'connected' };
    }
    if (now() - call.since < 15 * SECOND) return undefined;
    enter(call, 'on the line');
    call.agent = undefined;
    return { kind: 'agent-missed' };
  }
  function due(attempt: Attempt): Progress | undefined {
    const call = calls.get(nameOf(attempt));
    if (!call || call.fate.lost) return undefined;
    switch (call.stage) {
      case 'ringing':
        return ringing(call);
      case 'on the line':
        return now() - call.since < call.fate.patienceMs ? undefined : over(call, 'abandoned');
      case 'with an agent to come':
        return agentToCome(call, attempt);
      case 'talking':
        if (now() - call.since < call.fate.talkMs) return undefined;
        enter(call, 'over');
        return { kind: 'ended' };
      case 'over':
        return undefined;
    }
  }

  return {
    kind: 'webhook',
    faults,
    repeated: () => repeated,
    agents: () => undefined,
    due,
    async place(attempt) {
      const name = nameOf(attempt);
      if (calls.has(name)) return void (repeated += 1);
      const other = live.get(attempt.callbackId);
      if (other !== undefined && calls.get(other)?.fate.lost === false) faults.push(`${name} was dialled while ${other} was live`);
      if (calls.has(`${attempt.callbackId}/${attempt.number + 1}`)) faults.push(`${name} was dialled after a later attempt`);
      const fate = fateOf(seed, attempt);
      calls.set(name, { callbackId: attempt.callbackId, fate, startedAt: now(), stage: 'ringing', since: now(), agent: undefined });
      live.set(attempt.callbackId, name);
    },
    async bridge(attempt, agent) {
      const call = calls.get(nameOf(attempt));
      if (call?.stage !== 'on the line') return;
      call.agent = agent;
      enter(call, 'with an agent to come');
    },
    async hangUp(attempt) {
      const call = calls.get(nameOf(attempt));
      if (call && call.stage !== 'over') enter(call, 'over');
    },
  };
}
