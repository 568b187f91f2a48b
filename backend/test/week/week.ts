import pg from 'pg';
import { Agent } from './agents.js';
import { createAgenda, type Agenda } from './agenda.js';
import { DAY, HOUR, MINUTE, MONDAY, SECOND, configOf, midnightOf, staffOf } from './business.js';
import { chance } from './chance.js';
import { visit, visitsOf } from './customers.js';
import { forecastError, type ForecastError } from './forecast-error.js';
import { judgeEnd, judgeMoment } from './judge.js';
import { createLedger, type Ledger } from './ledger.js';
import { planManagers } from './managers.js';
import { openReplicas, type Replicas } from './replicas.js';
import { lookAround, type Scene } from './scene.js';
import { weekDialer, type WeekDialer } from './telephony.js';

export interface WeekOptions {
  /** Of an empty database. */
  readonly databaseUrl: string;
  readonly seed: number;
  readonly agents: number;
  /** Who come; some more callbacks than that are made, and some are refused. */
  readonly customers: number;
  /** From Monday on. */
  readonly days: number;
  /** Of each day, in which customers come; those of other hours stay away. */
  readonly hours: readonly [from: number, to: number];
  /** How often the service runs and people look at their screens while something goes on. */
  readonly stepMs: number;
  /** Told the simulated time and how many callbacks are open, once an hour. */
  readonly onHour?: (at: number, open: number) => void;
}

/** What has come of it. */
export interface WeekReport {
  /** What must not be and was; empty when all is well. */
  readonly faults: readonly string[];
  readonly created: number;
  /** Reason -> callbacks. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Status -> times that somebody was refused. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly turnedAway: number;
  readonly attempts: number;
  readonly takenOver: number;
  readonly restarts: number;
  readonly steps: number;
  /** Of scheduled callbacks: seconds from the chosen time to the first dial, median and p90. */
  readonly punctuality: { readonly median: number; readonly p90: number };
  readonly atBooking: ForecastError;
  readonly live: ForecastError;
}

/** Longer than the longest thing that is waited for: purges, retries on the next day. */
const PATIENCE = 4 * DAY;

