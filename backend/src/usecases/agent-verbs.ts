import type { CallbackId, OwnCallback, ScheduleOwn } from '@ringback/contract';
import { acceptOffer, declineOffer } from './answer-offer.js';
import type { Dependencies } from './dependencies.js';
import { cancelOwn, ownCallbacks, rescheduleOwn, scheduleOwn } from './own-callbacks.js';
import type { ConsoleUser } from './ringback.js';

/** What agents can do beyond taking the next one. All throw NOT_FOUND for what is not theirs. */
export interface AgentVerbs {
  /** CB4: the attempt begins. Throws WRONG_STATE once the offer's time is over. */
  acceptOffer(user: ConsoleUser, id: CallbackId): Promise<void>;
  /** CB4: it goes on to the next agent, from the same place. */
  declineOffer(user: ConsoleUser, id: CallbackId): Promise<void>;
  /** CB9: soonest first. */
  ownCallbacks(user: ConsoleUser): Promise<OwnCallback[]>;
  scheduleOwn(user: ConsoleUser, wish: ScheduleOwn): Promise<OwnCallback>;
  /** CB6: not within 15 minutes of an owned one's time. `desiredTime` in epoch ms. */
  rescheduleOwn(user: ConsoleUser, id: CallbackId, desiredTime: number): Promise<OwnCallback>;
  cancelOwn(user: ConsoleUser, id: CallbackId): Promise<void>;
}

export const createAgentVerbs = (deps: Dependencies): AgentVerbs => ({
  acceptOffer: (user, id) => acceptOffer(deps, user, id),
  declineOffer: (user, id) => declineOffer(deps, user, id),
  ownCallbacks: (user) => ownCallbacks(deps, user),
  scheduleOwn: (user, wish) => scheduleOwn(deps, user, wish),
  rescheduleOwn: (user, id, desiredTime) => rescheduleOwn(deps, user, id, desiredTime),
  cancelOwn: (user, id) => cancelOwn(deps, user, id),
});
