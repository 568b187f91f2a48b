import type { CallbackId } from '@ringback/contract';
import type { AgentOnDuty, AgentStore, AnsweredCall, OpenOffer, PresenceState, RosterSnapshot } from '../ports/agent-store.js';
import type { Database, Queryable } from './database.js';

/** Of the switch in the console; `console-store` writes it. */
export const SIMULATOR_PAUSED = 'simulator paused';

const SET_PRESENCE = `
  INSERT INTO agent_presence AS kept (username, state, reason, via, since) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (username) DO UPDATE SET state = excluded.state, reason = excluded.reason, via = excluded.via,
    since = CASE WHEN kept.state = excluded.state THEN kept.since ELSE excluded.since END`;
const PRESENCE = `
  SELECT coalesce(state, 'not-ready') AS state, reason, skills, queues FROM console_user LEFT JOIN agent_presence USING (username)
  WHERE username = $1`;

const epochMs = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)`;
/** One statement for all, so that it is one moment. Every part reads a small index of live rows. */
const ROSTER = `
  SELECT
    (SELECT coalesce(jsonb_agg(jsonb_build_object('username', username, 'queues', to_jsonb(queues), 'skills', skills, 'state', presence.state,
        'since', ${epochMs('presence.since')}, 'holds', held.id IS NOT NULL)), '[]')
      FROM agent_presence presence JOIN console_user USING (username)
      LEFT JOIN callback held ON held.agent = username AND held.state IN ('ROUTING', 'PROCESSING')
      WHERE presence.state <> 'not-ready') AS agents,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'agent', agent, 'expiresAt', ${epochMs('offer_expires')})), '[]')
      FROM callback WHERE state = 'ROUTING' AND offer_expires IS NOT NULL) AS offers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'version', version, 'queue', queue, 'priority', priority, 'attempt', attempts + 1,
        'queuedAt', ${epochMs('queued_at')}, 'answeredAt', ${epochMs('answered_at')}, 'skillExpression', skill_expression,
        'owner', owner, 'ownedUntil', ${epochMs('owned_until')})), '[]')
      FROM callback WHERE state = 'ROUTING' AND answered_at IS NOT NULL AND agent IS NULL) AS answered,
    (SELECT coalesce(jsonb_object_agg(queue, calls), '{}') FROM (
      SELECT queue, count(*) AS calls FROM callback WHERE state = 'ROUTING' AND agent IS NULL GROUP BY queue) AS ringing) AS outstanding,
    coalesce((SELECT value FROM setting WHERE key = '${SIMULATOR_PAUSED}') = 'true', false) AS paused,
    (SELECT count(*) FROM attempt WHERE ended_at IS NULL AND dialer <> 'desk') AS calls,
    (SELECT count(*) FROM attempt WHERE ended_at IS NULL AND dialer <> 'desk' AND connected_at IS NOT NULL AND agent IS NULL) AS talks`;

interface RosterRow {
  agents: (Omit<AgentOnDuty, 'queues'> & { queues: string[] | null })[];
  offers: OpenOffer[];
  answered: (Omit<AnsweredCall, 'skillExpression' | 'owner'> & {
    skillExpression: string | null;
    owner: string | null;
    ownedUntil: number | null;
  })[];
  outstanding: Record<string, number>;
  paused: boolean;
  calls: number;
  talks: number;
}

/** Agents in PostgreSQL. */
export function agentStore(database: Database): AgentStore {
  return {
    setPresence: async (username, { state, reason, via = 'desk' }, at) =>
      void (await database.rows(SET_PRESENCE, [username, state, reason ?? null, via, new Date(at)])),
    async presence(username) {
      const [row] = await database.rows<{
        state: PresenceState;
        reason: string | null;
        skills: Record<string, number>;
        queues: string[] | null;
      }>(PRESENCE, [username]);
      return row && { state: row.state, reason: row.reason ?? undefined, skills: row.skills, queues: row.queues ?? undefined };
    },
    roster: () => readRoster(database),
  };
}

/** Also within a round, whose plan must not rest on what another replica has changed meanwhile. */
export async function readRoster(on: Queryable): Promise<RosterSnapshot> {
  const [row] = await on.rows<RosterRow>(ROSTER);
  return {
    agents: (row?.agents ?? []).map((agent) => ({ ...agent, queues: agent.queues ?? undefined })),
    offers: row?.offers ?? [],
    answered: (row?.answered ?? []).map(({ owner, ownedUntil, skillExpression, ...call }) => ({
      ...call,
      id: call.id as CallbackId,
      skillExpression: skillExpression ?? undefined,
      owner: owner === null ? undefined : { agent: owner, until: ownedUntil ?? undefined },
    })),
    outstanding: new Map(Object.entries(row?.outstanding ?? {})),
    simulatorPaused: row?.paused ?? false,
    dialerCalls: row?.calls ?? 0,
    dialerTalks: row?.talks ?? 0,
  };
}