/** Runs some days of a business on the real use cases and PostgreSQL, with a clock that moves as fast as they can. */
export async function simulateWeek(options: WeekOptions): Promise<WeekReport> {
  const { seed, days, databaseUrl } = options;
  const agenda = createAgenda(MONDAY);
  const staff = staffOf(options);
  const agents = new Map<string, Agent>();
  const dialer = weekDialer(seed, { now: agenda.clock.now, isAway: (name) => agents.get(name)?.isAway ?? true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const replicas = await openReplicas({ config: configOf(staff), databaseUrl, clock: agenda.clock, dialer });
  try {
    const ledger = createLedger(agenda);
    const service = () => replicas.active;
    for (const one of staff) agents.set(one.username, new Agent(one, { seed, agenda, service }));
    const world = { agenda, service, ledger, end: midnightOf(days - 1) + Math.min(23, options.hours[1] + 1) * HOUR };
    for (const one of visitsOf(options)) agenda.plan(one.at, () => visit(world, one));
    planManagers({ ...world, client, days, seed });
    const run = new Run({ options, agenda, replicas, client, agents, ledger });
    await run.toTheEnd();
    return await reportOf({ run, client, ledger, dialer, agents });
  } finally {
    await replicas.close();
    await client.end();
  }
}

interface Parts {
  readonly options: WeekOptions;
  readonly agenda: Agenda;
  readonly replicas: Replicas;
  readonly client: pg.Client;
  readonly agents: ReadonlyMap<string, Agent>;
  readonly ledger: Ledger;
}

class Run {
  readonly faults: string[] = [];
  steps = 0;
  restarts = 0;
  readonly #parts: Parts;
  #nextHour = MONDAY + HOUR;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#planRestarts();
  }

  /** Every few hours of the day a replica ends, one time in two by force, and another one comes. */
  #planRestarts(): void {
    const { options, agenda, replicas, ledger } = this.#parts;
    const luck = chance(options.seed, 'restarts');
    for (let day = 0; day < options.days; day += 1) {
      for (const hour of [11, 15]) {
        const at = midnightOf(day) + (hour + luck.within(0, 3)) * HOUR;
        agenda.plan(at, async () => {
          this.restarts += 1;
          await replicas.end(luck.happens(0.5) ? 'killed' : 'closed');
          await ledger.rewatch(replicas.active);
        });
        agenda.plan(at + luck.within(10, 90) * SECOND, () => replicas.reopen());
      }
    }
  }

  async toTheEnd(): Promise<void> {
    const { agenda, replicas, client, options } = this.#parts;
    const last = midnightOf(options.days) + PATIENCE;
    const luck = chance(options.seed, 'replicas');
    for (let scene = await lookAround(client, agenda.clock.now()); ;) {
      const next = this.#nextMoment(scene);
      if (next === undefined || next > last) return;
      await agenda.runUntil(next);
      await replicas.run(luck.happens(0.02));
      this.steps += 1;
      scene = await lookAround(client, next);
      await this.#show(scene);
      if (next >= this.#nextHour) await this.#strike(next, scene);
    }
  }

  /** The next step while somebody is called or may be; else when anything is due, and a look now and then. */
  #nextMoment({ live, callable, presence, open, soonest = Number.POSITIVE_INFINITY }: Scene): number | undefined {
    const { agenda, options } = this.#parts;
    const now = agenda.clock.now();
    const planned = agenda.next();
    if (open === 0 && planned === undefined) return undefined;
    const onGrid = (moment: number): number => Math.ceil(moment / options.stepMs) * options.stepMs;
    const busy = live > 0 || (callable > 0 && presence.some(({ state }) => state === 'ready'));
    const pause = busy ? now + 1 : Math.min(planned ?? now + HOUR, soonest, now + 10 * MINUTE);
    return onGrid(Math.max(now + 1, pause));
  }

  async #show({ held, presence }: Scene): Promise<void> {
    const calls = new Map(held.map((one) => [one.agent, one]));
    const states = new Map(presence.map((one) => [one.username, one]));
    for (const [name, agent] of this.#parts.agents) await agent.see(calls.get(name), states.get(name));
  }

  async #strike(at: number, { open }: Scene): Promise<void> {
    this.#nextHour = at + HOUR;
    this.faults.push(...(await judgeMoment(this.#parts.client)));
    this.#parts.options.onHour?.(at, open);
  }
}

async function reportOf({
  run,
  client,
  ledger,
  dialer,
  agents,
}: {
  run: Run;
  client: pg.Client;
  ledger: Ledger;
  dialer: WeekDialer;
  agents: ReadonlyMap<string, Agent>;
}): Promise<WeekReport> {
  const faults = [...run.faults, ...ledger.faults, ...dialer.faults, ...(await judgeEnd(client))];
  const granted = new Map(ledger.created);
  for (const { ownMade } of agents.values()) for (const queue of ownMade) granted.set(queue, (granted.get(queue) ?? 0) + 1);
  const { rows: kept } = await client.query<{ queue: string; n: number }>('SELECT queue, count(*)::int AS n FROM callback GROUP BY queue');
  for (const queue of new Set([...granted.keys(), ...kept.map((row) => row.queue)])) {
    const there = kept.find((row) => row.queue === queue)?.n ?? 0;
    if (there !== (granted.get(queue) ?? 0)) faults.push(`${queue}: ${granted.get(queue) ?? 0} were granted and ${there} are there`);
  }
  const { rows: ends } = await client.query<{ reason: string; n: number }>(
    'SELECT coalesce(reason, state) AS reason, count(*)::int AS n FROM callback GROUP BY 1 ORDER BY 2 DESC',
  );
  const { rows: dials } = await client.query<{ id: string; first: number; late: number | null; n: number }>(
    `SELECT id, min(extract(epoch FROM started_at) * 1000)::float8 AS first, count(*)::int AS n,
      CASE WHEN scheduled THEN extract(epoch FROM min(started_at) - desired_time)::float8 END AS late
     FROM callback JOIN attempt ON callback_id = id GROUP BY id`,
  );
  const calledAt = new Map(dials.map(({ id, first }) => [id, first]));
  const late = dials.flatMap((dial) => (dial.late === null ? [] : [dial.late])).sort((a, b) => a - b);
  return {
    faults,
    created: kept.reduce((sum, { n }) => sum + n, 0),
    reasons: Object.fromEntries(ends.map(({ reason, n }) => [reason, n])),
    refusals: Object.fromEntries(ledger.refusals),
    turnedAway: ledger.turned,
    attempts: dials.reduce((sum, { n }) => sum + n, 0),
    takenOver: dialer.repeated(),
    restarts: run.restarts,
    steps: run.steps,
    punctuality: { median: late[Math.floor(late.length * 0.5)] ?? 0, p90: late[Math.floor(late.length * 0.9)] ?? 0 },
    atBooking: forecastError(ledger.atBooking, calledAt),
    live: forecastError(ledger.live, calledAt),
  };
}
