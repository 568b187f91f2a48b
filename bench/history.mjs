/* Records of years of work, written in seconds. */

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;

/** Ids as the service makes them: they begin with the time. */
const ID = `(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' || 'a' || lpad(to_hex(n), 15, '0'))::uuid`;

/*
 * One transaction that begins with TRUNCATE: with wal_level "minimal" nothing of it goes through the log. The foreign keys
 * hold by construction and are not checked row by row.
 */
const PAST = `
WITH past AS MATERIALIZED (
  SELECT n, at, ${ID} AS id, ($2::text[])[1 + n % cardinality($2)] AS queue
  FROM generate_series(1, $1::integer) AS n, LATERAL (SELECT $3::timestamptz - make_interval(secs => 13.0 * 86400 * (1 - n::float8 / $1)) AS at) AS moment
), made AS (
  INSERT INTO callback (id, queue, phone, state, reason, scheduled, desired_time, created_at, queued_at, completed_at, attempts, last_outcome,
    priority, language, user_data, origin, offered_wait, idempotency_hash, one_per_number, delete_after, version)
  SELECT id, queue, '+1212' || (2000000 + n), 'COMPLETED', 'AGENT_CONNECTED', n % 2 = 0, at, at - interval '10 minutes', at, at + interval '4 minutes', 1,
    'connected', 0, 'en', '{"firstname": "Ann", "lastname": "Example", "notes": "about the last order"}', '{}', 60, sha256(n::text::bytea), true,
    at + interval '14 days', 4 FROM past
), dialled AS (
  INSERT INTO attempt (callback_id, number, queue, dialer, claimed_by, started_at, connected_at, ended_at, outcome)
  SELECT id, 1, queue, 'simulator', id, at, at + interval '10 seconds', at + interval '4 minutes', 'connected' FROM past
)
INSERT INTO callback_event (callback_id, version, at, from_state, to_state, actor_kind, cause)
SELECT id, version, at, from_state, to_state, 'system', 'past'
FROM past, (VALUES (1, NULL, 'QUEUED'), (2, 'QUEUED', 'ROUTING'), (3, 'ROUTING', 'PROCESSING'), (4, 'PROCESSING', 'COMPLETED')) AS step (version, from_state, to_state)`;

const BOOKED = `
WITH grid AS (
  SELECT slot, row_number() OVER (ORDER BY slot) - 1 AS place, count(*) OVER () AS places
  FROM generate_series($3::timestamptz, $3::timestamptz + interval '29 days', interval '15 minutes') AS slot,
    LATERAL (SELECT slot AT TIME ZONE 'America/New_York' AS wall) AS local
  WHERE extract(isodow FROM wall) < 6 AND wall::time >= '08:00' AND wall::time < '18:00'
), booked AS (
  INSERT INTO callback (id, queue, phone, state, scheduled, desired_time, slot_start, created_at, attempts, priority, user_data, origin, offered_wait,
    one_per_number, delete_after, version)
  SELECT gen_random_uuid(), $2, '+1718' || (2000000 + n), 'SCHEDULED', true, slot, slot, $3, 0, 0, '{"firstname": "Ann"}', '{}', 60, true, slot + interval '14 days', 1
  FROM generate_series(1, $1::integer) AS n JOIN grid ON place = n % places
  RETURNING slot_start
)
INSERT INTO slot_usage (queue, slot_start, taken) SELECT $2, slot_start, count(*) FROM booked GROUP BY slot_start`;

const TABLES = ['callback', 'callback_event', 'attempt', 'slot_usage'];

/**
 * Replaces all callbacks.
 * @param {import('pg').Client} client
 * @param {{ past: number, booked: number, queues: readonly string[], bookedQueue: string }} amounts `booked`: in the coming 29 days
 */
export async function fill(client, { past, booked, queues, bookedQueue }) {
  const now = new Date();
  const nextSlot = new Date(Math.ceil(now.getTime() / SLOT_MS) * SLOT_MS + DAY_MS);
  await client.query('BEGIN');
  await client.query('SET LOCAL session_replication_role = replica');
  await client.query(`TRUNCATE ${TABLES.join(', ')} CASCADE`);
  await client.query(PAST, [past, queues, now]);
  await client.query(BOOKED, [booked, bookedQueue, nextSlot]);
  await client.query('COMMIT');
  for (const table of TABLES) await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query('CHECKPOINT');
}
