import { createCallback, parseConfigFile, type CallbackId, type Config } from '@ringback/contract';
import pg from 'pg';
import { expect, vi } from 'vitest';
import * as v from 'valibot';
import { createContext, type Context } from '../../src/context.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Dialer } from '../../src/ports/dialer.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { freshDatabase } from '../postgres.js';
import { quickCredentials } from '../quick-credentials.js';
import { quietLog } from '../quiet-log.js';

/** A Monday, 08:00 in New York. */
export const MONDAY = Date.parse('2026-11-23T13:00:00.000Z');
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A clock that stands still until a test moves it. */
export interface TestClock {
  now(): number;
  pass(ms: number): void;
}

export function testClock(start = MONDAY): TestClock {
  let now = start;
  return { now: () => now, pass: (ms) => void (now += ms) };
}

type Patch = {
  queue?: Record<string, unknown>;
  dialer?: Record<string, unknown>;
  queues?: Record<string, unknown>[];
  users?: Record<string, unknown>[];
  numberRules?: unknown[];
  regionRules?: unknown[];
  callInGroups?: unknown[];
  push?: Record<string, unknown>;
  /** Names of more business hours, every day from 8 to 20 in UTC. */
  hours?: string[];
};

/** `Always_VQ` is always open, `Office_VQ` on weekdays from 8 to 18 in New York. */
export function configOf({
  queue = {},
  dialer = { adapter: 'desk' },
  queues = [],
  users = [],
  numberRules = [],
  regionRules = [],
  callInGroups = [],
  push,
  hours = [],
}: Patch = {}): Config {
  const week = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const parsed = parseConfigFile({
    site: { name: 'test', apiKeys: ['test-key'], origins: [], push },
    dialer,
    numberRules,
    regionRules,
    callInGroups,
    businessHours: [
      { name: 'Always', timeZone: 'UTC', weekly: Object.fromEntries(week.map((day) => [day, [['00:00', '24:00']]])) },
      ...hours.map((name) => ({ name, timeZone: 'UTC', weekly: Object.fromEntries(week.map((day) => [day, [['08:00', '20:00']]])) })),
      {
        name: 'Office',
        timeZone: 'America/New_York',
        weekly: Object.fromEntries(week.slice(1, 6).map((day) => [day, [['08:00', '18:00']]])),
      },
    ],
    queues: [{ name: 'Always_VQ', businessHours: 'Always', ...queue }, { name: 'Office_VQ', businessHours: 'Office' }, ...queues],
    users,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

export const AGENTS = ['anna', 'ben'].map((username) => ({ username, password: 'correct horse', roles: ['agent'] }));

export const SIMULATOR = { adapter: 'simulator', agents: 2, ringSeconds: 1, handleSeconds: 20 };

/** One database for a test file, and the replicas that a test opens on it. */
export interface World {
  readonly url: string;
  readonly clock: TestClock;
  /**
   * @param secret RINGBACK_SECRET
   * @param dialer instead of the configured one
   */
  open(config: Config, secret?: string, dialer?: Dialer): Promise<Context>;
  /** A replica in a region (SC3), with a dialer and a clock of its own. */
  openIn(region: string, options: { readonly config: Config; readonly dialer: Dialer; readonly clock?: Clock }): Promise<Context>;
  /** Closes the replicas, empties the database and sets the clock back: the next test finds nothing of this one. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

export async function newWorld(): Promise<World> {
  const database = await freshDatabase();
  const clock = testClock();
  const contexts: Context[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  };
  return {
    url: database.url,
    clock,
    async open(config, secret, dialer) {
      const context = await createContext({
        config,
        databaseUrl: database.url,
        clock,
        log: quietLog,
        secret,
        dialer,
        credentials: quickCredentials,
      });
      contexts.push(context);
      return context;
    },
    async openIn(region, options) {
      const context = await createContext({
        clock,
        ...options,
        databaseUrl: database.url,
        log: quietLog,
        region,
        credentials: quickCredentials,
      });
      contexts.push(context);
      return context;
    },
    async clean() {
      await closeAll();
      await emptied(database.url);
      clock.pass(MONDAY - clock.now());
    },
    async close() {
      await closeAll();
      await database.drop();
    },
  };
}

/** Resolves when so many replicas hear each other: what was announced before that is not told to them. */
export async function listening({ url }: Pick<World, 'url'>, replicas: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const listeners = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`;
  await vi.waitFor(async () => expect((await client.query(listeners)).rowCount).toBe(replicas), { timeout: 15_000 });
  await client.end();
}

/** DELETE, because TRUNCATE of a dozen tables takes longer than most tests. */
async function emptied(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of [
      'callback',
      'slot_usage',
      'replica',
      'console_user',
      'login_failure',
      'setting',
      'config_override',
      'bulk_cancel',
      'request_count',
      'captcha_token',
      'number_check',
      'api_error',
      'telephony_agent',
      'webhook_endpoint',
      'call_in_request',
      'call_in_pool',
    ])
      await client.query(`DELETE FROM ${table}`);
    // Takes no DELETE.
    await client.query('TRUNCATE audit');
  } finally {
    await client.end();
  }
}

let numbers = 0;
/** Valid, never one with a simulated outcome of its own, and never the same twice. */
export const nextNumber = (): string => `+1212555${String(1000 + (numbers += 1)).slice(-4)}`;

export const bookingOf = (wish: Record<string, unknown> = {}) =>
  v.parse(createCallback, { serviceName: 'Always_VQ', phoneNumber: nextNumber(), ...wish });

/** Books and gives the id. */
export async function book({ ringback }: Context, wish: Record<string, unknown> = {}, idempotencyKey?: string): Promise<CallbackId> {
  return (await ringback.createCallback(bookingOf(wish), { idempotencyKey })).id;
}

export const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/** What a promise was refused with. */
export const refusalOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'granted',
    (error: unknown) => (error as { status?: string }).status ?? error,
  );

export const agent = (username: string, queues?: string[]): ConsoleUser => ({ username, roles: ['agent'], queues });
export const customer = { kind: 'customer' } as const;
