import { expect, it, onTestFinished } from 'vitest';
import { missingOf } from '../support/booking-load.js';
import { demoConfig } from '../support/demo-config.js';
import { startOwnPostgres } from './own-postgres.js';
import { bookAnywhere, query, startReplicas, type Delays } from './replicas.js';

const CALLERS = 8;
/** Calls that take no time, so that dialling goes on all the while. */
const config = demoConfig({ agents: 20, ringSeconds: 0, handleSeconds: 0, support: { watermark: 100_000 } });

it.each(['immediate', 'fast'] as const)(
  '[CB1] PostgreSQL restarted under load (%s shutdown): the service comes back alone, nothing acknowledged is lost, and nobody waits for an answer',
  async (how) => {
    const postgres = await startOwnPostgres();
    onTestFinished(() => postgres.remove());
    const [product] = await startReplicas(1, { databaseUrl: postgres.url, config });
    const { origin } = product!;

    const acknowledged: string[] = [];
    const delays: Delays[] = Array.from({ length: CALLERS }, () => ({ unreachable: 0, unavailable: 0 }));
    const stopping = new AbortController();
    const callers = delays.map(async (mine) => {
      while (!stopping.signal.aborted) acknowledged.push((await bookAnywhere([origin], mine)).id);
    });
    const load = Promise.all(callers);
    const reached = (count: number): Promise<unknown> =>
      Promise.race([load, expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count)]);

    for (let time = 1; time <= 2; time += 1) {
      await reached(acknowledged.length + 20 + Math.floor(Math.random() * 60));
      await postgres.shutDown(how);
      const refusals = delays.map(({ unavailable }) => unavailable);
      // Everybody has been told "not now" before it comes back.
      await Promise.race([
        load,
        expect.poll(() => delays.every(({ unavailable }, caller) => unavailable > refusals[caller]!), { timeout: 30_000 }).toBe(true),
      ]);
      expect((await fetch(`${origin}/healthz`)).status).toBe(200);
      expect((await fetch(`${origin}/readyz`)).status).toBe(503);
      await postgres.start();
      await reached(acknowledged.length + 20);
    }
    stopping.abort();
    await load;

    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect(await missingOf(origin, acknowledged)).toEqual([]);
    // One record for each, though many were asked for again and again; and each is dialled.
    const states = (): Promise<object[]> =>
      query(postgres.url, 'SELECT state, reason, count(*)::integer AS callbacks FROM callback GROUP BY state, reason ORDER BY 1, 2');
    await expect
      .poll(states, { timeout: 60_000, interval: 250 })
      .toEqual([{ state: 'COMPLETED', reason: 'AGENT_CONNECTED', callbacks: acknowledged.length }]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(delays.reduce((sum, { unreachable }) => sum + unreachable, 0)).toBe(0);
  },
);
