import type { CallbackId } from '@ringback/contract';
import { expect, it } from 'vitest';
import { deskDialer } from '../../src/adapters/desk-dialer.js';
import { simulatorDialer } from '../../src/adapters/simulator-dialer.js';
import type { AgentOnDuty, RosterSnapshot } from '../../src/ports/agent-store.js';
import type { Dialer } from '../../src/ports/dialer.js';
import type { Waiting } from '../../src/ports/queue-reader.js';
import type { Dependencies } from '../../src/usecases/dependencies.js';
import type { DialledFrom } from '../../src/usecases/regions.js';
import { dispatch } from '../../src/usecases/dispatch.js';
import { compileSite } from '../../src/usecases/site-rules.js';
import { configOf, MONDAY } from './harness.js';

const ANNA: AgentOnDuty = { username: 'anna', queues: undefined, skills: {}, state: 'ready', since: MONDAY, holds: false };
const ADA: Waiting = {
  id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId,
  version: 1,
  queue: 'Always_VQ',
  phone: '+12125550123',
  name: undefined,
  priority: 0,
  queuedAt: MONDAY,
  desiredTime: MONDAY,
  notBefore: undefined,
  attempts: 0,
  skillExpression: undefined,
  owner: undefined,
  declines: {},
  upcomingDue: false,
  readyAt: undefined,
  callInUntil: undefined,
};

/** What a round asks of the database: everything else is in memory. */
async function roundsOf(scene: {
  agents?: AgentOnDuty[];
  waiting?: Waiting[];
  dialer?: Dialer;
  queue?: Record<string, unknown>;
  dialledFrom?: DialledFrom;
}): Promise<number> {
  const roster: RosterSnapshot = {
    agents: scene.agents ?? [],
    offers: [],
    answered: [],
    outstanding: new Map(),
    simulatorPaused: false,
    dialerCalls: 0,
    dialerTalks: 0,
  };
  let rounds = 0;
  const parts: Partial<Record<keyof Dependencies, unknown>> = {
    site: compileSite(configOf({ queue: scene.queue ?? {} })),
    dialer: scene.dialer ?? deskDialer,
    telephony: { assumeAgents: undefined, now: () => [], fresh: async () => [] },
    regions: { dialledFrom: () => scene.dialledFrom ?? 'here' },
    clock: { now: () => MONDAY },
    roster: { fresh: async () => roster },
    boards: {
      fresh: async (queue: string) => ({ waiting: (scene.waiting ?? []).filter((one) => one.queue === queue) }),
      markStale: () => undefined,
    },
    attempts: {
      round: async () => {
        rounds += 1;
        return [];
      },
    },
  };
  // Whatever else it touched would show as a failure.
  await dispatch(parts as unknown as Dependencies);
  return rounds;
}

const simulator = simulatorDialer({ agents: 1, ringSeconds: 1, handleSeconds: 1, isPaused: () => false });

it.each([
  ['nobody waits and nobody is free', {}, 0],
  ['nobody waits', { agents: [ANNA], dialer: simulator }, 0],
  ['nobody is free', { waiting: [ADA], agents: [{ ...ANNA, holds: true }] }, 0],
  ['everybody writes up a call', { waiting: [ADA], agents: [{ ...ANNA, state: 'after-call-work' as const }] }, 0],
  ['nobody free has the skills', { waiting: [ADA], agents: [ANNA], queue: { skillExpression: 'french > 0' } }, 0],
  ['nobody free serves the queue', { waiting: [ADA], agents: [{ ...ANNA, queues: ['Office_VQ'] }] }, 0],
  ['its time has not come', { waiting: [{ ...ADA, notBefore: MONDAY + 1 }], agents: [ANNA] }, 0],
  ['another owns it', { waiting: [{ ...ADA, owner: { agent: 'ben', until: MONDAY + 1 } }], agents: [ANNA], dialer: simulator }, 0],
  ['somebody waits for whom somebody is free', { waiting: [ADA], agents: [ANNA] }, 1],
  ['another region dials', { waiting: [ADA], agents: [ANNA], dialledFrom: 'elsewhere' as const }, 0],
  ['no region that may dial lives', { waiting: [ADA], agents: [ANNA], dialledFrom: 'nowhere' as const }, 0],
  ['the simulator is free', { waiting: [ADA], dialer: simulator }, 1],
])('[SC4] the dispatcher asks nothing of the database unless there is something to do: %s', async (_name, scene, expected) => {
  expect(await roundsOf(scene)).toBe(expected);
});
