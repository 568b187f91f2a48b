import type { VisitorCallback } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextScreen, type FlowEvent, type Screen } from '../../src/plugins/callback/flow.js';
import { progressOf, viewOf } from '../../src/plugins/callback/request-view.js';
import { REQUEST } from '../gallery/states.js';

const FAILED = { kind: 'failed', message: 'no', reference: '' } as const;
const walk = (...events: FlowEvent[]): Screen => events.reduce<Screen>(nextScreen, { at: 'form' });
const book: FlowEvent = { type: 'book', phoneNumber: '+12125550134', desiredTime: undefined };
const status = (over: Partial<VisitorCallback>): FlowEvent => ({ type: 'status', callback: { ...REQUEST, ...over } });

describe('flow', () => {
  it.each<[string, FlowEvent[], Screen['at']]>([
    ['form to picker and back', [{ type: 'pick' }, { type: 'back' }], 'form'],
    ['picker to request', [{ type: 'pick' }, { type: 'send' }, book], 'request'],
    ['request to another time', [book, { type: 'pick' }], 'move'],
    ['another time and back', [book, { type: 'pick' }, { type: 'back' }], 'request'],
    [
      'a move that came too late',
      [book, status({ canReschedule: true }), { type: 'pick' }, status({ version: 3, canReschedule: false })],
      'request',
    ],
    ['another call', [book, { type: 'again' }], 'form'],
    ['back on the form', [{ type: 'back' }], 'form'],
    [
      'a wrong number found out in the picker',
      [{ type: 'pick' }, { type: 'send' }, { type: 'refuse', problem: { kind: 'number', message: 'x' } }],
      'form',
    ],
    [
      'a full time found out in the picker',
      [{ type: 'pick' }, { type: 'send' }, { type: 'refuse', problem: { kind: 'taken', time: 5, alternatives: [] } }],
      'picker',
    ],
  ])('[WI3] %s', (_, events, at) => expect(walk(...events).at).toBe(at));

  it('[WI14] is locked from sending to the answer, and a new try clears the old problem', () => {
    const sent = walk({ type: 'send' });
    expect(sent.sending).toEqual({ attempt: 1 });
    expect(nextScreen(sent, { type: 'retry', attempt: 2 }).sending).toEqual({ attempt: 2 });
    const refused = nextScreen(sent, { type: 'refuse', problem: FAILED });
    expect(refused).toEqual({ at: 'form', problem: FAILED });
    expect(nextScreen(refused, { type: 'send' })).toEqual({ at: 'form', sending: { attempt: 1 } });
  });

  it('[QU3] shows no status older than the one it has', () => {
    const screen = walk(book, status({ version: 5, position: 1 }), status({ version: 4, position: 7 }));
    expect(screen.at === 'request' && screen.booked.callback?.position).toBe(1);
  });

  it('[WI3] a status without a request on screen changes nothing', () => {
    expect(walk(status({}))).toEqual({ at: 'form' });
  });

  it('[WI3] never shows a request that was not booked, whatever comes in which order', () => {
    const event = fc.constantFrom<FlowEvent>(
      { type: 'pick' },
      { type: 'back' },
      { type: 'send' },
      { type: 'retry', attempt: 2 },
      { type: 'refuse', problem: FAILED },
      { type: 'dismiss' },
      status({}),
      { type: 'connection', connection: 'lost' },
    );
    fc.assert(fc.property(fc.array(event, { maxLength: 20 }), (events) => void expect(['form', 'picker']).toContain(walk(...events).at)));
  });
});

describe('viewOf', () => {
  const view = (over: Partial<VisitorCallback>) => {
    const screen = walk(book, status(over));
    return screen.at === 'request' ? viewOf(screen.booked) : undefined;
  };
  it.each<[Partial<VisitorCallback>, object]>([
    [
      { state: 'SCHEDULED', scheduled: true, desiredTime: '2026-11-24T15:00:00.000Z' },
      { kind: 'scheduled', time: Date.UTC(2026, 10, 24, 15) },
    ],
    [
      { state: 'QUEUED', position: 3, estimatedWaitTime: 61 },
      { kind: 'waiting', position: 3, minutes: 2 },
    ],
    [
      { state: 'QUEUED', position: 1, estimatedWaitTime: -1 },
      { kind: 'waiting', position: 1, minutes: undefined },
    ],
    [{ state: 'QUEUED', position: undefined }, { kind: 'placing' }],
    [
      { state: 'QUEUED', attempts: 1, nextAttemptAt: '2026-11-23T14:20:00.000Z' },
      { kind: 'retrying', nextTry: Date.UTC(2026, 10, 23, 14, 20) },
    ],
    [{ state: 'ROUTING' }, { kind: 'calling' }],
    [{ state: 'PROCESSING' }, { kind: 'connected' }],
    [{ state: 'COMPLETED', reason: 'AGENT_CONNECTED' }, { kind: 'done' }],
    [
      { state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' },
      { kind: 'cancelled', byUs: false },
    ],
    [
      { state: 'COMPLETED', reason: 'CANCELLED_BY_ADMIN' },
      { kind: 'cancelled', byUs: true },
    ],
    [
      { state: 'COMPLETED', reason: 'FAILED_MAX_ATTEMPTS', attempts: 3 },
      { kind: 'missed', attempts: 3 },
    ],
    [{ state: 'COMPLETED', reason: 'PURGED_END_OF_DAY' }, { kind: 'expired' }],
  ])('[WI3] %j is shown as %j', (over, expected) => expect(view(over)).toMatchObject(expected));

  it('[QU3] the bar ends at the visitor, and never goes back while the place falls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (line) => {
        let last = -1;
        for (let position = line; position >= 1; position--) {
          const { served, ahead } = progressOf(position, line);
          expect(served + ahead).toBe(Math.min(6, line) - 1);
          expect(served).toBeGreaterThanOrEqual(last);
          last = served;
        }
        expect(progressOf(1, line).ahead).toBe(0);
      }),
    );
  });
});
