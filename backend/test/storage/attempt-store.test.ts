import { randomUUID } from 'node:crypto';
import type { CallbackId } from '@ringback/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HoldsAnother, NOBODY, type Assignment, type ClaimRequest } from '../../src/ports/attempt-store.js';
import { agentStore } from '../../src/storage/agent-store.js';
import { attemptStore } from '../../src/storage/attempt-store.js';
import { openDatabase, type Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { freshDatabase, type TestDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';

const NOW = Date.parse('2026-11-23T13:00:00Z');
let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await freshDatabase();
  database = openDatabase(home.url, quietLog);
  await migrate(database, NOW);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

async function waiting(): Promise<{ id: CallbackId; version: number }> {
  const id = randomUUID() as CallbackId;
  await database.rows(
    `INSERT INTO callback (id, queue, phone, state, scheduled, desired_time, created_at, queued_at, priority, user_data, origin, offered_wait, one_per_number, delete_after)
     VALUES ($1, 'Q', '+12125550123', 'QUEUED', false, $2, $2, $2, 0, '{}', '{}', -1, false, $2)`,
    [id, new Date(NOW)],
  );
  return { id, version: 1 };
}
const request = (candidates: ClaimRequest['candidates'], rest: Partial<ClaimRequest> = {}): ClaimRequest => ({
  candidates,
  dialer: 'simulator',
  replica: randomUUID(),
  agent: undefined,
  limit: 10,
  at: NOW,
  actor: { kind: 'dialer', name: 'simulator' },
  ...rest,
});

const beatOf = (replica: string, at = NOW) => ({ replica, region: '', at });

it('[CB3] claims in the order given, as many as asked for', async () => {
  const store = attemptStore(database);
  const candidates = [await waiting(), await waiting(), await waiting()];
  const claimed = await store.claim(request([...candidates].reverse(), { limit: 2 }));
  expect(new Set(claimed.map(({ callback }) => callback.id))).toEqual(new Set([candidates[2]?.id, candidates[1]?.id]));
  expect(claimed[0]).toMatchObject({ startedAt: NOW, callback: { state: 'ROUTING', attempt: 1, attempts: 0, version: 2 } });
});

it('[CB5] passes over what changed since it was seen', async () => {
  const store = attemptStore(database);
  const seen = await waiting();
  await database.rows('UPDATE callback SET version = version + 1 WHERE id = $1', [seen.id]);
  expect(await store.claim(request([seen]))).toEqual([]);
  expect(await store.claim(request([{ ...seen, version: 2 }]))).toHaveLength(1);
});

it('[SC1] a callback is claimed by exactly one of many', async () => {
  const store = attemptStore(database);
  const seen = await waiting();
  const claims = await Promise.all(Array.from({ length: 12 }, () => store.claim(request([seen]))));
  expect(claims.flat()).toHaveLength(1);
});

it('[TE1] never more open attempts than there is room for, rounds at once included', async () => {
  const store = attemptStore(database);
  const begun = (await agentStore(database).roster()).dialerCalls;
  const roundOf = (callbacks: ClaimRequest['candidates']) =>
    store.round({
      replica: randomUUID(),
      at: NOW,
      actor: { kind: 'dialer', name: 'webhook' },
      plan: ({ dialerCalls }) =>
        callbacks.slice(0, 3 + begun - dialerCalls).map((callback) => ({ kind: 'dial', callback, agent: undefined, dialer: 'webhook' })),
    });
  const rounds = await Promise.all(Array.from({ length: 6 }, async () => roundOf([await waiting(), await waiting()])));
  await roundOf([await waiting(), await waiting(), await waiting()]);
  expect(rounds.filter((round) => round !== 'busy').length).toBeGreaterThan(0);
  expect((await database.rows(`SELECT FROM attempt WHERE dialer = 'webhook' AND ended_at IS NULL`)).length).toBe(3);
});

it('an agent holds one callback, however fast they click', async () => {
  const store = attemptStore(database);
  const take = async () => store.claim(request([await waiting()], { dialer: 'desk', agent: 'anna', limit: 1 }));
  const results = await Promise.allSettled([take(), take(), take()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(HoldsAnother);
  expect(await store.heldBy('anna')).toMatchObject({ callback: { agent: 'anna', state: 'ROUTING' }, connectedAt: undefined });
});

it('[SC1] only the attempts of the dead are adopted, by one replica, and those of people at desks by none', async () => {
  const store = attemptStore(database);
  const [dead, living, heir, rival] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await store.claim(request([await waiting()], { replica: dead, dialer: 'twilio' }));
  await store.claim(request([await waiting()], { replica: living, dialer: 'twilio' }));
  await store.claim(request([await waiting()], { replica: dead, dialer: 'desk', agent: 'ben', limit: 1 }));
  for (const replica of [dead, living, heir, rival]) await store.beat({ replica, region: '' }, NOW);
  await database.rows(`UPDATE attempt SET ended_at = $1, outcome = 'failed' WHERE dialer IN ('simulator', 'webhook')`, [new Date(NOW)]);
  const adopted = await Promise.all([heir, rival].map((replica) => store.adopt({ replica, gone: [beatOf(dead)], leaves: [] })));
  expect(adopted.toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(await store.driven(living, 'twilio')).toHaveLength(1);
  expect(await store.driven(dead, 'desk')).toHaveLength(1);
});

it('[SC1] a replica that has beaten again is not dead, whatever its clock says, and is not forgotten', async () => {
  const store = attemptStore(database);
  const [slow, heir] = [randomUUID(), randomUUID()];
  await store.claim(request([await waiting()], { replica: slow, dialer: 'twilio' }));
  await store.beat({ replica: slow, region: '' }, NOW - 3_600_000);
  await store.beat({ replica: heir, region: '' }, NOW);
  await store.beat({ replica: slow, region: '' }, NOW - 3_595_000);
  expect(await store.adopt({ replica: heir, gone: [beatOf(slow, NOW - 3_600_000)], leaves: [] })).toBe(0);
  await store.bury([beatOf(slow, NOW - 3_600_000)]);
  expect(await store.beat({ replica: heir, region: '' }, NOW)).toContainEqual(beatOf(slow, NOW - 3_595_000));
});

it('[SC1] the dead are forgotten when nothing is left of theirs', async () => {
  const store = attemptStore(database);
  const [dead, idle, heir] = [randomUUID(), randomUUID(), randomUUID()];
  const seen = { id: (await waiting()).id, version: 1 };
  for (const replica of [dead, idle, heir]) await store.beat({ replica, region: '' }, NOW);
  await store.claim(request([seen], { replica: dead, dialer: 'twilio' }));
  const left = async () => (await store.beat({ replica: heir, region: '' }, NOW)).map(({ replica }) => replica);
  await store.bury([beatOf(dead), beatOf(idle)]);
  expect(await left()).toContain(dead);
  expect(await left()).not.toContain(idle);
  await store.adopt({ replica: heir, gone: [beatOf(dead)], leaves: [] });
  await store.bury([beatOf(dead)]);
  expect(await left()).not.toContain(dead);
});

it('[SC3] attempts of queues that are left to others are not adopted; those of nobody are taken by whoever may', async () => {
  const store = attemptStore(database);
  const [abroad, here] = [randomUUID(), randomUUID()];
  for (const replica of [abroad, here]) await store.beat({ replica, region: replica === here ? 'eu' : 'us' }, NOW);
  await store.claim(request([await waiting()], { replica: NOBODY, dialer: 'twilio' }));
  expect(await store.adopt({ replica: abroad, gone: [], leaves: ['Q'] })).toBe(0);
  expect(await store.adopt({ replica: here, gone: [], leaves: ['Other'] })).toBe(1);
  expect(await store.driven(here, 'twilio')).toHaveLength(1);
});

it('[SC4] a round costs 3 statements, however many callbacks it gives out, and 1 while another replica holds it', async () => {
  const store = attemptStore(database);
  const callbacks = [await waiting(), await waiting(), await waiting()];
  const statementsOf = async (plan: () => Assignment[]): Promise<number> => {
    const before = database.statements();
    await store.round({ replica: randomUUID(), at: NOW, actor: { kind: 'dialer', name: 'webhook' }, plan });
    return database.statements() - before;
  };
  expect(await statementsOf(() => [])).toBe(2);
  expect(await statementsOf(() => callbacks.map((callback) => ({ kind: 'dial', callback, agent: undefined, dialer: 'webhook' })))).toBe(3);
  await database.transaction(async (tx) => {
    await tx.rows('SELECT pg_advisory_xact_lock(7040002)');
    expect(await statementsOf(() => [])).toBe(1);
  });
});
