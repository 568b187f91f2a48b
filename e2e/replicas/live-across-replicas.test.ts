import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../../backend/test/postgres.js';
import { demoConfig } from '../support/demo-config.js';
import { watch } from './event-stream.js';
import { bookAnywhere, query, startReplicas, type Booked } from './replicas.js';

/** No agents: nothing moves by itself. */
const config = { ...(demoConfig() as object), dialer: { adapter: 'desk' } };
const inTwoDays = (): string => new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 48 * 3_600_000).toISOString();

async function twoReplicas(): Promise<{ here: string; there: string; databaseUrl: string }> {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const [here, there] = await startReplicas(2, { databaseUrl: database.url, config });
  return { here: here!.origin, there: there!.origin, databaseUrl: database.url };
}

const bookAt = (origin: string, desiredTime?: string): Promise<Booked> =>
  bookAnywhere([origin], { unreachable: 0, unavailable: 0 }, desiredTime);

async function visitorPost(origin: string, operation: 'cancel' | 'reschedule', visitorToken: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${origin}/visitor/v1/callback/${operation}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(200);
}

/** Kills every connection that listens for news; gives back how many there were. */
async function killListeners(databaseUrl: string): Promise<number> {
  const [row] = await query<{ killed: number }>(
    databaseUrl,
    `SELECT count(pg_terminate_backend(pid))::integer AS killed FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
  return row?.killed ?? 0;
}

it('[SC2] a visitor at one replica sees what happens at another', async () => {
  const { here, there } = await twoReplicas();
  const desiredTime = inTwoDays();
  const booked = await bookAt(there, desiredTime);
  const watching = await watch(here, booked.visitorToken);
  expect(watching.seen[0]).toMatchObject({ state: 'SCHEDULED' });
  await visitorPost(there, 'cancel', booked.visitorToken);
  expect(await watching.until(({ state }) => state === 'COMPLETED')).toMatchObject({ reason: 'CANCELLED_BY_CUSTOMER' });
});

it('[SC2][QU3] the place in the queue follows a cancellation at another replica', async () => {
  const { here, there } = await twoReplicas();
  const [ahead, behind] = [await bookAt(there), await bookAt(there)];
  const watching = await watch(here, behind.visitorToken);
  await watching.until(({ position }) => position === 2);
  await visitorPost(there, 'cancel', ahead.visitorToken);
  await watching.until(({ position }) => position === 1);
});

it('[SC2] a listening connection that is killed comes back by itself, and nothing that happened meanwhile stays unseen', async () => {
  const { here, there, databaseUrl } = await twoReplicas();
  const booked = await bookAt(there, inTwoDays());
  const watching = await watch(here, booked.visitorToken);
  for (const [time, desiredTime] of [inTwoDays(), inTwoDays()].entries()) {
    // Two replicas, each with one.
    await expect.poll(() => killListeners(databaseUrl), { timeout: 15_000 }).toBe(2);
    const moved = new Date(Date.parse(desiredTime) + (time + 1) * 3_600_000).toISOString();
    await visitorPost(there, 'reschedule', booked.visitorToken, { desiredTime: moved });
    await watching.until((view) => view.desiredTime === moved);
  }
});
