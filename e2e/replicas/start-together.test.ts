import { readdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { freshDatabase } from '../../backend/test/postgres.js';
import { demoConfig } from '../support/demo-config.js';
import { bookAnywhere, query, startReplicas } from './replicas.js';

const MIGRATIONS = new URL('../../backend/src/storage/sql/', import.meta.url);

it('[SC1] of replicas that start together on a new database exactly one migrates it, and all of them serve', async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const replicas = await startReplicas(3, { databaseUrl: database.url, config: demoConfig() });
  // Rows of one transaction have one xmin.
  const versions = await query<{ transactions: number; versions: number }>(
    database.url,
    'SELECT count(DISTINCT xmin::text)::integer AS transactions, count(*)::integer AS versions FROM schema_version',
  );
  expect(versions).toEqual([{ transactions: 1, versions: readdirSync(MIGRATIONS).length }]);
  for (const { origin } of replicas) {
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect((await bookAnywhere([origin], { unreachable: 0, unavailable: 0 })).id).toMatch(/^[0-9a-f-]{36}$/);
  }
  // The file's users and the secret were put there once, too.
  expect(await query(database.url, 'SELECT count(*)::integer AS users FROM console_user')).toEqual([{ users: 1 }]);
});
