import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { parseConfigFile } from '@ringback/contract';
import { readEnvironment } from '../../backend/src/config/environment.js';
import { createService, type RunningService, type Service } from '../../backend/src/service.js';
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { quietLog } from '../../backend/test/quiet-log.js';
import { sharedBrowser } from './browser.js';
import { openRecords, type Records } from './records.js';

/** The service in this process, so that its clock can be moved, and a browser. */
export interface MovedStage {
  readonly origin: string;
  readonly browser: Browser;
  readonly records: Records;
  /** Moves the service's clock on, and does what is due by then. */
  pass(ms: number): Promise<void>;
}

/** Puts it up for all tests of the calling file. The pages are those that were built. */
export function useMovedStage(config: unknown): MovedStage {
  const read = parseConfigFile(config);
  const environment = (url: string) => readEnvironment({ PORT: '0', DATABASE_URL: url });
  let ahead = 0;
  let database: TestDatabase;
  let service: Service;
  let running: RunningService;
  let browser: Browser;
  let records: Records;
  beforeAll(async () => {
    database = await freshDatabase();
    const at = environment(database.url);
    if (!read.ok || !at.ok) throw new Error(`This configuration can't be run: ${JSON.stringify([read, at])}`);
    service = createService({ environment: at.value, config: read.config, clock: { now: () => Date.now() + ahead }, log: quietLog });
    running = await service.start();
    browser = await sharedBrowser();
    records = await openRecords(database.url);
  });
  afterAll(async () => {
    await records?.close();
    await service?.stop();
    await database?.drop();
  });
  return {
    get origin() {
      return running.url;
    },
    get browser() {
      return browser;
    },
    get records() {
      return records;
    },
    async pass(ms) {
      ahead += ms;
      await running.context.scheduler.runOnce();
    },
  };
}
