import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { sharedBrowser } from './browser.js';
import { openRecords, type Records } from './records.js';
import { startProduct, type Product } from './start-product.js';

/** What a file of browser tests plays on; all of it is there from the first test on. */
export interface Stage {
  readonly origin: string;
  readonly product: Product;
  readonly records: Records;
  readonly browser: Browser;
}

/**
 * Puts up the built product on a database of its own, and a browser, for all tests of the calling file.
 * @param config of the product; absent: the demo configuration; a function is called once what was set up before is there
 */
export function useStage(config?: unknown): Stage {
  let database: TestDatabase;
  let product: Product;
  let records: Records;
  let browser: Browser;

  beforeAll(async () => {
    database = await freshDatabase();
    browser = await sharedBrowser();
    const whole: unknown = typeof config === 'function' ? config() : config;
    product = await startProduct({ config: whole, env: { DATABASE_URL: database.url } });
    records = await openRecords(database.url);
  });
  afterAll(async () => {
    await records?.close();
    await product?.stop();
    await database?.drop();
  });

  return {
    get origin() {
      return product.origin;
    },
    get product() {
      return product;
    },
    get records() {
      return records;
    },
    get browser() {
      return browser;
    },
  };
}
