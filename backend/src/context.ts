import { randomUUID } from 'node:crypto';
import type { Config } from '@ringback/contract';
import { jwtIdentity } from './adapters/jwt-identity.js';
import { jwtVisitorTokens } from './adapters/jwt-visitor-tokens.js';
import { nodeCredentials } from './adapters/node-credentials.js';
import { recaptchaVerifier } from './adapters/recaptcha-verifier.js';
import { wireCallIn } from './context-call-in.js';
import { wireTelephony, wireWebhooks } from './context-telephony.js';
import { keepBoards, wireSettings } from './context-settings.js';
import type { CaptchaVerifier } from './ports/captcha.js';
import type { Clock } from './ports/clock.js';
import type { CodeSender } from './ports/code-sender.js';
import type { Credentials } from './ports/credentials.js';
import type { Dialer } from './ports/dialer.js';
import type { Log } from './ports/log.js';
import type { ServiceCounts } from './ports/service-counts.js';
import { createScheduler, type Scheduler } from './scheduler/index.js';
import { agentStore } from './storage/agent-store.js';
import { apiErrorLog } from './storage/api-error-log.js';
import { attemptStore } from './storage/attempt-store.js';
import { bulkCancelStore } from './storage/bulk-cancel-store.js';
import { callbackStore } from './storage/callback-store.js';
import { captchaTokens } from './storage/captcha-tokens.js';
import { changeFeed } from './storage/change-feed.js';
import { consoleStore } from './storage/console-store.js';
import { openDatabase, type Database } from './storage/database.js';
import { numberChecks } from './storage/number-checks.js';
import { migrate } from './storage/migrate.js';
import { queueReader } from './storage/queue-reader.js';
import { recordStore } from './storage/record-store.js';
import { requestCounter } from './storage/request-counter.js';
import { agentsServing } from './usecases/agents-serving.js';
import { createErrorNotes } from './usecases/api-errors.js';
import { createBoards } from './usecases/boards.js';
import { putFileUsers } from './usecases/console-session.js';
import type { Dependencies } from './usecases/dependencies.js';
import { createRingback } from './usecases/index.js';
import type { Ringback } from './usecases/ringback.js';
import { createRegions } from './usecases/regions.js';
import { createRoster } from './usecases/roster.js';
import { sharedSlotsTaken } from './usecases/slot-book.js';
import { createTally } from './usecases/tally.js';
import { Watch } from './usecases/watch-callback.js';

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
  /** RINGBACK_REGION (SC3). */
  readonly region?: string | undefined;
  /** PUBLIC_URL. */
  readonly publicUrl?: string | undefined;
  /** Instead of the configured one, for tests. */
  readonly dialer?: Dialer | undefined;
  readonly captcha?: CaptchaVerifier | undefined;
  readonly codes?: CodeSender | undefined;
  /** Passwords hashed at less cost, for tests. */
  readonly credentials?: Credentials | undefined;
}

