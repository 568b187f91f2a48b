import type { CallbackId, OwnCallback } from '@ringback/contract';
import { Refusal } from '../../src/domain/refusal.js';
import type { AgentVerbs } from '../../src/usecases/agent-verbs.js';

/** A desk that owns the one callback and is offered nothing. */
export function createFakeAgents(note: (verb: string, ...given: unknown[]) => void, id: CallbackId): AgentVerbs {
  const own: OwnCallback = {
    id,
    queue: 'Support_VQ',
    phoneNumber: '+12125550111',
    desiredTime: '2026-11-23T15:30:00.000Z',
    state: 'SCHEDULED',
    ownership: 'prefer-me',
    canReschedule: true,
    canCancel: true,
  };
  const requireOwn = (asked: CallbackId): void => {
    if (asked !== id) throw new Refusal('NOT_FOUND', 'There is no such callback.');
  };
  return {
    async acceptOffer(user, asked) {
      note('acceptOffer', user, asked);
      throw new Refusal('NOT_FOUND', 'Nothing is offered to you.');
    },
    async declineOffer(user, asked) {
      note('declineOffer', user, asked);
      throw new Refusal('NOT_FOUND', 'Nothing is offered to you.');
    },
    async ownCallbacks(user) {
      note('ownCallbacks', user);
      return [own];
    },
    async scheduleOwn(user, wish) {
      note('scheduleOwn', user, wish);
      return own;
    },
    async rescheduleOwn(user, asked, desiredTime) {
      note('rescheduleOwn', user, asked, desiredTime);
      requireOwn(asked);
      return own;
    },
    async cancelOwn(user, asked) {
      note('cancelOwn', user, asked);
      requireOwn(asked);
    },
  };
}
