import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from '@ringback/contract';
import { createMetrics } from './adapters/metrics.js';
import { createPinoLog } from './adapters/pino-log.js';
import type { Environment } from './config/environment.js';
import { type Context, createContext } from './context.js';
import type { AppServices, StaticFolders } from './http/app-env.js';
import { createApp } from './http/app.js';
import { createEventStreams, type EventStreams } from './http/event-streams.js';
import { earlyAnswers } from './http/early-answers.js';
import { answerRecorder } from './http/record-answer.js';
import { createHttpServer } from './http/server.js';
import type { Clock } from './ports/clock.js';
import type { Log } from './ports/log.js';
import { explainListenError } from './start-problem.js';
import { startEmbeddedPostgres } from './storage/embedded-postgres.js';
import { tryOwnPostgres } from './storage/own-postgres.js';

export interface ServiceOptions {
  readonly environment: Environment;
  readonly config: Config;
  /** The built-in demo configuration runs: its login may be shown. */
  readonly demo?: boolean;
  /** What tests replace. */
  readonly clock?: Clock;
  readonly log?: Log;
  readonly folders?: StaticFolders;
}

/** A service that runs. */
export interface RunningService {
  /** Base address without a final slash, as this machine reaches it. */
  readonly url: string;
  /** Lines for whoever started it: where things are. */
  readonly notes: readonly string[];
  readonly context: Context;
}

/** Database, scheduler and HTTP as one thing. */
export interface Service {
  /** Twice, or twice at once, is the same as once. Rejects with an error whose message says what to do. */
  start(): Promise<RunningService>;
  /** Ends live streams, answers what was asked, stops the scheduler, then the database. Safe to call at any time, twice too. */
  stop(): Promise<void>;
}

/** How long requests under way may take at a stop. */
const DRAIN_MS = 10_000;
const BEAT_MS = 15_000;

/** Builds the whole service without starting anything. */
export function createService(options: ServiceOptions): Service {
  const log = options.log ?? createPinoLog(options.environment.logLevel);
  const cleanups: (() => Promise<void>)[] = [];
  let starting: Promise<RunningService> | undefined;
  let stopping: Promise<void> | undefined;
  const cleanUp = async (): Promise<void> => {
    for (let step = cleanups.pop(); step; step = cleanups.pop()) {
      await step().catch((error: unknown) => log.error('stop failed', { reason: error instanceof Error ? error.name : typeof error }));
    }
  };
  const startOnce = async (): Promise<RunningService> => {
    if (stopping) throw new Error('This service was stopped; make a new one to start again.');
    try {
      return await startParts(options, log, cleanups);
    } catch (error) {
      await cleanUp();
      throw error;
    }
  };
  const stopOnce = async (): Promise<void> => {
    await starting?.catch(() => undefined);
    await cleanUp();
  };
  return { start: () => (starting ??= startOnce()), stop: () => (stopping ??= stopOnce()) };
}

/** Starts from the bottom up. Each part that runs leaves in `cleanups` how it is stopped; they are called last first. */
async function startParts(options: ServiceOptions, log: Log, cleanups: (() => Promise<void>)[]): Promise<RunningService> {
  const { environment, config, demo = false } = options;
  const clock = options.clock ?? { now: () => Date.now() };
  const database = await openDatabase(environment, log, cleanups);
  const context = await createContext({
    config,
    databaseUrl: database.url,
    clock,
    log,
    secret: environment.secret,
    demo,
    region: environment.region,
    publicUrl: environment.publicUrl,
  });
  cleanups.push(() => context.close());
  const port = await startHttp(options, context, log, cleanups);
  context.scheduler.start();
  const url = `http://${hostInAddress(environment.host)}:${port}`;
  log.info('started', { port, demo, embeddedDatabase: environment.databaseUrl === undefined });
  return { url, notes: database.notes, context };
}

async function openDatabase(
  environment: Environment,
  log: Log,
  cleanups: (() => Promise<void>)[],
): Promise<{ url: string; notes: readonly string[] }> {
  if (environment.databaseUrl !== undefined) {
    await tryOwnPostgres(environment.databaseUrl);
    return { url: environment.databaseUrl, notes: [] };
  }
  const database = await startEmbeddedPostgres({ dataDir: environment.dataDir, log });
  cleanups.push(() => database.stop());
  return database;
}

async function startHttp(
  { environment, config, demo, folders }: ServiceOptions,
  context: Context,
  log: Log,
  cleanups: (() => Promise<void>)[],
): Promise<number> {
  const metrics = createMetrics({ counts: () => context.metrics(), ofProcess: true });
  const streams = createEventStreams(metrics.streamsChanged);
  context.onSignedOut(() => void endStreamsWithoutSession(streams, context).catch(() => undefined));
  let ownOrigins: readonly string[] = [];
  const services: AppServices = {
    ringback: context.ringback,
    get config() {
      return context.config();
    },
    log,
    metrics,
    streams,
    ownOrigins: () => ownOrigins,
    publicUrl: environment.publicUrl,
    demoLogin: demo ? config.users[0] : undefined,
    folders: folders ?? builtFolders(log),
  };
  const recordAnswer = answerRecorder(services);
  const server = createHttpServer(createApp(services, recordAnswer).fetch, {}, earlyAnswers(services, recordAnswer));
  const port = await server.listen(environment.port, environment.host).catch((error: unknown) => {
    throw explainListenError(error, environment);
  });
  ownOrigins = originsOf(environment, port);
  const beat = setInterval(() => streams.beat(), BEAT_MS);
  cleanups.push(async () => {
    clearInterval(beat);
    streams.endAll();
    await server.close(DRAIN_MS);
  });
  return port;
}

/** SE2: whoever was logged out sees nothing more, also where a stream was open. */
async function endStreamsWithoutSession(streams: EventStreams, { ringback }: Context): Promise<void> {
  for (const owner of streams.owners()) if (!(await ringback.sessionLives(owner))) streams.endOf(owner);
}

/** Where the build puts the pages: the same two steps up from `src` and from `dist`. */
function builtFolders(log: Log): StaticFolders {
  const folder = (name: string): string | undefined => {
    const path = fileURLToPath(new URL(`../../${name}/dist`, import.meta.url));
    if (existsSync(path)) return path;
    log.warn('pages not built', { part: name });
    return undefined;
  };
  return {
    demoSite: folder('demo-site'),
    console: folder('console'),
    widget: folder('widget'),
    serviceWorker: folder('service-worker'),
    bridge: folder('mobile-bridge'),
  };
}

/** Every origin that pages of this very service may come from. */
function originsOf({ publicUrl, host }: Environment, port: number): string[] {
  const local = ['localhost', '127.0.0.1', '[::1]', hostInAddress(host)].map((name) => new URL(`http://${name}:${port}`).origin);
  return [...new Set([...(publicUrl ? [publicUrl] : []), ...local])];
}

/** A host as addresses spell it; "all interfaces" is reached by the loopback one. */
function hostInAddress(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
