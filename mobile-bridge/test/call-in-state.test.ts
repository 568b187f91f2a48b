import type { CallbackId, PushPayload } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { dueAt, IDLE, nextCallIn, type CallInEvent, type CallInState } from '../src/call-in-state.js';

const MINE = '01920000-0000-7000-8000-000000000001' as CallbackId;
const OTHER = '01920000-0000-7000-8000-000000000002' as CallbackId;
const NOW = Date.parse('2026-11-23T10:00:00Z');
const number = (expiresAt: number, accessCode = '730184') => ({
  phoneNumber: '+19059680004',
  accessCode,
  telUri: `tel:+19059680004,,${accessCode}`,
  expiresAt,
});
const push = (event: PushPayload['event'], seconds: number | undefined, callbackId = MINE): CallInEvent => {
  const common = {
    callbackId,
    queue: 'App_VQ',
    title: 't',
    body: 'b',
    v: '1' as const,
    expiresAt: seconds === undefined ? undefined : new Date(NOW + seconds * 1000).toISOString(),
  };
  const payload: PushPayload =
    event === 'CALL_IN_READY'
      ? { ...common, event, phoneNumber: '+19059680004', accessCode: '730184', telUri: 'tel:+19059680004,,730184' }
      : { ...common, event };
  return { type: 'pushed', payload };
};
const STATES = {
  idle: IDLE,
  requesting: { at: 'requesting', way: 'delayed', offline: false },
  waiting: { at: 'waiting', callbackId: MINE, position: 3, waitSeconds: 60, upcoming: false },
  ready: { at: 'ready', callbackId: MINE, expiresAt: NOW + 60_000 },
  accepting: { at: 'accepting', callbackId: MINE, expiresAt: NOW + 60_000 },
  callable: { at: 'callable', callbackId: MINE, number: number(NOW + 30_000) },
  'number-expired': { at: 'number-expired', callbackId: MINE },
  connected: { at: 'connected', callbackId: MINE },
  over: { at: 'over', end: 'completed', message: undefined },
} as const satisfies Record<string, CallInState>;
type Name = keyof typeof STATES;
const NAMES = Object.keys(STATES) as Name[];

describe('[BR2] what a push does', () => {
  const TABLE: readonly (readonly [PushPayload['event'], Partial<Record<Name, CallInState['at']>>])[] = [
    ['CALLBACK_UPCOMING', {}],
    ['CALLBACK_READY', { waiting: 'ready' }],
    // The one in hand stays: it is as good.
    ['CALL_IN_READY', { waiting: 'callable', ready: 'callable', accepting: 'callable', 'number-expired': 'callable' }],
    [
      'CALLBACK_PURGED',
      { waiting: 'over', ready: 'over', accepting: 'over', callable: 'over', 'number-expired': 'over', connected: 'over' },
    ],
    ['CALLBACK_ATTEMPT_FAILED', {}],
    ['CALLBACK_FINAL_ATTEMPT_FAILED', {}],
  ];
  it.each(TABLE.flatMap(([event, changes]) => NAMES.map((name) => [event, name, changes[name] ?? STATES[name].at] as const)))(
    '%s while %s leads to %s',
    (event, name, expected) => {
      expect(nextCallIn(STATES[name], push(event, 20), NOW).at).toBe(expected);
    },
  );

  it.each(NAMES)('nothing of another callback changes anything while %s', (name) => {
    for (const [event] of TABLE) expect(nextCallIn(STATES[name], push(event, 20, OTHER), NOW)).toBe(STATES[name]);
  });

  it.each(NAMES)('a number or a turn that has passed is not shown while %s', (name) => {
    for (const event of ['CALLBACK_READY', 'CALL_IN_READY'] as const)
      expect(nextCallIn(STATES[name], push(event, 0), NOW)).toBe(STATES[name]);
  });

  it('of two numbers the one that lives longer counts, in whatever order they come', () => {
    const [older, newer] = [number(NOW + 10_000, '111111'), number(NOW + 40_000, '222222')];
    for (const order of [
      [older, newer],
      [newer, older],
      [newer, older, newer],
    ]) {
      const end = order.reduce<CallInState>(
        (state, given) => nextCallIn(state, { type: 'numbered', callbackId: MINE, number: given }, NOW),
        STATES.accepting,
      );
      expect(end).toEqual({ at: 'callable', callbackId: MINE, number: newer });
    }
  });

  it('says that it will not be long, and keeps place and wait', () => {
    expect(nextCallIn(STATES.waiting, push('CALLBACK_UPCOMING', 20), NOW)).toEqual({ ...STATES.waiting, upcoming: true });
  });
});

describe('[BR2] time', () => {
  it.each([
    ['callable', 30_000, 'number-expired'],
    ['ready', 60_000, 'over'],
    ['accepting', 60_000, 'over'],
  ] as const)('%s ends exactly when it runs out', (name, ms, expected) => {
    expect(dueAt(STATES[name])).toBe(NOW + ms);
    expect(nextCallIn(STATES[name], { type: 'time' }, NOW + ms - 1)).toBe(STATES[name]);
    expect(nextCallIn(STATES[name], { type: 'time' }, NOW + ms).at).toBe(expected);
  });
});

describe('[BR2] what the user does', () => {
  const TABLE: readonly (readonly [CallInEvent, Partial<Record<Name, CallInState['at']>>])[] = [
    [
      { type: 'requested', way: 'delayed' },
      { idle: 'requesting', over: 'requesting' },
    ],
    [{ type: 'accepted' }, { ready: 'accepting', 'number-expired': 'accepting' }],
    [{ type: 'accept-failed' }, { accepting: 'ready' }],
    [{ type: 'dismissed' }, { over: 'idle' }],
    [
      { type: 'cancelled' },
      {
        requesting: 'over',
        waiting: 'over',
        ready: 'over',
        accepting: 'over',
        callable: 'over',
        'number-expired': 'over',
        connected: 'over',
      },
    ],
  ];
  it.each(TABLE.flatMap(([event, changes]) => NAMES.map((name) => [event.type, name, changes[name] ?? STATES[name].at, event] as const)))(
    '%s while %s leads to %s',
    (_type, name, expected, event) => {
      expect(nextCallIn(STATES[name], event, NOW).at).toBe(expected);
    },
  );

  it('an immediate call-in whose number ran out may begin anew', () => {
    const expired: CallInState = { at: 'number-expired', callbackId: undefined };
    expect(nextCallIn(expired, { type: 'requested', way: 'immediate' }, NOW).at).toBe('requesting');
    expect(nextCallIn(expired, { type: 'dismissed' }, NOW)).toBe(IDLE);
  });

  it('an immediate number goes to an immediate request only', () => {
    const given: CallInEvent = { type: 'numbered', callbackId: undefined, number: number(NOW + 1) };
    for (const name of NAMES) expect(nextCallIn(STATES[name], given, NOW)).toBe(STATES[name]);
    expect(nextCallIn({ at: 'requesting', way: 'immediate', offline: true }, given, NOW).at).toBe('callable');
  });
});
