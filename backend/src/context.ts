import type { Config } from '@ringback/contract';
import type { Clock } from './ports/clock.js';
import type { Log } from './ports/log.js';
import type { ServiceCounts } from './ports/service-counts.js';
import type { Ringback } from './usecases/ringback.js';

export interface ContextOptions {
  readonly config: Config;
  /** `postgres://...`; PostgreSQL 15 or newer. Migrated before the promise resolves. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** RINGBACK_SECRET; absent: one is made at the first start and kept in the database. */
  readonly secret?: string | undefined;
  /** The built-in demo configuration runs. */
  readonly demo?: boolean | undefined;
}

/** The service without its HTTP door. */
export interface Context {
  readonly ringback: Ringback;
  readonly scheduler: {
    start(): void;
    /** Waits for what runs. */
    stop(): Promise<void>;
    /** Does everything that is due at `clock.now()`, once; for tests. */
    runOnce(): Promise<void>;
  };
  metrics(): Promise<ServiceCounts>;
  /** Stops the scheduler, gives up this replica's claims, closes the database connections. Safe to call twice. */
  close(): Promise<void>;
}

export async function createContext(options: ContextOptions): Promise<Context> {
  throw new Error(`not wired yet: ${options.databaseUrl === '' ? 'no database' : 'context'}`);
}