/** The service without its HTTP door. */
export interface Context {
  readonly ringback: Ringback;
  readonly scheduler: Scheduler;
  /** The configuration in force: the file with the edits of the console. */
  config(): Config;
  /** Called when sessions were ended by somebody else, in any replica. */
  onSignedOut(listener: () => void): void;
  metrics(): Promise<ServiceCounts>;
  /** Stops the scheduler, gives up this replica's claims, closes the database connections. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Wires the adapters to the ports.
 * @throws DatabaseUnavailable when there is no database, Error when it is of a newer build or the dialer does not exist here
 */
export async function createContext(options: ContextOptions): Promise<Context> {
  const database = openDatabase(options.databaseUrl, options.log);
  try {
    await migrate(database, options.clock.now());
    return await wire(options, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function wire(options: ContextOptions, database: Database): Promise<Context> {
  const { config, databaseUrl, clock, log, secret, credentials = nodeCredentials } = options;
  const replica = randomUUID();
  const people = consoleStore(database);
  const attempts = attemptStore(database);
  const agents = agentStore(database);
  await putFileUsers({ people, credentials }, config.users);
  const roster = createRoster(agents);
  const tally = createTally();
  const dialling = await wireTelephony({ ...options, database, roster, tally });
  const stored = queueReader(database);
  const reader = { ...stored, slotsTaken: sharedSlotsTaken((queue, from, to) => stored.slotsTaken(queue, from, to)) };
  const boards = createBoards({ reader, agentsOf: (queue) => agentsServing({ ...dialling, roster }, queue), clock });
  const { serviceSecret, ...settings } = await wireSettings({ config, secret, database, log });
  const { site } = settings;
  keepBoards(boards, site);
  const regions = createRegions({ attempts, site, replica, region: options.region, clock, log });
  await regions.beat();
  const webhooks = await wireWebhooks({ database, clock, log, tally, site });
  const callingIn = await wireCallIn({ database, clock, log, tally, site });
  const apiErrors = apiErrorLog(database);
  const changes = changeFeed({ database, url: databaseUrl, replica, log });
  keepFresh({ changes, site, boards, roster, telephony: dialling.telephony });
  const deps: Dependencies = {
    ...settings,
    callbacks: callbackStore(database),
    attempts,
    agents,
    reader,
    people,
    changes,
    boards,
    roster,
    ...dialling,
    ...webhooks,
    ...callingIn,
    simulatedAgents: config.dialer.adapter === 'simulator' ? config.dialer.agents : undefined,
    tokens: jwtVisitorTokens(serviceSecret),
    requests: requestCounter(database, serviceSecret),
    captcha: options.captcha ?? recaptchaVerifier(),
    captchaTokens: captchaTokens(database),
    numberChecks: numberChecks(database, serviceSecret),
    identities: jwtIdentity(),
    records: recordStore(database),
    bulkCancels: bulkCancelStore(database),
    apiErrors,
    errorNotes: createErrorNotes(apiErrors),
    credentials,
    replica,
    regions,
    deskVersion: risingVersion(clock),
    tally,
    clock,
    log,
  };
  const watch = new Watch(deps);
  return contextOf(deps, database, watch);
}

/** First of all listeners, so that whoever hears the news reads it new. */
function keepFresh({
  changes,
  site,
  boards,
  roster,
  telephony,
}: Pick<Dependencies, 'changes' | 'site' | 'boards' | 'roster' | 'telephony'>): void {
  changes.subscribe(({ queues, roster: rosterChanged, settings: edited, everything }) => {
    // A refresh that fails is made up for by the scheduler.
    if (edited) void site.refresh().catch(() => undefined);
    if (everything) boards.markAllStale();
    for (const queue of queues) boards.markStale(queue);
    if (!everything && !rosterChanged) return;
    roster.markStale();
    telephony.markStale();
  });
}

/** Begins above whatever an earlier process of about the same clock has given. */
function risingVersion(clock: Clock): () => number {
  let last = 0;
  return () => (last = Math.max(last + 1, clock.now() * 100));
}

function contextOf(deps: Dependencies, database: Database, watch: Watch): Context {
  const scheduler = createScheduler(deps);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await scheduler.stop();
    await deps.dialer.close?.();
    await deps.courier.stop();
    await deps.pushCourier.stop();
    deps.captcha.stop();
    deps.codes.stop();
    watch.close();
    // Without a database there is nobody to tell; the others will find out by the heartbeat.
    await deps.attempts.leave(deps.replica).catch(() => deps.log.warn('could not give up the claims'));
    await deps.errorNotes.flush().catch(() => deps.log.warn('could not write the last API errors down'));
    await deps.changes.close();
    await database.close();
  };
  return {
    ringback: createRingback(deps, watch),
    config: () => deps.site.effective.config,
    onSignedOut: (listener) =>
      void deps.changes.subscribe(({ signedOut, everything }) => {
        if (signedOut || everything) listener();
      }),
    scheduler,
    metrics: () => countService(deps, database, watch),
    close: () => (closing ??= close()),
  };
}

async function countService(deps: Dependencies, database: Database, watch: Watch): Promise<ServiceCounts> {
  const [queues, roster, outbox, pushOutbox] = await Promise.all([
    deps.reader.counts(deps.boards.queues()),
    deps.roster.fresh(),
    deps.outbox.counts(),
    deps.pushes.counts(),
  ]);
  return {
    queues,
    openAttempts: queues.reduce((sum, { byState }) => sum + byState.ROUTING + byState.PROCESSING, 0),
    agentsReady: roster.agents.length,
    watchers: watch.size(),
    outbox,
    pushOutbox,
    statements: database.statements(),
    ...deps.tally.read(),
  };
}
