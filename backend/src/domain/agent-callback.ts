import type { Ownership } from '@ringback/contract';
import { judgeReschedule, type Booking, type BookingRules } from './booking.js';
import type { Callback, Owner } from './callback.js';
import { Refusal } from './refusal.js';
import { DAY, MINUTE } from './zone-clock.js';

/** CB9. */
export const AGENT_MAX_ADVANCE_DAYS = 30;
const HOUR = 60 * MINUTE;
/** CB6: an owned callback is left alone so long before its time. */
const EDIT_LOCK_MS = 15 * MINUTE;

/**
 * CB9: a time that an agent has agreed on with a customer. Business hours hold as for everybody. A full slot doesn't stop
 * the agent, who is the one to call; it is counted all the same. What the queue offers to visitors doesn't matter.
 * @throws Refusal INVALID_PARAMETER or OUTSIDE_OFFICE_HOURS
 */
export function judgeAgentBooking(rules: BookingRules, desiredTime: number, now: number): Extract<Booking, { kind: 'scheduled' }> {
  if (desiredTime > now + AGENT_MAX_ADVANCE_DAYS * DAY) {
    throw new Refusal(
      'INVALID_PARAMETER',
      `desiredTime is too far ahead: a callback can be scheduled ${AGENT_MAX_ADVANCE_DAYS} days in advance. Choose an earlier time.`,
    );
  }
  const settings = { ...rules.settings, scheduledEnabled: true, maxAdvanceDays: AGENT_MAX_ADVANCE_DAYS };
  return { ...judgeReschedule({ ...rules, settings }, desiredTime, now), mustHaveRoom: false };
}

/**
 * CB9: whom the callback is for, and how long for nobody else.
 * @throws Refusal INVALID_PARAMETER where the queue knows no ownership
 */
export function ownerOf(
  { settings }: BookingRules,
  { agent, ownership, desiredTime }: { agent: string; ownership: Ownership; desiredTime: number },
): Owner | undefined {
  switch (ownership) {
    case 'queue':
      return undefined;
    case 'prefer-me':
      return { agent, until: undefined };
    case 'own':
      if (!settings.ownership)
        throw new Refusal('INVALID_PARAMETER', 'ownership: callbacks of this queue can’t be owned. Choose prefer-me or queue instead.');
      return { agent, until: desiredTime + settings.ownership.hours * HOUR };
  }
}

/** What {@link ownerOf} made of it. */
export const ownershipOf = ({ owner }: Pick<Callback, 'owner'>): Ownership =>
  owner === undefined ? 'queue' : owner.until === undefined ? 'prefer-me' : 'own';

/** CB6: whether an owned callback is so near that it stays as it is. */
export const isLocked = ({ state, owner, desiredTime }: Pick<Callback, 'state' | 'owner' | 'desiredTime'>, now: number): boolean =>
  state === 'SCHEDULED' && owner?.until !== undefined && desiredTime - now < EDIT_LOCK_MS;

/** @throws Refusal WRONG_STATE within 15 minutes of an owned callback's time */
export function requireUnlocked(callback: Callback, now: number): void {
  if (isLocked(callback, now))
    throw new Refusal('WRONG_STATE', 'An owned callback can’t be moved within 15 minutes of its time. Call at its time, or cancel it.');
}
