import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { missingOf, startLoad } from '../support/booking-load.js';
import { newFolder } from '../support/data-folder.js';
import { demoConfig } from '../support/demo-config.js';
import { killServer, postmasterPid } from '../support/embedded-server.js';
import { startProduct } from '../support/start-product.js';

/** Many agents and no limits, so that only the kill ends the load. */
const config = demoConfig({ agents: 50, ringSeconds: 0.05, handleSeconds: 0.05, support: { watermark: 1_000_000, slotCapacity: 100_000 } });

it('[CB1] keeps every acknowledged booking over five kill -9 under load, of Node alone and of the database with it', async () => {
  const dataDir = join(newFolder(), 'data');
  const start = () => startProduct({ env: { DATA_DIR: dataDir }, config });
  const acknowledged: string[] = [];
  let product = await start();
  onTestFinished(async () => void (await product.stop()));

  for (const target of ['node', 'everything', 'node', 'everything', 'node'] as const) {
    const server = postmasterPid(dataDir);
    const load = startLoad(product.origin);
    const moment = 20 + Math.floor(Math.random() * 200);
    await load.reaches(moment);
    if (target === 'everything') killServer(server);
    await product.kill('process');
    await load.over;
    acknowledged.push(...load.acknowledged);

    product = await start();
    const adopted = postmasterPid(dataDir) === server;
    expect({ target, moment, adopted, missing: await missingOf(product.origin, acknowledged) }).toEqual({
      target,
      moment,
      adopted: target === 'node',
      missing: [],
    });
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);
  // The control: a booking that was never made is missed.
  expect(await missingOf(product.origin, ['00000000-0000-4000-8000-000000000000'])).toHaveLength(1);
});
