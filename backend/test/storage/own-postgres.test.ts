import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryOwnPostgres } from '../../src/storage/own-postgres.js';
import { freshDatabase, type TestDatabase } from '../postgres.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

it('lets a good server pass', async () => {
  await expect(tryOwnPostgres(database.url)).resolves.toBeUndefined();
});

it.each([
  ['nobody listens', (url: URL) => (url.port = '1'), /no PostgreSQL answers at 127\.0\.0\.1:1 \(ECONNREFUSED\).*unset DATABASE_URL/s],
  ['the password is wrong', (url: URL) => (url.password = 'guess-me'), /does not let the user \w+ in/],
  ['the database does not exist', (url: URL) => (url.pathname = '/no_such'), /no database "no_such".*createdb no_such/s],
])('says what to do when %s, without the password', async (_, change, words) => {
  const url = changed(change);
  const tried = tryOwnPostgres(url);
  await expect(tried).rejects.toThrow(words);
  await expect(tried).rejects.not.toThrow(new URL(url).password);
});
