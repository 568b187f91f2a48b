import type pg from 'pg';

/** One thing that must hold for every record, at every moment. */
interface Rule {
  readonly says: string;
  /** Selects what breaks it. */
  readonly broken: string;
}

const ALLOWED = [
  '>SCHEDULED',
  '>QUEUED',
  'SCHEDULED>SCHEDULED',
  'SCHEDULED>QUEUED',
  'SCHEDULED>COMPLETED',
  'QUEUED>ROUTING',
  'QUEUED>COMPLETED',
  'ROUTING>ROUTING',
  'ROUTING>QUEUED',
  'ROUTING>PROCESSING',
  'ROUTING>COMPLETED',
  'PROCESSING>COMPLETED',
  // Told that it was made again.
  'COMPLETED>COMPLETED',
];
const list = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

const ALWAYS: readonly Rule[] = [
  {
    says: 'never two live attempts of one callback',
    broken: 'SELECT callback_id FROM attempt WHERE ended_at IS NULL GROUP BY callback_id HAVING count(*) > 1',
  },
  {
    says: 'no live attempt without a callback in a call, and no callback in a call without its attempt',
    broken: `SELECT callback_id FROM attempt JOIN callback ON id = callback_id
        WHERE ended_at IS NULL AND (state NOT IN ('ROUTING', 'PROCESSING') OR offer_expires IS NOT NULL)
      UNION ALL SELECT id FROM callback WHERE state IN ('ROUTING', 'PROCESSING') AND offer_expires IS NULL
        AND NOT EXISTS (SELECT FROM attempt WHERE callback_id = id AND ended_at IS NULL)`,
  },
  {
    says: 'nobody has two callbacks at once',
    broken: `SELECT agent FROM callback WHERE state IN ('ROUTING', 'PROCESSING') AND agent IS NOT NULL GROUP BY agent HAVING count(*) > 1`,
  },
];

const IN_THE_END: readonly Rule[] = [
  { says: 'nothing is stuck', broken: `SELECT id, state, queue, queued_at, not_before, agent FROM callback WHERE state <> 'COMPLETED'` },
  { says: 'every record ends with a reason', broken: `SELECT id FROM callback WHERE reason IS NULL OR completed_at IS NULL` },
  {
    says: 'every step of every record is there, and the last leads to where it is',
    broken: `SELECT callback.id FROM callback LEFT JOIN callback_event event ON event.callback_id = callback.id GROUP BY callback.id
      HAVING count(event.*) <> callback.version OR min(event.version) <> 1 OR max(event.version) <> callback.version
        OR (array_agg(event.to_state ORDER BY event.version DESC))[1] <> callback.state`,
  },
  {
    says: 'no illegal transition',
    broken: `SELECT DISTINCT coalesce(from_state, '') || '>' || to_state FROM callback_event
      WHERE coalesce(from_state, '') || '>' || to_state NOT IN (${list(ALLOWED)})`,
  },
  {
    says: 'each step begins where the one before has ended, and not earlier',
    broken: `SELECT callback_id, version FROM (
        SELECT callback_id, version, from_state, at, lag(to_state) OVER steps AS came_to, lag(at) OVER steps AS came_at FROM callback_event
        WINDOW steps AS (PARTITION BY callback_id ORDER BY version)) AS step
      WHERE from_state IS DISTINCT FROM came_to OR at < came_at`,
  },
  {
    says: 'attempts are numbered without a gap, and none begins before the one before has ended',
    broken: `SELECT callback_id FROM (
        SELECT callback_id, number, started_at, lag(ended_at) OVER dials AS over_at, row_number() OVER dials AS place FROM attempt
        WINDOW dials AS (PARTITION BY callback_id ORDER BY number)) AS dial
      WHERE number <> place OR started_at < over_at`,
  },
  { says: 'every attempt is over', broken: 'SELECT callback_id FROM attempt WHERE ended_at IS NULL OR outcome IS NULL' },
  {
    says: 'nobody is called before the time that they chose',
    broken: `SELECT id FROM callback JOIN attempt ON callback_id = id WHERE scheduled AND started_at < desired_time`,
  },
  {
    says: 'a conversation happened where the record says so, and only there',
    broken: `SELECT id FROM callback LEFT JOIN attempt ON callback_id = id AND outcome = 'connected'
      GROUP BY id HAVING (reason = 'AGENT_CONNECTED') <> (count(attempt.*) = 1)`,
  },
  {
    says: 'places taken are those of the callbacks that hold them',
    broken: `SELECT slot_usage.queue FROM slot_usage WHERE taken <> (
      SELECT count(*) FROM callback WHERE callback.queue = slot_usage.queue AND callback.slot_start = slot_usage.slot_start)`,
  },
];

/** What is wrong now; empty when all is well. */
export const judgeMoment = (client: pg.Client): Promise<string[]> => judge(client, ALWAYS);

/** What is wrong when all is over. */
export const judgeEnd = (client: pg.Client): Promise<string[]> => judge(client, [...ALWAYS, ...IN_THE_END]);

async function judge(client: pg.Client, rules: readonly Rule[]): Promise<string[]> {
  const broken: string[] = [];
  for (const rule of rules) {
    const { rows } = await client.query(`${rule.broken} LIMIT 3`);
    if (rows.length > 0) broken.push(`broken: ${rule.says}; for example ${JSON.stringify(rows)}`);
  }
  return broken;
}
