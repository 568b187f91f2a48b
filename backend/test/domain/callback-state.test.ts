import { CALLBACK_REASONS, CALLBACK_STATES, type AttemptOutcome, type CallbackState } from '@ringback/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINISHES, applyEvent, canCancel, canReschedule, type CallbackEvent, type FinishReason } from '../../src/domain/callback-state.js';
import type { Actor, Callback } from '../../src/domain/callback.js';
import { Refusal } from '../../src/domain/refusal.js';
import { DESIRED, after, scheduledCallback } from './sample-callback.js';

const customer: Actor = { kind: 'customer' };
const failed = (notBefore?: number): CallbackEvent => ({ kind: 'attempt-failed', outcome: 'busy', notBefore });
const IN: Record<CallbackState, Callback> = {
  SCHEDULED: scheduledCallback(),
  QUEUED: after({ kind: 'queue' }),
  ROUTING: after({ kind: 'queue' }, { kind: 'claim', agent: 'ann' }),
  PROCESSING: after({ kind: 'queue' }, { kind: 'claim' }, { kind: 'connected' }),
  COMPLETED: after({ kind: 'queue' }, { kind: 'claim' }, { kind: 'connected' }, { kind: 'finish', reason: 'AGENT_CONNECTED' }),
};
const EVENTS: Record<string, CallbackEvent> = {
  queue: { kind: 'queue' },
  reschedule: { kind: 'reschedule', desiredTime: DESIRED + 1, slotStart: DESIRED },
  ready: { kind: 'ready' },
  'called-in': { kind: 'called-in' },
  claim: { kind: 'claim' },
  release: { kind: 'release' },
  'attempt-failed': failed(),
  connected: { kind: 'connected' },
  cancel: { kind: 'cancel', actor: customer },
};
const NEXT: Record<CallbackState, Partial<Record<string, CallbackState>>> = {
  SCHEDULED: { queue: 'QUEUED', reschedule: 'SCHEDULED', cancel: 'COMPLETED' },
  QUEUED: { ready: 'QUEUED', 'called-in': 'ROUTING', claim: 'ROUTING', cancel: 'COMPLETED' },
  ROUTING: { release: 'QUEUED', 'attempt-failed': 'QUEUED', connected: 'PROCESSING', cancel: 'COMPLETED' },
  PROCESSING: {},
  COMPLETED: {},
};

