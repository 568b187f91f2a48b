import { desk as deskSchema, type Desk } from '@ringback/contract';
import * as v from 'valibot';

/** The moment at which the tests' desks are seen. */
export const NOW = '2026-11-23T14:04:50.000Z';
const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1_000).toISOString();
const id = (last: number): string => `0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d${String(last).padStart(2, '0')}`;

const agent = { username: 'ada.lopes', state: 'ready', callsToday: 17, averageCallSeconds: 312 } as const;

/** Nobody waits, nobody simulates. */
export const emptyDesk: Desk = v.parse(deskSchema, { agent, waiting: [], waitingCount: 0, current: null, simulator: null, version: 1 });

/** Four wait, the simulator is paused. */
export const busyDesk: Desk = v.parse(deskSchema, {
  ...emptyDesk,
  waiting: [
    { id: id(1), queue: 'Sales_VQ', phoneNumber: '+12123456789', name: 'Ada B.', queuedAt: ago(290), attempts: 0 },
    { id: id(2), queue: 'Support_VQ', phoneNumber: '+4930901820', name: 'M. Weber', queuedAt: ago(211), attempts: 1 },
    { id: id(3), queue: 'Support_VQ', phoneNumber: '+442079460018', queuedAt: ago(132), attempts: 0 },
    {
      id: id(4),
      queue: 'Sales_VQ',
      phoneNumber: '+16465550100',
      name: 'T. Reyes',
      queuedAt: ago(3_723),
      attempts: 2,
      notBefore: new Date(Date.parse(NOW) + 600_000).toISOString(),
    },
  ],
  waitingCount: 4,
  simulator: { paused: true, agents: 2, busy: 0 },
});

/** The first of those who wait is offered to this agent for 14 more seconds. */
export const offeredDesk: Desk = v.parse(deskSchema, {
  ...busyDesk,
  agent: { ...agent, state: 'reserved' },
  waiting: busyDesk.waiting.slice(1),
  waitingCount: 3,
  offer: {
    id: id(1),
    queue: 'Sales_VQ',
    phoneNumber: '+12123456789',
    name: 'Ada B.',
    notes: 'Lamp arrived broken',
    attempt: 1,
    queuedAt: ago(290),
    expiresAt: new Date(Date.parse(NOW) + 14_000).toISOString(),
    own: false,
  },
});
