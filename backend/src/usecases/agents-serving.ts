import type { Dependencies } from './dependencies.js';

type Needed = Pick<Dependencies, 'dialer' | 'roster'>;

/** Agents logged in who take callbacks of this queue: people at desks, and those that the dialer answers for. */
export function agentsServing({ dialer, roster }: Needed, queue: string): number {
  const atDesks = roster.now().agents.filter(({ queues }) => queues === undefined || queues.includes(queue)).length;
  return atDesks + (dialer.agents() ?? 0);
}