describe('applyEvent', () => {
  const pairs = CALLBACK_STATES.flatMap((state) => Object.keys(EVENTS).map((event) => [state, event, NEXT[state][event]] as const));
  it.each(pairs)('[CB6] %s on %s gives %s', (state, event, next) => {
    const act = () => applyEvent(IN[state], EVENTS[event] as CallbackEvent, DESIRED);
    if (next === undefined) expect(act).toThrow(expect.objectContaining({ name: 'Refusal', status: 'WRONG_STATE' }));
    else expect(act()).toMatchObject({ state: next, version: IN[state].version + 1 });
  });

  // Written out again, so that a slip in the table under test shows.
  const ENDS: Record<CallbackState, FinishReason[]> = {
    SCHEDULED: ['OWNERSHIP_EXPIRED'],
    QUEUED: ['NUMBER_BLOCKED', 'OWNERSHIP_EXPIRED', 'PURGED_END_OF_DAY', 'PURGED_TIMEOUT', 'PUSH_EXPIRED'],
    ROUTING: ['CUSTOMER_ABANDONED', 'FAILED_MAX_ATTEMPTS', 'NUMBER_BLOCKED'],
    PROCESSING: ['AGENT_CONNECTED', 'CUSTOMER_ABANDONED'],
    COMPLETED: [],
  };
  const finishes = CALLBACK_STATES.flatMap((state) => (Object.keys(FINISHES) as FinishReason[]).map((reason) => [state, reason] as const));
  it.each(finishes)('[CB8] %s finished as %s, where that can happen', (state, reason) => {
    const act = () => applyEvent(IN[state], { kind: 'finish', reason }, DESIRED + 5);
    if (ENDS[state].includes(reason)) expect(act()).toMatchObject({ state: 'COMPLETED', reason, completedAt: DESIRED + 5 });
    else expect(act).toThrow(Refusal);
  });

  it('[CB2] queued at its time it may be dialled at once; queued early only at its time', () => {
    expect(applyEvent(IN.SCHEDULED, { kind: 'queue' }, DESIRED)).toMatchObject({ queuedAt: DESIRED, notBefore: undefined });
    expect(applyEvent(IN.SCHEDULED, { kind: 'queue' }, DESIRED - 600_000)).toMatchObject({
      queuedAt: DESIRED - 600_000,
      notBefore: DESIRED,
    });
  });

  it('[CB5] a failed attempt counts, keeps its outcome and its place, and waits', () => {
    const retry = after({ kind: 'queue' }, { kind: 'claim' }, failed(DESIRED + 900_000));
    expect(retry).toMatchObject({ state: 'QUEUED', attempts: 1, lastOutcome: 'busy', queuedAt: DESIRED, notBefore: DESIRED + 900_000 });
    expect(applyEvent(retry, { kind: 'claim' }, DESIRED + 900_000)).toMatchObject({ state: 'ROUTING', attempt: 2, attempts: 1 });
  });

  it('[SC1] a claim lost before the dial is repeated under the same number', () => {
    const again = after({ kind: 'queue' }, { kind: 'claim', agent: 'ann' }, { kind: 'release' }, { kind: 'claim', agent: 'bob' });
    expect(again).toMatchObject({ state: 'ROUTING', attempt: 1, attempts: 0, agent: 'bob' });
  });

  it('[CB5] the attempt that ends it counts too', () => {
    const over = applyEvent(IN.ROUTING, { kind: 'finish', reason: 'FAILED_MAX_ATTEMPTS', outcome: 'no-answer' }, DESIRED);
    expect(over).toMatchObject({ attempts: 1, lastOutcome: 'no-answer' });
    expect(IN.PROCESSING).toMatchObject({ attempts: 1, lastOutcome: 'connected' });
  });

  it.each([
    ['customer', 'CANCELLED_BY_CUSTOMER'],
    ['agent', 'CANCELLED_BY_AGENT'],
    ['admin', 'CANCELLED_BY_ADMIN'],
    ['system', 'CANCELLED_BY_ADMIN'],
    ['dialer', 'CANCELLED_BY_ADMIN'],
  ] as const)('[CB6] cancelled by %s: %s', (kind, reason) => {
    expect(applyEvent(IN.QUEUED, { kind: 'cancel', actor: { kind } }, DESIRED)).toMatchObject({ state: 'COMPLETED', reason });
  });

  it('[CB6] cancelling twice is the same as once, whoever comes second', () => {
    const once = applyEvent(IN.SCHEDULED, { kind: 'cancel', actor: customer }, DESIRED);
    expect(applyEvent(once, { kind: 'cancel', actor: { kind: 'admin' } }, DESIRED + 1)).toBe(once);
  });

  it.each([
    ['PROCESSING', 'cancel', 'already in progress'],
    ['COMPLETED', 'cancel', 'already ended'],
    ['QUEUED', 'reschedule', 'already in the queue'],
    ['COMPLETED', 'reschedule', 'already ended'],
  ] as const)('[CB6] in %s a %s is refused in words', (state, event, words) => {
    expect(() => applyEvent(IN[state], EVENTS[event] as CallbackEvent, DESIRED)).toThrow(words);
  });

  it('[CB6] a state has its own fields only', () => {
    const common = Object.keys(scheduledCallback());
    const own = (callback: Callback): string[] =>
      Object.keys(callback)
        .filter((key) => !common.includes(key))
        .sort();
    const cancelled = (from: Callback) => applyEvent(from, { kind: 'cancel', actor: customer }, DESIRED);
    expect(own(IN.QUEUED)).toEqual(['notBefore', 'queuedAt', 'readyAt']);
    expect(own(IN.ROUTING)).toEqual(['agent', 'answeredAt', 'attempt', 'offerExpires', 'queuedAt']);
    expect(own(IN.PROCESSING)).toEqual(['agent', 'attempt', 'queuedAt']);
    expect(own(after({ kind: 'queue' }, { kind: 'claim' }, failed()))).toEqual(['notBefore', 'queuedAt', 'readyAt']);
    for (const from of [IN.SCHEDULED, IN.QUEUED, IN.ROUTING]) expect(own(cancelled(from))).toEqual(['completedAt', 'queuedAt', 'reason']);
  });
});

