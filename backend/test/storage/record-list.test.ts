import { CALLBACK_STATES } from '@ringback/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordMatch } from '../../src/domain/record-search.js';
import type { RecordQuery } from '../../src/ports/record-store.js';
import { openDatabase, type Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { listQuery } from '../../src/storage/record-list.js';
import { recordStore } from '../../src/storage/record-store.js';
import { freshDatabase, type TestDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
const DAY = 86_400_000;

let owner: TestDatabase;
let database: Database;
beforeAll(async () => {
  owner = await freshDatabase();
  database = openDatabase(owner.url, quietLog);
  await migrate(database, NOW);
  await fill(0, 20);
});
afterAll(async () => {
  await database.close();
  await owner.drop();
});

/** A thousand completed records for each day before, in three queues. */
async function fill(fromDay: number, toDay: number): Promise<void> {
  await database.script(`
    INSERT INTO callback (id, queue, phone, state, reason, scheduled, desired_time, created_at, completed_at, priority, user_data, origin,
      offered_wait, one_per_number, delete_after)
    SELECT gen_random_uuid(), 'Q' || n % 3, '+1212' || lpad((n % 9999999)::text, 7, '0'), 'COMPLETED', 'AGENT_CONNECTED', true, at, at, at, 0,
      jsonb_build_object('firstname', 'Ann', 'lastname', 'L' || n), '{}', -1, false, at + interval '90 days'
    FROM (SELECT n, timestamptz '2026-11-23 13:00Z' - n * interval '1 day' / 1000 AS at FROM generate_series(${fromDay * 1000 + 1}, ${toDay * 1000}) n) past`);
  await database.script('VACUUM ANALYZE callback');
}

const query = (wish: Partial<RecordQuery> = {}): RecordQuery => ({
  from: NOW - DAY,
  to: NOW,
  states: CALLBACK_STATES,
  queues: undefined,
  match: undefined,
  sort: 'desiredTime',
  descending: false,
  after: undefined,
  limit: 250,
  ...wish,
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** How the table is read: by which nodes, how many rows of it, how many blocks in all. */
async function costOf(wish: RecordQuery): Promise<{ scans: Plan[]; rows: number; blocks: number }> {
  const { text, values } = listQuery(wish);
  const [row] = await database.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
  const plan = row!['QUERY PLAN'][0]!.Plan;
  const scans = nodesOf(plan).filter((node) => node['Relation Name'] === 'callback');
  const rowsOf = (node: Plan): number => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return {
    scans,
    rows: Math.round(scans.reduce((sum, node) => sum + rowsOf(node), 0)),
    blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
  };
}

describe('[SC4] what a page of the list costs', () => {
  it.each<[string, Partial<RecordQuery>]>([
    ['a day', {}],
    ['a day backwards', { descending: true }],
    ['some queues and states', { queues: ['Q1'], states: ['COMPLETED'] }],
    ['everything from the first on', { from: undefined, to: undefined }],
    [
      'from the middle on',
      { from: undefined, to: undefined, after: { at: NOW - 15 * DAY, id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as never } },
    ],
    ['live ones only, of all times', { from: undefined, to: undefined, states: ['SCHEDULED', 'QUEUED'] }],
    ['by creation', { sort: 'createdAt' }],
  ])('%s: reads stretches of the index and the page, never the table', async (_, wish) => {
    const { scans, blocks } = await costOf(query(wish));
    expect(scans.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    expect(scans.some((node) => node['Index Name'] === 'callback_listed')).toBe(true);
    expect(blocks).toBeLessThan(2_500);
  });

  it('[SC4] does not grow with the history: three times the records, the same rows read', async () => {
    const wishes = [query(), query({ descending: true }), query({ queues: ['Q2'] }), query({ match: recordMatch('phone', '0001') })];
    const before = await Promise.all(wishes.map(costOf));
    await fill(20, 60);
    const after = await Promise.all(wishes.map(costOf));
    for (const [index, { rows }] of before.entries()) expect(after[index]!.rows).toBeLessThanOrEqual(rows * 1.15);
  });

  it('[SC4] a search reads a bounded number of records and says where to go on', async () => {
    const records = recordStore(database);
    const whole = query({ from: undefined, to: undefined, match: recordMatch('name', 'nobody of this name') });
    // Three queues give as many keys each at most; the records themselves are read once.
    expect((await costOf(whole)).rows).toBeLessThanOrEqual(4 * 5_001 + 10);
    let pages = 0;
    let after: RecordQuery['after'];
    do {
      const page = await records.list({ ...whole, after });
      expect(page.callbacks).toEqual([]);
      after = page.next;
      pages += 1;
    } while (after);
    const [total] = await database.rows<{ n: number }>('SELECT count(*) AS n FROM callback');
    expect(pages).toBe(Math.ceil(total!.n / 5_001));
  });

  it('[SC4] a search finds each match exactly once, page after page', async () => {
    const records = recordStore(database);
    const [expected] = await database.rows<{ n: number }>(`SELECT count(*) AS n FROM callback WHERE phone LIKE '%77%'`);
    const seen: string[] = [];
    let after: RecordQuery['after'];
    do {
      const page = await records.list(query({ from: undefined, to: undefined, match: recordMatch('phone', '77'), after }));
      seen.push(...page.callbacks.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toHaveLength(expected!.n);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
