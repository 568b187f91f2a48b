import type { AttemptOutcome } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { compileHours } from '../../src/domain/business-hours.js';
import { planRetry } from '../../src/domain/retry-plan.js';
import { always, at, hoursOf, office } from './sample-hours.js';

const rules = { maxAttempts: 3, retryIntervalMinutes: 15, hours: compileHours(office()) };
const plan = (now: string, change: Partial<typeof rules> = {}, number = 1, outcome: Exclude<AttemptOutcome, 'connected'> = 'busy') =>
  planRetry({ number, outcome }, { ...rules, ...change }, at(now));

describe('planRetry', () => {
  it.each([
    ['after the interval', '2026-11-23T15:00:00Z', 15, '2026-11-23T15:15:00Z'],
    ['at once with an interval of 0', '2026-11-23T15:00:00Z', 0, '2026-11-23T15:00:00Z'],
    ['into the last minute', '2026-11-23T22:44:59Z', 15, '2026-11-23T22:59:59Z'],
    ['next morning when closing time comes first', '2026-11-23T22:45:00Z', 15, '2026-11-24T13:00:00Z'],
    ['after lunch', '2026-11-27T16:50:00Z', 15, '2026-11-27T18:00:00Z'],
    ['over the week-end', '2026-11-27T22:50:00Z', 15, '2026-11-30T13:00:00Z'],
    ['a whole day later', '2026-11-23T15:00:00Z', 1440, '2026-11-24T15:00:00Z'],
    ['a day later, on Sunday: Monday', '2026-11-28T15:00:00Z', 1440, '2026-11-30T13:00:00Z'],
  ])('[CB5] %s', (_, now, retryIntervalMinutes, expected) => {
    expect(plan(now, { retryIntervalMinutes })).toEqual({ kind: 'retry', at: at(expected) });
  });

  it.each([
    [1, 1, 'give-up'],
    [2, 3, 'retry'],
    [3, 3, 'give-up'],
    [4, 3, 'give-up'],
    [20, 21, 'retry'],
    [21, 21, 'give-up'],
  ])('[CB5] attempt %i of %i: %s', (number, maxAttempts, kind) => {
    expect(plan('2026-11-23T15:00:00Z', { maxAttempts }, number)).toMatchObject(
      kind === 'retry' ? { kind } : { kind, reason: 'FAILED_MAX_ATTEMPTS' },
    );
  });

  it.each([
    ['busy', { kind: 'retry' }],
    ['no-answer', { kind: 'retry' }],
    ['machine', { kind: 'retry' }],
    ['failed', { kind: 'retry' }],
    ['wrong-number', { kind: 'give-up', reason: 'FAILED_MAX_ATTEMPTS' }],
    ['abandoned', { kind: 'give-up', reason: 'CUSTOMER_ABANDONED' }],
  ] as const)('[CB5] after %s', (outcome, expected) => {
    expect(plan('2026-11-23T15:00:00Z', {}, 1, outcome)).toMatchObject(expected);
  });

  it('[CB5] never closed: never moved; never open again: no more attempts', () => {
    expect(plan('2026-11-22T04:00:00Z', { hours: compileHours(always()) })).toEqual({ kind: 'retry', at: at('2026-11-22T04:15Z') });
    expect(plan('2026-11-22T04:00:00Z', { hours: compileHours(hoursOf('UTC', {})) })).toEqual({
      kind: 'give-up',
      reason: 'FAILED_MAX_ATTEMPTS',
    });
  });
});
