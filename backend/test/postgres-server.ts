import { createServer, type AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/storage/embedded-postgres.js';
import type { ServerAnswer } from './postgres.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Global setup: one PostgreSQL for all test files, started when the first of them asks. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let embedded: Promise<EmbeddedPostgres> | undefined;
  const answer = async (): Promise<ServerAnswer> => {
    const given = process.env['TEST_DATABASE_URL'];
    if (given) return { url: given };
    embedded ??= startEmbeddedPostgres({ dataDir: 'memory', log: silent });
    return embedded.then(
      ({ url }) => ({ url }),
      (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
    );
  };
  const broker = createServer((socket) => {
    socket.on('error', () => undefined);
    void answer().then((said) => socket.end(JSON.stringify(said)));
  });
  await new Promise<void>((resolve, reject) => {
    broker.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  project.provide('postgresPort', (broker.address() as AddressInfo).port);
  return async () => {
    broker.close();
    await (await embedded?.catch(() => undefined))?.stop();
  };
}