describe('an offer, and a customer on the line', () => {
  const offer: CallbackEvent = { kind: 'offer', agent: 'ann', expiresAt: DESIRED + 20_000 };
  const FORMS: Record<string, Callback> = {
    waiting: IN.QUEUED,
    offered: after({ kind: 'queue' }, offer),
    dialling: after({ kind: 'queue' }, { kind: 'claim' }),
    'accepted by ann': after({ kind: 'queue' }, offer, { kind: 'accept' }),
    answered: after({ kind: 'queue' }, { kind: 'claim' }, { kind: 'answered' }),
    talking: IN.PROCESSING,
  };
  const STEPS: Record<string, CallbackEvent> = {
    offer,
    accept: { kind: 'accept' },
    'offer-over': { kind: 'offer-over', declined: true },
    answered: { kind: 'answered' },
    assign: { kind: 'assign', agent: 'ben' },
    'agent-lost': { kind: 'agent-lost' },
    connected: { kind: 'connected' },
    'attempt-failed': failed(),
    abandoned: { kind: 'finish', reason: 'CUSTOMER_ABANDONED', outcome: 'abandoned' },
  };
  const POSSIBLE: Record<string, string[]> = {
    waiting: ['offer'],
    offered: ['accept', 'offer-over'],
    dialling: ['answered', 'agent-lost', 'connected', 'attempt-failed', 'abandoned'],
    'accepted by ann': ['answered', 'agent-lost', 'connected', 'attempt-failed', 'abandoned'],
    answered: ['answered', 'assign', 'agent-lost', 'connected', 'attempt-failed', 'abandoned'],
    talking: ['abandoned'],
  };
  const cases = Object.keys(FORMS).flatMap((form) => Object.keys(STEPS).map((step) => [form, step] as const));
  it.each(cases)('[CB4] %s: %s, where that can happen', (form, step) => {
    const act = () => applyEvent(FORMS[form] as Callback, STEPS[step] as CallbackEvent, DESIRED);
    if (POSSIBLE[form]?.includes(step)) expect(act()).toMatchObject({ version: (FORMS[form]?.version ?? 0) + 1 });
    else expect(act).toThrow(expect.objectContaining({ name: 'Refusal', status: 'WRONG_STATE' }));
  });

  it('[CB4] an offer that was not taken uses up no number and costs no place; who declined is remembered until the next attempt', () => {
    const declined = after({ kind: 'queue' }, offer, { kind: 'offer-over', declined: true });
    expect(declined).toMatchObject({ state: 'QUEUED', attempts: 0, queuedAt: DESIRED, notBefore: undefined, declines: { ann: DESIRED } });
    expect(after({ kind: 'queue' }, offer, { kind: 'offer-over', declined: false }).declines).toEqual({});
    const taken = applyEvent(applyEvent(declined, { ...offer, agent: 'ben' }, DESIRED), { kind: 'accept' }, DESIRED);
    expect(taken).toMatchObject({ state: 'ROUTING', attempt: 1, agent: 'ben', offerExpires: undefined, declines: {} });
  });
});

