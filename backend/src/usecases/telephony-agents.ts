import { toIsoInstant, type TelephonyAgent, type telephonyAgentKept } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { Dependencies } from './dependencies.js';
import { queueRules } from './site-rules.js';

/** See `TelephonyVerbs.putTelephonyAgent`. 1 statement; a mere heartbeat tells nobody. */
export async function putTelephonyAgent(
  deps: Dependencies,
  name: string,
  { state, skills, queues, expiresInSeconds }: TelephonyAgent,
): Promise<InferOutput<typeof telephonyAgentKept>> {
  for (const queue of queues ?? []) queueRules(deps.site, queue);
  const expiresAt = deps.clock.now() + expiresInSeconds * 1000;
  const changed = await deps.telephonyAgents.put({ name, state, skills, queues: queues ?? undefined, expiresAt });
  if (changed) deps.changes.announce({ roster: true, queues: deps.boards.queues() });
  return { name, state, expiresAt: toIsoInstant(expiresAt) };
}

/** See `TelephonyVerbs.dropTelephonyAgent`. */
export async function dropTelephonyAgent(deps: Dependencies, name: string): Promise<void> {
  if (await deps.telephonyAgents.remove(name)) deps.changes.announce({ roster: true });
}

/** Agents that were not heard of again are gone. Asks nothing of the database unless there are any. Resolves with their number. */
export async function expireTelephonyAgents(deps: Dependencies): Promise<number> {
  if (!deps.telephony.hasExpired()) return 0;
  const expired = await deps.telephonyAgents.expire(deps.clock.now());
  if (expired > 0) deps.changes.announce({ roster: true });
  return expired;
}
