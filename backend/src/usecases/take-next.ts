import type { CallbackId } from '@ringback/contract';
import { mayTake, type Candidate } from '../domain/suitability.js';
import { Refusal } from '../domain/refusal.js';
import type { Presence } from '../ports/agent-store.js';
import { HoldsAnother, type OpenAttempt } from '../ports/attempt-store.js';
import type { Waiting } from '../ports/queue-reader.js';
import { acceptOffer } from './answer-offer.js';
import type { Dependencies } from './dependencies.js';
import { completeBlocked, inOrder, mayBeDialled, queuesOf, readLines } from './next-waiting.js';
import { demandOf } from './routing.js';
import type { ConsoleUser } from './ringback.js';

/** Candidates of one claim: as many others may take one at the same moment. */
const CANDIDATES = 20;
const TRIES = 5;

/** See `Ringback.takeNext`. Safe against other agents and the dispatcher: whoever claims a callback first has it. */
export async function takeNext(deps: Dependencies, user: ConsoleUser): Promise<void> {
  const presence = await deps.agents.presence(user.username);
  if (!presence || presence.state === 'not-ready')
    throw new Refusal('WRONG_STATE', 'You are not ready. Switch to Ready, then take the next callback.');
  // Whoever asks for the next one has written up the last one.
  if (presence.state === 'after-call-work') await deps.agents.setPresence(user.username, { state: 'ready' }, deps.clock.now());
  for (let tries = 0; tries < TRIES; tries += 1) {
    const candidates = await nextFor(deps, user, presence);
    const claimed = candidates.length === 0 ? [] : await claimOne(deps, user, candidates);
    if (claimed === 'taken') return;
    if (candidates.length === 0) return takeOffered(deps, user);
    // All of them changed since the board was read.
    for (const { settings } of queuesOf(deps, user)) deps.boards.markStale(settings.name);
  }
  throw new Refusal('NOT_FOUND', 'Others were faster with every waiting callback. Try again.');
}

async function claimOne(deps: Dependencies, user: ConsoleUser, candidates: readonly Waiting[]): Promise<'taken' | 'missed'> {
  const { username } = user;
  const request = {
    candidates,
    dialer: 'desk',
    replica: deps.replica,
    agent: username,
    limit: 1,
    at: deps.clock.now(),
    actor: { kind: 'agent', name: username },
  } as const;
  try {
    const claimed = await deps.attempts.claim(request);
    announceClaim(deps, claimed, username);
    return claimed.length > 0 ? 'taken' : 'missed';
  } catch (error) {
    if (!(error instanceof HoldsAnother)) throw error;
    await takeOffered(deps, user);
    return 'taken';
  }
}

/** Whoever is asked to take one and takes "the next" takes that one. */
async function takeOffered(deps: Dependencies, user: ConsoleUser): Promise<void> {
  const held = await deps.attempts.heldBy(user.username);
  if (!held) throw new Refusal('NOT_FOUND', 'Nobody is waiting for a call right now.');
  if (held.callback.state !== 'ROUTING' || held.callback.offerExpires === undefined)
    throw new Refusal('WRONG_STATE', 'You have a callback already. Report how it went, then take the next one.');
  await acceptOffer(deps, user, held.callback.id);
}

async function nextFor(deps: Dependencies, user: ConsoleUser, { skills }: Presence): Promise<Waiting[]> {
  const now = deps.clock.now();
  const agent: Candidate = { username: user.username, queues: user.queues, skills };
  const found: Waiting[] = [];
  const blocked: Waiting[] = [];
  for (const { waiting, rules } of inOrder(await readLines(deps, queuesOf(deps, user)), now)) {
    if (!mayTake(agent, demandOf(waiting, rules), now)) continue;
    (mayBeDialled({ phone: waiting.phone, rules }) ? found : blocked).push(waiting);
    if (found.length === CANDIDATES) break;
  }
  await completeBlocked(deps, blocked);
  return found;
}

function announceClaim(deps: Dependencies, claimed: readonly OpenAttempt[], agent: string): void {
  if (claimed.length === 0) return;
  const callbacks: CallbackId[] = claimed.map(({ callback }) => callback.id);
  deps.changes.announce({ callbacks, queues: claimed.map(({ callback }) => callback.queue), agents: [agent], roster: true });
}
