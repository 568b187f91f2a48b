import { Client } from 'pg';
import { DatabaseProblem } from './embedded-postgres/problem.js';

const OLDEST_MAJOR = 15;

/** Tries the server that DATABASE_URL names, so that what is wrong with it is said before anything else starts. Throws `DatabaseProblem`. */
export async function tryOwnPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; writable: boolean }>(
      `SELECT current_setting('server_version') AS version, NOT pg_is_in_recovery() AS writable`,
    );
    const [found] = rows;
    if (Number.parseInt(found?.version ?? '', 10) < OLDEST_MAJOR) {
      throw new DatabaseProblem(
        `The PostgreSQL that DATABASE_URL names is version ${found?.version}; Ringback needs ${OLDEST_MAJOR} or newer. Upgrade it, or unset DATABASE_URL to use the one that Ringback brings along.`,
      );
    }
    if (found?.writable === false)
      throw new DatabaseProblem('The PostgreSQL that DATABASE_URL names is a read-only standby. Name its primary.');
  } catch (error) {
    throw error instanceof DatabaseProblem ? error : explain(error, new URL(url));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Names host, database and user, never the password. */
function explain(error: unknown, { hostname, port, pathname, username }: URL): DatabaseProblem {
  const code = (error as { code?: string }).code ?? '';
  const server = `${hostname}:${port || '5432'}`;
  const database = decodeURIComponent(pathname.slice(1));
  const user = decodeURIComponent(username);
  switch (code) {
    case '28P01':
    case '28000':
      return new DatabaseProblem(
        `DATABASE_URL: ${server} does not let the user ${user} in. Check the name, the password and the server's pg_hba.conf.`,
      );
    case '3D000':
      return new DatabaseProblem(`DATABASE_URL: there is no database "${database}" on ${server}. Make it: createdb ${database}`);
    case '42501':
      return new DatabaseProblem(
        `DATABASE_URL: the user ${user} may not use the database "${database}" on ${server}. Grant it, or make ${user} its owner.`,
      );
    case '53300':
      return new DatabaseProblem(`DATABASE_URL: ${server} has no connection left. Raise its max_connections, or stop what holds them.`);
    default: {
      const reason = code || (error instanceof Error ? error.message : 'no reason given');
      return new DatabaseProblem(
        `DATABASE_URL: no PostgreSQL answers at ${server} (${reason}). Start it, or correct the address, or unset DATABASE_URL to use the one that Ringback brings along.`,
      );
    }
  }
}