describe('random lives', () => {
  const outcome = fc.constantFrom<AttemptOutcome>('busy', 'no-answer', 'machine', 'failed');
  // Weighted towards the long lives; most random events would end them at once.
  const event: fc.Arbitrary<CallbackEvent> = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom<CallbackEvent>({ kind: 'queue' }, { kind: 'claim' }, { kind: 'release' }, { kind: 'connected' }),
    },
    {
      weight: 6,
      arbitrary: fc.constantFrom<CallbackEvent>(
        { kind: 'offer', agent: 'ann', expiresAt: 1 },
        { kind: 'accept' },
        { kind: 'offer-over', declined: true },
        { kind: 'answered' },
        { kind: 'assign', agent: 'ben' },
        { kind: 'agent-lost' },
      ),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('attempt-failed' as const), outcome, notBefore: fc.option(fc.nat(), { nil: undefined }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reschedule' as const), desiredTime: fc.nat(), slotStart: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cancel' as const),
        actor: fc.record({ kind: fc.constantFrom('customer' as const, 'admin' as const, 'agent' as const) }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('finish' as const), reason: fc.constantFrom(...(Object.keys(FINISHES) as FinishReason[])) }),
    },
  );
  const ALLOWED = [
    'SCHEDULED>QUEUED',
    'SCHEDULED>SCHEDULED',
    'SCHEDULED>COMPLETED',
    'QUEUED>ROUTING',
    'QUEUED>COMPLETED',
    'ROUTING>ROUTING',
    'ROUTING>QUEUED',
    'ROUTING>PROCESSING',
    'ROUTING>COMPLETED',
    'PROCESSING>COMPLETED',
  ];

  it('[CB6][CB8] never leave the table: COMPLETED is final, versions rise by one, attempts never fall, a refusal changes nothing', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(event, { minLength: 60, maxLength: 90 }), (events) => {
        let callback: Callback = scheduledCallback();
        for (const [i, next] of events.entries()) {
          const before = JSON.stringify(callback);
          const result = attempt(callback, next, i);
          expect(JSON.stringify(callback)).toBe(before);
          if (result === undefined || result === callback) continue;
          expect(ALLOWED).toContain(`${callback.state}>${result.state}`);
          seen.add(`${callback.state}>${result.state}`);
          expect(result.version).toBe(callback.version + 1);
          expect(result.attempts).toBeGreaterThanOrEqual(callback.attempts);
          expect(result.attempts).toBeLessThanOrEqual(callback.attempts + 1);
          expect(result).toMatchObject({
            id: callback.id,
            phone: callback.phone,
            createdAt: callback.createdAt,
            userData: callback.userData,
          });
          callback = result;
        }
      }),
      { numRuns: 150 },
    );
    expect([...seen].sort()).toEqual([...ALLOWED].sort());
  });

  const attempt = (callback: Callback, next: CallbackEvent, now: number): Callback | undefined => {
    try {
      return applyEvent(callback, next, now);
    } catch (error) {
      expect(error).toMatchObject({ name: 'Refusal', status: 'WRONG_STATE' });
      return undefined;
    }
  };
});

describe('what is offered', () => {
  it.each(CALLBACK_STATES)('[CB6] in %s the flags say what the machine does', (state) => {
    const works = (event: CallbackEvent): boolean => {
      try {
        return applyEvent(IN[state], event, DESIRED) !== undefined;
      } catch {
        return false;
      }
    };
    expect(canCancel(state)).toBe(works(EVENTS['cancel'] as CallbackEvent));
    expect(canReschedule(state)).toBe(works(EVENTS['reschedule'] as CallbackEvent));
  });
  it('[CB8] every reason of the contract is a cancel or has its states', () => {
    expect(CALLBACK_REASONS.filter((reason) => !reason.startsWith('CANCELLED_')).sort()).toEqual(Object.keys(FINISHES).sort());
  });
});
