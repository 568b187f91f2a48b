import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../postgres.js';
import { simulateWeek } from './week.js';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.drop());

// The whole week, with 50,000 callbacks, is `npm run bench:week`.
it('[CB5][CB6][CB7][CB8][SC1] twenty minutes of a business and what comes of it: nothing is stuck, lost, doubled or told wrong', async () => {
  const day = await simulateWeek({
    databaseUrl: database.url,
    seed: 7,
    agents: 8,
    customers: 2_600,
    days: 1,
    hours: [12, 12 + 1 / 3],
    stepMs: 30_000,
  });
  expect(day.faults).toEqual([]);
  // The time was not an empty one.
  expect(day.created).toBeGreaterThan(80);
  expect(Object.keys(day.reasons)).toEqual(expect.arrayContaining(['AGENT_CONNECTED', 'CANCELLED_BY_CUSTOMER', 'FAILED_MAX_ATTEMPTS']));
  expect(day.attempts).toBeGreaterThan(80);
  expect(day.restarts).toBe(2);
  expect(day.atBooking.count).toBeGreaterThan(20);
  expect(day.live.count).toBeGreaterThan(0);
}, 240_000);
