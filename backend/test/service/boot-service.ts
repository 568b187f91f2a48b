import { parseConfigFile } from '@ringback/contract';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import { type Environment, readEnvironment } from '../../src/config/environment.js';
import type { Log } from '../../src/ports/log.js';
import { type RunningService, type Service, createService } from '../../src/service.js';
import { freshDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';

/** A Monday morning, so that offices are open and nothing depends on the day the tests run. */
export const NOW = Date.UTC(2026, 10, 23, 14, 0);

export interface BootedService extends RunningService {
  readonly service: Service;
  readonly environment: Environment;
  /** Moves the service's clock, in milliseconds. */
  advance(ms: number): void;
  /** Stops it and drops its database. */
  end(): Promise<void>;
}

export interface BootOptions {
  /** Merged over the demo configuration, top level. */
  readonly config?: Record<string, unknown>;
  /** Makes another address of the database's address: a proxy in between. */
  readonly through?: (databaseUrl: string) => Promise<string>;
  /** RINGBACK_SECRET. */
  readonly secret?: string;
  /** Default: none. */
  readonly log?: Log;
  /** PUBLIC_URL. */
  readonly publicUrl?: string;
}

/** The whole service on a database of its own and a free port. The desk dials, so nothing moves by itself; nobody is limited. */
export async function bootService({
  config = {},
  through = async (url) => url,
  secret,
  log = quietLog,
  publicUrl,
}: BootOptions = {}): Promise<BootedService> {
  const parsed = parseConfigFile({ ...demoConfig, dialer: { adapter: 'desk' }, limits: {}, ...config });
  if (!parsed.ok) throw new Error(`broken test configuration: ${JSON.stringify(parsed.problems)}`);
  const database = await freshDatabase();
  const environment = readEnvironment({
    PORT: '0',
    DATABASE_URL: await through(database.url),
    RINGBACK_SECRET: secret,
    PUBLIC_URL: publicUrl,
  });
  if (!environment.ok) throw new Error(environment.problems.join('; '));
  let now = NOW;
  const service = createService({
    environment: environment.value,
    config: parsed.config,
    clock: { now: () => now },
    log,
    folders: {},
  });
  try {
    const running = await service.start();
    const end = async (): Promise<void> => {
      await service.stop();
      await database.drop();
    };
    return { ...running, service, environment: environment.value, advance: (ms) => void (now += ms), end };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** POST with the demo key. */
export const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key', ...headers },
    body: JSON.stringify(body),
  });
