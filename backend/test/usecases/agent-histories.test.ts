import type { CallbackId } from '@ringback/contract';
import * as fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/context.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { fakeDialer, type FakeDialer } from './fake-dialer.js';
import { agent, book, configOf, customer, MINUTE, newWorld, nextNumber, SECOND, type World } from './harness.js';

let world: World;
let client: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  client = new pg.Client({ connectionString: world.url });
  await client.connect();
});
afterEach(() => world.clean());
afterAll(async () => {
  await client.end();
  await world.close();
});

const PEOPLE = ['anna', 'ben', 'cid'];
const WEBHOOK = { adapter: 'webhook', url: 'https://telephony.example/dial', secret: 'a secret of the tests', noProgressSeconds: 3600 };
const QUEUES = [
  { name: 'Asked_VQ', businessHours: 'Always', connectMode: 'AGENT_FIRST', retryIntervalMinutes: 1, skillExpression: 'french >= 1' },
  { name: 'Auto_VQ', businessHours: 'Always', connectMode: 'AGENT_FIRST', autoAnswer: true, autoDial: true, autoEnd: true, priority: 3 },
  {
    name: 'First_VQ',
    businessHours: 'Always',
    connectMode: 'CUSTOMER_FIRST',
    pacingModifier: 2,
    maxAttempts: 2,
    retryIntervalMinutes: 0,
    agingPerMinute: 1,
  },
];
const CONFIG = {
  dialer: WEBHOOK,
  queue: { ownership: { hours: 1, onExpiry: 'disconnect' }, connectMode: 'AGENT_FIRST' },
  queues: QUEUES,
  users: PEOPLE.map((username, n) => ({ username, password: 'correct horse', roles: ['agent'], skills: { french: n } })),
};

const who = fc.nat(2);
const pick = fc.nat(1000);
const move = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('book' as const), queue: fc.constantFrom('Always_VQ', ...QUEUES.map(({ name }) => name)) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      replica: fc.nat(1),
      ms: fc.constantFrom(0, 0, SECOND, 5 * SECOND, 25 * SECOND, 2 * MINUTE),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('both' as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ready' as const), who, ready: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('accept' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decline' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('next' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      who,
      outcome: fc.constantFrom('connected' as const, 'ended' as const, 'no-answer' as const, 'wrong-number' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('dialer' as const),
      pick,
      says: fc.constantFrom('answered' as const, 'connected' as const, 'ended' as const, 'agent-missed' as const, 'busy' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('own' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), replica: fc.nat(1), killed: fc.boolean() }) },
);
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never;

class Office {
  readonly people: readonly ConsoleUser[] = PEOPLE.map((name) => agent(name));
  readonly replicas: { context: Context; dialer: FakeDialer }[] = [];
  readonly made: CallbackId[] = [];
  readonly #tokens = new Map<string, string>();

  async open(at: number): Promise<void> {
    const dialer = fakeDialer();
    this.replicas[at] = { context: await world.open(configOf(CONFIG), undefined, dialer), dialer };
  }

  get context(): Context {
    return this.replicas[0]?.context as Context;
  }

  async arrive(user: ConsoleUser): Promise<void> {
    this.#tokens.set(user.username, (await this.context.ringback.login(user.username, 'correct horse')).sessionToken);
  }

