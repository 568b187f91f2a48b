import type { Dependencies } from './dependencies.js';

type Needed = Pick<Dependencies, 'dialer' | 'roster' | 'telephony'>;

/** Agents logged in who take callbacks of this queue: people at desks, those that the dialer answers for, and those that its side reports. */
export function agentsServing({ dialer, roster, telephony }: Needed, queue: string): number {
  const serves = ({ queues }: { readonly queues: readonly string[] | undefined }): boolean =>
    queues === undefined || queues.includes(queue);
  const reported = telephony.assumeAgents === undefined ? telephony.now().filter(({ state }) => state !== 'not-ready') : [];
  return roster.now().agents.filter(serves).length + reported.filter(serves).length + (dialer.agents() ?? 0);
}
