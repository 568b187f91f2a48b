import type { ReportedAgent, TelephonyAgents } from '../ports/telephony-agents.js';
import type { Database } from './database.js';

/** Before the update the row is still what it was, so that a mere heartbeat tells nobody. */
const PUT = `
WITH known AS (SELECT state, skills, queues FROM telephony_agent WHERE name = $1),
kept AS (
  INSERT INTO telephony_agent (name, state, skills, queues, expires_at) VALUES ($1, $2, $3::jsonb, $4, $5)
  ON CONFLICT (name) DO UPDATE SET state = excluded.state, skills = excluded.skills, queues = excluded.queues, expires_at = excluded.expires_at
)
SELECT NOT EXISTS (SELECT FROM known WHERE state = $2 AND skills = $3::jsonb AND queues IS NOT DISTINCT FROM $4::text[]) AS changed`;
const REMOVE = `DELETE FROM telephony_agent WHERE name = $1 RETURNING name`;
const ALL = `SELECT name, state, skills, queues, expires_at FROM telephony_agent ORDER BY name`;
const EXPIRE = `DELETE FROM telephony_agent WHERE expires_at <= $1 RETURNING name`;

interface Row {
  name: string;
  state: ReportedAgent['state'];
  skills: Record<string, number>;
  queues: string[] | null;
  expires_at: number;
}

/** Agents of the telephony side in PostgreSQL. */
export function telephonyAgents(database: Database): TelephonyAgents {
  return {
    async put({ name, state, skills, queues, expiresAt }) {
      const [row] = await database.rows<{ changed: boolean }>(PUT, [
        name,
        state,
        JSON.stringify(skills),
        queues ?? null,
        new Date(expiresAt),
      ]);
      return row?.changed ?? true;
    },
    remove: async (name) => (await database.rows(REMOVE, [name])).length > 0,
    all: async () => (await database.rows<Row>(ALL)).map(toAgent),
    expire: async (now) => (await database.rows(EXPIRE, [new Date(now)])).length,
  };
}

const toAgent = ({ name, state, skills, queues, expires_at }: Row): ReportedAgent => ({
  name,
  state,
  skills,
  queues: queues ?? undefined,
  expiresAt: expires_at,
});