  /** A refusal is an answer; anything else is a fault. */
  async do(one: Move): Promise<void> {
    try {
      await this.#do(one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  async #do(one: Move): Promise<void> {
    const { ringback } = this.context;
    const user = this.people['who' in one ? one.who : 0] as ConsoleUser;
    switch (one.kind) {
      case 'book':
        return void this.made.push(await book(this.context, { serviceName: one.queue }));
      case 'run':
        return this.replicas[one.replica]?.context.scheduler.runOnce();
      case 'both':
        return void (await Promise.all(this.replicas.map(({ context }) => context.scheduler.runOnce())));
      case 'ready':
        return ringback.setDeskState(user, one.ready ? 'ready' : 'not-ready');
      case 'accept':
      case 'decline': {
        const offer = (await ringback.desk(user)).offer;
        if (!offer) return;
        return one.kind === 'accept' ? ringback.acceptOffer(user, offer.id) : ringback.declineOffer(user, offer.id);
      }
      case 'next':
        return ringback.takeNext(user);
      case 'report': {
        const { current } = await ringback.desk(user);
        return current ? ringback.reportOutcome(user, { id: current.id, attempt: current.attempt, outcome: one.outcome }) : undefined;
      }
      case 'dialer':
        return this.#dialerSays(one);
      case 'cancel':
        return this.made.length > 0 ? ringback.cancelCallback(this.made[one.pick % this.made.length] as CallbackId, customer) : undefined;
      case 'own':
        return void this.made.push(
          (
            await ringback.scheduleOwn(user, {
              phoneNumber: nextNumber(),
              queue: 'Always_VQ',
              desiredTime: world.clock.now() + MINUTE,
              ownership: 'own',
            })
          ).id,
        );
      case 'leave':
        await ringback.logout(this.#tokens.get(user.username) ?? '');
        return this.arrive(user);
      case 'restart':
        if (!one.killed) await this.replicas[one.replica]?.context.close();
        return this.open(one.replica);
    }
  }

  /** Whoever drives the call hears it in the next round. */
  #dialerSays({ pick: chosen, says }: Extract<Move, { kind: 'dialer' }>): void {
    const calls = [...new Set(this.replicas.flatMap(({ dialer }) => dialer.placed))];
    const call = calls[chosen % Math.max(1, calls.length)];
    const progress = says === 'busy' ? ({ kind: 'over', outcome: 'busy' } as const) : ({ kind: says } as const);
    if (call !== undefined) for (const { dialer } of this.replicas) dialer.say(call, progress);
  }
}

const ALLOWED = new Set([
  '>SCHEDULED',
  '>QUEUED',
  'SCHEDULED>QUEUED',
  'SCHEDULED>COMPLETED',
  'QUEUED>ROUTING',
  'QUEUED>COMPLETED',
  'ROUTING>ROUTING',
  'ROUTING>QUEUED',
  'ROUTING>PROCESSING',
  'ROUTING>COMPLETED',
  'PROCESSING>COMPLETED',
]);

/** What must hold at every moment; one query, so that it is one. */
async function check(office: Office): Promise<void> {
  const { rows } = await client.query<{
    records: number;
    stories: string[];
    open: number;
    loose: number;
    bare: number;
    late: number;
    holders: string[] | null;
    gaps: number;
    nameless: number;
  }>(
    `SELECT (SELECT count(*) FROM callback)::int AS records,
      (SELECT array_agg(DISTINCT coalesce(from_state, '') || '>' || to_state) FROM callback_event) AS stories,
      (SELECT count(*) FROM (SELECT FROM attempt WHERE ended_at IS NULL GROUP BY callback_id HAVING count(*) > 1) twice)::int AS open,
      (SELECT count(*) FROM attempt JOIN callback ON id = callback_id WHERE ended_at IS NULL AND (state NOT IN ('ROUTING', 'PROCESSING') OR offer_expires IS NOT NULL))::int AS loose,
      (SELECT count(*) FROM callback WHERE state IN ('ROUTING', 'PROCESSING') AND offer_expires IS NULL
        AND NOT EXISTS (SELECT FROM attempt WHERE callback_id = id AND ended_at IS NULL))::int AS bare,
      (SELECT count(*) FROM callback_event JOIN callback_event AS offered USING (callback_id)
        WHERE callback_event.cause = 'accepted' AND offered.cause = 'offered' AND offered.version = callback_event.version - 1
          AND callback_event.at >= offered.at + interval '20 seconds')::int AS late,
      (SELECT array_agg(agent) FROM callback WHERE state IN ('ROUTING', 'PROCESSING') AND agent IS NOT NULL) AS holders,
      (SELECT count(*) FROM (SELECT FROM attempt GROUP BY callback_id HAVING max(number) <> count(*)) AS gap)::int AS gaps,
      (SELECT count(*) FROM callback WHERE state = 'COMPLETED' AND reason IS NULL)::int AS nameless`,
  );
  const [now] = rows;
  expect(now).toMatchObject({ records: office.made.length, open: 0, loose: 0, bare: 0, late: 0, gaps: 0, nameless: 0 });
  for (const story of now?.stories ?? []) expect(ALLOWED).toContain(story);
  const holders = now?.holders ?? [];
  expect(new Set(holders).size).toBe(holders.length);
}

interface InLine {
  id: string;
  queue: string;
  version: number;
  rank: number;
}

/** Callbacks that may be dialled now and that anybody of their queue may take, with their effective priority. */
async function inLine(): Promise<InLine[]> {
  const aging =
    'CASE queue ' + QUEUES.map(({ name, agingPerMinute = 0 }) => `WHEN '${name}' THEN ${agingPerMinute}`).join(' ') + ' ELSE 0 END';
  const { rows } = await client.query<InLine>(
    `SELECT id, queue, version, (priority + ${aging} * extract(epoch FROM $1 - queued_at) / 60)::float8 AS rank FROM callback
     WHERE state = 'QUEUED' AND owner IS NULL AND declines = '{}' AND (not_before IS NULL OR not_before <= $1)`,
    [new Date(world.clock.now())],
  );
  return rows;
}

/** CB3: whoever was called by the dispatcher was not behind anybody who is left in the same queue. */
async function checkOrder(before: readonly InLine[]): Promise<number> {
  const { rows } = await client.query<{ id: string; version: number }>(
    `SELECT callback_id AS id, version FROM callback_event WHERE cause IN ('offered', 'claimed') AND actor_kind <> 'agent'`,
  );
  const left = new Set((await inLine()).map(({ id, version }) => `${id}/${version}`));
  const called = before.filter(({ id, version }) => rows.some((event) => event.id === id && event.version === version + 1));
  for (const one of called)
    for (const other of before)
      if (other.queue === one.queue && left.has(`${other.id}/${other.version}`)) expect(other.rank).toBeLessThanOrEqual(one.rank);
  return called.length;
}

/** After the scheduler has run nothing that is over is still on offer. */
async function checkOffers(): Promise<void> {
  const { rows } = await client.query('SELECT FROM callback WHERE offer_expires <= $1', [new Date(world.clock.now())]);
  expect(rows).toHaveLength(0);
}

it('[CB3][CB4][CB5][CB8] any day of agents, customers, dialers and restarts keeps every rule at every moment', async () => {
  let called = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 25, maxLength: 60 }), async (moves) => {
      const office = new Office();
      await Promise.all([office.open(0), office.open(1)]);
      for (const user of office.people) {
        await office.arrive(user);
        await office.context.ringback.setDeskState(user, 'ready');
      }
      for (const one of moves) {
        if (one.kind === 'run') world.clock.pass(one.ms);
        const waiting = await inLine();
        await office.do(one);
        await check(office);
        if (one.kind === 'run') called += await checkOrder(waiting);
        if (one.kind === 'run' || one.kind === 'both') await checkOffers();
      }
      await world.clean();
    }),
    { numRuns: 8, endOnFailure: true },
  );
  expect(called).toBeGreaterThan(8);
}, 240_000);
