/* Dispatches: from the top of the queue to the end of the call. */
import { ID_SQL, LANE, idOf, idSql, nextStart } from './ids.mjs';
import { statementsAbout, statementsOf } from './recording.mjs';
import { QUEUES } from './world.mjs';

/** Virtual agents whose calls are over as soon as they begin. */
export const CALLS = { adapter: 'simulator', agents: 500, ringSeconds: 0, handleSeconds: 0 };

/**
 * The statements of one dispatch by a service with {@link CALLS}, whose scheduler rests: the claim with its transaction,
 * and each step until the call is over. What is asked for all calls at once is not among them.
 * @returns {Promise<import('./replay.mjs').Recorded>}
 */
export async function recordDispatch({ context }) {
  const { id } = await context.ringback.createCallback({ serviceName: QUEUES.now, phoneNumber: '+16465550199' }, {});
  const sent = await statementsOf(async () => {
    for (let run = 0; run < 4; run += 1) await context.scheduler.runOnce();
  });
  const { callbackState } = await context.ringback.retrieveCallback(id);
  if (callbackState !== 'COMPLETED') throw new Error(`the recorded dispatch ended in ${callbackState}`);
  return {
    statements: statementsAbout(id, sent),
    varying: [
      { matches: (value) => value === id, sql: ID_SQL, js: idOf },
      { matches: (value) => Array.isArray(value) && value.includes(id), sql: `ARRAY[${ID_SQL}]`, js: (n) => [idOf(n)] },
    ],
  };
}

const WAITING = `
INSERT INTO callback (id, queue, phone, state, scheduled, desired_time, created_at, queued_at, attempts, priority, user_data, origin, offered_wait,
  one_per_number, delete_after, version)
SELECT ${idSql('number')}, $4, '+1347' || number, 'QUEUED', false, $5::timestamptz, $5, $5, 0, 0, '{"firstname": "Ann"}', '{}', 60, true, $5::timestamptz + interval '14 days', 1
FROM (SELECT $1::bigint + lane * ${LANE} + n AS number FROM generate_series(0, $2::integer - 1) AS lane, generate_series(1, $3::integer) AS n) AS numbers`;

/**
 * Runs `work` on a queue in which each lane has so many callbacks of its own waiting, and takes them all away afterwards.
 * @param {import('pg').Client} client
 * @param {{ lanes: number, seconds: number }} load
 * @param {(start: number) => Promise<number>} work resolves with dispatches per second
 * @throws when a lane ran out of callbacks: statements that find nothing to do would be too fast
 */
export async function onWaiting(client, { lanes, seconds }, work) {
  const start = nextStart();
  const each = Math.ceil((seconds * MOST_PER_SECOND) / lanes);
  await client.query(WAITING, [start, lanes, each, QUEUES.now, new Date(Date.now() - 60_000)]);
  await client.query('VACUUM (ANALYZE) callback');
  const rate = await work(start);
  const { rows } = await client.query(LEFT, [start, QUEUES.now]);
  await client.query(`DELETE FROM callback WHERE queue = $1 AND phone LIKE '+1347%'`, [QUEUES.now]);
  if (rows.length < lanes || rows.some(({ ended }) => ended === 0)) throw new Error('a lane has dispatched nothing, or all that it had');
  return rate;
}

/** Lanes that have something left. */
const LEFT = `
SELECT count(*) FILTER (WHERE state = 'COMPLETED')::integer AS ended
FROM (SELECT state, (substr(phone, 6)::bigint - $1::bigint) / ${LANE} AS lane FROM callback WHERE queue = $2 AND phone LIKE '+1347%') AS mine
GROUP BY lane HAVING count(*) FILTER (WHERE state = 'QUEUED') > 0`;

/** More than any of them reaches. */
const MOST_PER_SECOND = 6_000;

/**
 * The whole service at work: so many waiting callbacks until the last of them is over, per second.
 * @param {import('pg').Client} client of a database on which a service with {@link CALLS} runs
 */
export async function serviceDispatchRate(client, count) {
  const start = nextStart();
  await client.query(WAITING, [start, 1, count, QUEUES.now, new Date(Date.now() - 60_000)]);
  for (;;) {
    const { rows } = await client.query(PACE, [idOf(start)]);
    if (rows[0].ended === count) return count / rows[0].seconds;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const PACE = `
SELECT count(*) FILTER (WHERE to_state = 'COMPLETED')::integer AS ended, extract(epoch FROM max(at) - min(at))::float8 AS seconds
FROM callback_event WHERE callback_id >= $1::uuid`;
