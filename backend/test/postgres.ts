import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { inject } from 'vitest';

/** What the test server says to whoever connects: where it is, or why it is not. */
export type ServerAnswer = { url: string } | { problem: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** A loopback port; whoever connects gets a `ServerAnswer`. The server is started by the first to ask. */
    postgresPort: number;
  }
}

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database on the test server (an embedded one, or TEST_DATABASE_URL). */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function testServer(): Promise<string> {
  const answer = JSON.parse(await text(connect(inject('postgresPort'), '127.0.0.1'))) as ServerAnswer;
  if ('problem' in answer) {
    throw new Error(
      `The tests need a PostgreSQL, and there is none: ${answer.problem}\nOr give one: TEST_DATABASE_URL=postgres://user:password@host:5432/postgres npm test (the user must be allowed to create databases).`,
    );
  }
  return answer.url;
}

async function execute(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
