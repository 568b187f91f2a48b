import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../postgres.js';

describe('the test server', () => {
  it('gives each test an empty database of its own', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    await client.query('CREATE TABLE t (x int)');
    await client.end();
    expect(one.url).not.toBe(other.url);
    await Promise.all([one.drop(), other.drop()]);
  });
});
