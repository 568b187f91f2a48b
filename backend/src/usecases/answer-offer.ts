import type { CallbackId } from '@ringback/contract';
import type { Callback, CallbackIn } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import { NOBODY } from '../ports/attempt-store.js';
import { attemptOf } from './attempt-of.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';
import { completeBlocked, mayBeDialled } from './next-waiting.js';
import { dialerForAgent } from './routing.js';
import type { ConsoleUser } from './ringback.js';

/** Why an agent is not ready who let an offer pass. */
const MISSED_OFFER = 'missed an offer';

/** See `AgentVerbs.acceptOffer`. 2 statements; the number is judged once more (NV1), and the attempt is on record before anything rings. */
export async function acceptOffer(deps: Dependencies, user: ConsoleUser, id: CallbackId): Promise<void> {
  let dialer = deps.dialer.kind;
  let replica = deps.replica;
  let blocked = false;
  const result = await editCallback(deps, id, (callback, now) => {
    const offer = requireOffer(callback, user, now);
    const rules = deps.site.served.get(offer.queue);
    blocked = rules !== undefined && !mayBeDialled({ phone: offer.phone, rules });
    if (blocked) return { event: { kind: 'offer-over', declined: false }, actor: { kind: 'system' }, cause: 'number blocked' };
    dialer = rules ? dialerForAgent(rules, deps.dialer) : 'desk';
    // SC3: the agent may sit in another region than the one that dials.
    replica = dialer === 'desk' || !rules || deps.regions.dialledFrom(rules) === 'here' ? deps.replica : NOBODY;
    return {
      event: { kind: 'accept' },
      actor: { kind: 'agent', name: user.username },
      cause: 'accepted',
      attempt: { kind: 'begun', dialer, replica },
    };
  });
  if (blocked) {
    await completeBlocked(deps, [{ id }]);
    throw new Refusal(
      'WRONG_STATE',
      'This number was blocked after it was offered to you. Nobody is to call it, and the request has ended.',
    );
  }
  if (result.kind !== 'done' || result.callback.state !== 'ROUTING' || dialer !== deps.dialer.kind) return;
  if (replica === NOBODY) return deps.changes.announce({ unclaimed: true });
  await deps.dialer.place(attemptOf({ callback: result.callback, startedAt: deps.clock.now() }));
}

/** See `AgentVerbs.declineOffer`. */
export async function declineOffer(deps: Dependencies, user: ConsoleUser, id: CallbackId): Promise<void> {
  await editCallback(deps, id, (callback, now) => {
    requireOffer(callback, user, now);
    return { event: { kind: 'offer-over', declined: true }, actor: { kind: 'agent', name: user.username }, cause: 'declined' };
  });
}

/** CB4: offers whose time is over go on to the next agent, and whoever missed one is not ready. Asks nothing of the database unless there is one. */
export async function endMissedOffers(deps: Dependencies): Promise<number> {
  const now = deps.clock.now();
  const missed = (await deps.roster.fresh()).offers.filter(({ expiresAt }) => expiresAt <= now);
  for (const { id, agent } of missed) {
    await editCallback(deps, id, (callback) =>
      isOfferTo(callback, agent) && isOver(callback, now)
        ? {
            event: { kind: 'offer-over', declined: false },
            actor: { kind: 'system' },
            cause: 'missed',
            agent: { username: agent, becomes: 'not-ready', reason: MISSED_OFFER },
          }
        : undefined,
    ).catch(ignoreGone);
  }
  if (missed.length > 0) deps.roster.markStale();
  return missed.length;
}

const isOfferTo = (callback: Callback, agent: string): callback is CallbackIn<'ROUTING'> =>
  callback.state === 'ROUTING' && callback.offerExpires !== undefined && callback.agent === agent;

const isOver = ({ offerExpires }: CallbackIn<'ROUTING'>, now: number): boolean => offerExpires !== undefined && offerExpires <= now;

function requireOffer(callback: Callback, { username }: ConsoleUser, now: number): CallbackIn<'ROUTING'> {
  if (!isOfferTo(callback, username))
    throw new Refusal('NOT_FOUND', 'This callback is not offered to you any more. Wait for the next one, or take one yourself.');
  if (isOver(callback, now)) throw new Refusal('WRONG_STATE', 'The time for this offer is over; it goes to the next agent.');
  return callback;
}

/** Deleted since the roster was read. */
function ignoreGone(error: unknown): undefined {
  if (error instanceof Refusal && error.status === 'NOT_FOUND') return undefined;
  throw error;
}
