import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTS } from '../../src/domain/sliding-window.js';
import { migrate } from '../../src/storage/migrate.js';
import { openDatabase, type Database } from '../../src/storage/database.js';
import { requestCounter } from '../../src/storage/request-counter.js';
import { freshDatabase, type TestDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';

const LENGTH = 60_000;
const NOW = Date.UTC(2026, 10, 23, 13);

let test: TestDatabase;
let databases: Database[];
let keys = 0;
beforeAll(async () => {
  test = await freshDatabase();
  databases = [openDatabase(test.url, quietLog), openDatabase(test.url, quietLog)];
  await migrate(databases[0]!, NOW);
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await test.drop();
});

/** Two replicas, and a key that nobody has counted yet. */
const counters = () => {
  const replicas = databases.map((database) => requestCounter(database, 'secret'));
  return { replicas, key: replicas[0]!.keyOf(`key ${(keys += 1)}`) };
};

describe('[SE1] counts over any stretch of time', () => {
  it('[SE1] no stretch of the length has more than the limit, whichever replica is asked; who is refused had that many in one part more', async () => {
    const steps = fc.array(
      fc.record({ pass: fc.oneof(fc.constant(0), fc.nat(LENGTH / 4), fc.nat(2 * LENGTH)), times: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 5, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (visits, most) => {
        const { replicas, key } = counters();
        const granted: number[] = [];
        let now = NOW;
        for (const { pass, times } of visits) {
          now += pass;
          const asked = await Promise.all(
            Array.from({ length: times }, (_, i) => replicas[i % 2]!.slide({ key, most, lengthMs: LENGTH }, now)),
          );
          const let_in = asked.filter((one) => one.granted);
          granted.push(...let_in.map(() => now));
          expect(granted.filter((at) => at > now - LENGTH).length).toBeLessThanOrEqual(most);
          if (let_in.length < times) {
            const stretch = LENGTH + LENGTH / PARTS;
            expect(granted.filter((at) => at > now - stretch).length).toBeGreaterThanOrEqual(most);
            for (const { nextAt } of asked.filter((one) => !one.granted)) expect(nextAt).toBeGreaterThan(now);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('[SE1] replicas whose clocks differ let in no more together', async () => {
    const { replicas, key } = counters();
    const quota = { key, most: 3, lengthMs: LENGTH };
    const ask = async (replica: number, offset: number) => (await replicas[replica]!.slide(quota, NOW + offset)).granted;
    expect([await ask(0, 20_000), await ask(1, 0), await ask(0, 20_000)]).toEqual([true, true, true]);
    expect([await ask(1, 0), await ask(0, 20_000), await ask(1, 59_000)]).toEqual([false, false, false]);
  });

  it('[SE1] says how many are left, and looking counts nothing', async () => {
    const { replicas, key } = counters();
    const quota = { key, most: 2, lengthMs: LENGTH };
    const [replica] = replicas;
    expect(await replica!.look(quota, NOW)).toEqual({ remaining: 2, nextAt: NOW });
    expect(await replica!.slide(quota, NOW)).toEqual({ granted: true, remaining: 1, nextAt: NOW + LENGTH + LENGTH / PARTS });
    expect(await replica!.look(quota, NOW)).toMatchObject({ remaining: 1 });
    expect(await replica!.look(quota, NOW)).toMatchObject({ remaining: 1 });
    expect(await replica!.slide(quota, NOW)).toMatchObject({ granted: true, remaining: 0 });
    expect(await replica!.slide(quota, NOW)).toEqual({ granted: false, remaining: 0, nextAt: NOW + LENGTH + LENGTH / PARTS });
  });

  it('[SE1] who is refused beside the first of a new stretch is told to wait for that one, not for those of long ago', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { replicas, key } = counters();
      const quota = { key, most: 1, lengthMs: LENGTH };
      await replicas[0]!.slide(quota, NOW);
      const later = NOW + 10 * LENGTH;
      const asked = await Promise.all(Array.from({ length: 6 }, (_, i) => replicas[i % 2]!.slide(quota, later)));
      expect(asked.filter(({ granted }) => granted)).toHaveLength(1);
      for (const { nextAt } of asked) expect(nextAt).toBe(later + LENGTH + LENGTH / PARTS);
    }
  });

  it('[SE1] two hundred at once of one key are let in as often as it may be', async () => {
    const { replicas, key } = counters();
    const asked = await Promise.all(Array.from({ length: 200 }, (_, i) => replicas[i % 2]!.slide({ key, most: 7, lengthMs: LENGTH }, NOW)));
    expect(asked.filter(({ granted }) => granted)).toHaveLength(7);
  });

  it('[SE1] counting waits for no disk, and what is booked on the same connection still does', async () => {
    const durable = openDatabase(`${test.url}?options=${encodeURIComponent('-c synchronous_commit=on')}`, quietLog);
    const seen: object[] = [];
    const spied: Database = {
      ...durable,
      async rows<Row extends object>(text: string, values?: readonly unknown[]) {
        const rows = await durable.rows<Row>(text, values);
        seen.push(...rows);
        return rows;
      },
    };
    const counter = requestCounter(spied, 'secret');
    const { key } = counters();
    await counter.slide({ key, most: 1, lengthMs: LENGTH }, NOW);
    expect(seen).toEqual([expect.objectContaining({ granted: true, durability: 'off' })]);
    expect(await durable.rows('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await durable.close();
  });
});
