import type { Owner } from './callback.js';
import type { Skills } from './skill-expression.js';

/** What of a callback decides who may take it. */
export interface Demand {
  readonly queue: string;
  /** Whether somebody with these skills satisfies what it asks for. */
  readonly fits: (skills: Skills) => boolean;
  readonly owner: Owner | undefined;
  /** Username -> epoch ms. */
  readonly declines: Readonly<Record<string, number>>;
}

/** What of an agent decides what they may take. */
export interface Candidate {
  readonly username: string;
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
  readonly skills: Skills;
}

/** CB4, in milliseconds: so long a callback that an agent declined goes to others who could take it. */
export const DECLINE_MEMORY_MS = 120_000;
/** The same, where there is nobody else. */
export const LONE_DECLINE_MEMORY_MS = 20_000;

/** CB9: while somebody owns it, nobody else gets it. */
export const ownedBy = ({ owner }: Pick<Demand, 'owner'>, now: number): string | undefined =>
  owner?.until !== undefined && now < owner.until ? owner.agent : undefined;

/** Whether an agent may take a callback at all: whose it is may; else who serves its queue and has the skills, if nobody else owns it. */
export function mayTake(agent: Candidate, demand: Demand, now: number): boolean {
  if (demand.owner?.agent === agent.username) return true;
  if (ownedBy(demand, now) !== undefined) return false;
  return (agent.queues === undefined || agent.queues.includes(demand.queue)) && demand.fits(agent.skills);
}

/**
 * Whether an agent may be asked now: not again soon after having declined.
 * @param others agents on duty, free or not, to whom it could go instead
 */
export function mayBeAsked(agent: Candidate, demand: Demand, { others, now }: { others: readonly Candidate[]; now: number }): boolean {
  if (!mayTake(agent, demand, now)) return false;
  const declinedAt = demand.declines[agent.username];
  if (declinedAt === undefined || now - declinedAt >= DECLINE_MEMORY_MS) return true;
  if (now - declinedAt < LONE_DECLINE_MEMORY_MS) return false;
  return !others.some((other) => other.username !== agent.username && mayTake(other, demand, now));
}
