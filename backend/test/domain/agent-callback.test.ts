import { describe, expect, it } from 'vitest';
import { isLocked, judgeAgentBooking, ownerOf, ownershipOf, requireUnlocked } from '../../src/domain/agent-callback.js';
import { applyEvent } from '../../src/domain/callback-state.js';
import { DESIRED, scheduledCallback } from './sample-callback.js';
import { at } from './sample-hours.js';
import { rulesOf } from './sample-queue.js';

const NOW = at('2026-11-23T13:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a callback that an agent schedules', () => {
  const refusal = (desiredTime: number, change = {}): unknown => {
    try {
      judgeAgentBooking(rulesOf(change), desiredTime, NOW);
      return 'granted';
    } catch (error) {
      return (error as { status: string }).status;
    }
  };
  it.each([
    ['in an hour', NOW + 60 * MINUTE, 'granted'],
    ['30 days ahead, to the millisecond', NOW + 30 * DAY, 'granted'],
    ['a millisecond more', NOW + 30 * DAY + 1, 'INVALID_PARAMETER'],
    ['in the past', NOW - 1, 'INVALID_PARAMETER'],
    ['at night', at('2026-11-24T03:00:00Z'), 'OUTSIDE_OFFICE_HOURS'],
  ])('[CB9] %s', (_name, desiredTime, expected) => expect(refusal(desiredTime)).toBe(expected));

  it('[CB9] is not bound by what visitors are offered, nor by a full slot', () => {
    expect(refusal(NOW + 29 * DAY, { maxAdvanceDays: 1, scheduledEnabled: false })).toBe('granted');
    expect(judgeAgentBooking(rulesOf({ slotCapacity: 0 }), NOW + 60 * MINUTE, NOW).mustHaveRoom).toBe(false);
  });

  it('[CB9] is owned for as long as the queue says, counted from its time; only where the queue has ownership', () => {
    const wish = { agent: 'ann', desiredTime: DESIRED };
    const rules = rulesOf({ ownership: { hours: 2, onExpiry: 'disconnect' } });
    expect(ownerOf(rules, { ...wish, ownership: 'own' })).toEqual({ agent: 'ann', until: DESIRED + 120 * MINUTE });
    expect(ownerOf(rules, { ...wish, ownership: 'prefer-me' })).toEqual({ agent: 'ann', until: undefined });
    expect(ownerOf(rules, { ...wish, ownership: 'queue' })).toBeUndefined();
    expect(() => ownerOf(rulesOf(), { ...wish, ownership: 'own' })).toThrow('can’t be owned');
    for (const ownership of ['own', 'prefer-me', 'queue'] as const)
      expect(ownershipOf({ owner: ownerOf(rules, { ...wish, ownership }) })).toBe(ownership);
  });

  it.each([
    ['owned, 15 minutes ahead', DESIRED + 1, 15 * MINUTE, false],
    ['owned, a millisecond less', DESIRED + 1, 15 * MINUTE - 1, true],
    ['owned, after its time', DESIRED + 1, -1, true],
    ['preferred, a minute ahead', undefined, MINUTE, false],
  ])('[CB6] %s', (_name, until, ahead, locked) => {
    const callback = scheduledCallback({ owner: { agent: 'ann', until } });
    expect(isLocked(callback, DESIRED - ahead)).toBe(locked);
    if (locked) expect(() => requireUnlocked(callback, DESIRED - ahead)).toThrow('15 minutes');
    else requireUnlocked(callback, DESIRED - ahead);
  });

  it('[CB9] moved to another time, its ownership moves along', () => {
    const callback = scheduledCallback({ owner: { agent: 'ann', until: DESIRED + 5 } });
    expect(applyEvent(callback, { kind: 'reschedule', desiredTime: DESIRED + 100, slotStart: DESIRED }, NOW)).toMatchObject({
      owner: { agent: 'ann', until: DESIRED + 105 },
    });
  });
});
