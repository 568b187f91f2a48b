import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../../backend/test/postgres.js';
import { demoConfig } from '../support/demo-config.js';
import { bookAnywhere, query, startReplicas, type Delays } from './replicas.js';
import { startStandIn } from './stand-in.js';

const BOOKINGS = 120;
const CALLERS = 6;
/** What the product promises (done-when 2 of the queue): all dialled within this of the last kill. */
const PROMISE_MS = 60_000;
const SECRET = 'secret of the dialer';
const TELEPHONY_SECRET = 'secret of the telephony side';

it('[SC1][CB5] two of three replicas killed with -9 under load: every callback is dialled, and no phone rings twice for one attempt', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  let origins: readonly string[] = [];
  const telephony = await startStandIn({ secret: SECRET, telephonySecret: TELEPHONY_SECRET, origins: () => origins });
  onTestFinished(() => telephony.close());
  const dialer = { adapter: 'webhook', url: telephony.url, secret: SECRET, allowPrivateAddresses: true, assumeAgents: 10 };
  const config = { ...(demoConfig() as object), dialer, telephony: { secret: TELEPHONY_SECRET } };
  const replicas = await startReplicas(3, { databaseUrl: database.url, config });
  origins = replicas.map(({ origin }) => origin);

  const [first, second] = [20 + Math.floor(Math.random() * 30), 60 + Math.floor(Math.random() * 50)];
  const acknowledged: string[] = [];
  const killed: Promise<unknown>[] = [];
  const delays: Delays = { unreachable: 0, unavailable: 0 };
  const caller = async (): Promise<void> => {
    for (let left = BOOKINGS / CALLERS; left > 0; left -= 1) {
      acknowledged.push((await bookAnywhere(origins, delays)).id);
      if (acknowledged.length === first) killed.push(replicas[0]!.kill('process'));
      if (acknowledged.length === second) killed.push(replicas[1]!.kill('process'));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await Promise.all(killed);
  await telephony.ended(BOOKINGS, PROMISE_MS);

  const facts = { first, second, repeats: telephony.repeats.length, ...delays };
  expect(killed, JSON.stringify(facts)).toHaveLength(2);
  expect(telephony.refused).toEqual([]);
  expect(new Set(acknowledged).size).toBe(BOOKINGS);
  // One phone for each callback, under one message id for ever.
  expect(telephony.rings.map(({ callbackId, attempt }) => `${callbackId} ${attempt}`).sort()).toEqual(
    acknowledged.map((id) => `${id} 1`).sort(),
  );
  const records = await query(
    database.url,
    `SELECT state, reason, attempts, count(*)::integer AS callbacks, count(DISTINCT phone)::integer AS phones FROM callback GROUP BY state, reason, attempts`,
  );
  expect(records).toEqual([{ state: 'COMPLETED', reason: 'AGENT_CONNECTED', attempts: 1, callbacks: BOOKINGS, phones: BOOKINGS }]);
  expect(await query(database.url, 'SELECT count(*)::integer AS dials, max(number) AS most FROM attempt')).toEqual([
    { dials: BOOKINGS, most: 1 },
  ]);
});
