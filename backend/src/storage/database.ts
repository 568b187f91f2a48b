import pg from 'pg';
import type { Log } from '../ports/log.js';
import { isRepeatable, translated } from './database-errors.js';

/** Runs statements: the pool, or the one connection of a transaction. */
export interface Queryable {
  /** Rows of one statement, prepared once per connection. Instants come as epoch ms, int8 as numbers. */
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
}

export interface Database extends Queryable {
  /** Commits when `work` resolves, else rolls back. A deadlock's victim runs again, so `work` must not do anything else. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  /** Statements sent so far (BEGIN and COMMIT not counted); benchmarks and metrics read it. */
  statements(): number;
  close(): Promise<void>;
}

const INT8 = pg.types.builtins.INT8;
const TIMESTAMPTZ = pg.types.builtins.TIMESTAMPTZ;
const parseTimestamp = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date;

const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8) return Number;
  if (oid === TIMESTAMPTZ) return (text: string) => parseTimestamp(text).getTime();
  return pg.types.getTypeParser(oid, format as 'text');
}) as typeof pg.types.getTypeParser;

/** Connection settings that every connection of ours shares. */
export const connectionOf = (url: string): pg.ClientConfig => ({
  connectionString: url,
  application_name: 'ringback',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  types: { getTypeParser },
});

const MAX_CONNECTIONS = 10;
/** Longer than any statement of ours takes; ends one that hangs on a half-dead network. */
const STATEMENT_TIMEOUT_MS = 15_000;
const TRIES = 3;

/** Opens a pool. Trouble on idle connections is logged, never thrown: the next statement opens a new one. */
export function openDatabase(url: string, log: Log): Database {
  const pool = new pg.Pool({
    ...connectionOf(url),
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
  });
  pool.on('error', (error) => log.warn('database connection lost', { code: (error as { code?: string }).code }));
  const names = new Map<string, string>();
  let sent = 0;

  const nameOf = (text: string): string => {
    const known = names.get(text) ?? `ringback_${names.size + 1}`;
    names.set(text, known);
    return known;
  };
  const on = (runner: pg.Pool | pg.PoolClient): Queryable => ({
    async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      sent += 1;
      return (await runner.query<Row & pg.QueryResultRow>({ name: nameOf(text), text, values: [...values] })).rows;
    },
    async script(text) {
      sent += 1;
      await runner.query(text);
    },
  });
  const whole = on(pool);

  return {
    rows: (text, values) => repeating(() => whole.rows(text, values)),
    script: (text) => repeating(() => whole.script(text)),
    transaction: (work) => repeating(() => inTransaction(pool, (client) => work(on(client)))),
    statements: () => sent,
    close: () => pool.end(),
  };
}

async function repeating<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isRepeatable(error) || tries === TRIES) throw translated(error);
    }
  }
}

async function inTransaction<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: unknown;
  // A checked-out client that loses its connection emits an error of its own, which nobody else would hear.
  const onError = (error: unknown): void => void (broken = error);
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollback: unknown) => (broken = rollback));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken !== undefined);
  }
}
