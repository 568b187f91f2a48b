/* Recorded statements again and again, each time for another record: by pgbench, and through the product's storage door. */
import { LANE, nextStart } from './ids.mjs';
import { preparePgbench } from './pgbench.mjs';
import { toSteps, transactionsOf } from './recording.mjs';
import { rateOf } from './rounds.mjs';

/**
 * A value that differs from run to run. `sql` computes it in pgbench from `:id` (and what `sets` adds), `js` from the same id.
 * @typedef {{ matches: (value: unknown) => boolean, sql: string, js: (id: number) => unknown }} Varying
 * @typedef {{ statements: readonly import('./recording.mjs').Statement[], varying: readonly Varying[], sets?: readonly string[] }} Recorded
 * @typedef {{ lanes: number, seconds: number }} Load
 */

/**
 * @param {{ program: string, url: string, folder: string, name: string }} where
 * @param {import('pg').Client} client @param {Recorded} recorded
 * @returns {Promise<(load: Load, start?: number) => Promise<number>>} runs per second
 */
export async function byPgbench(where, client, { statements, varying, sets = [] }) {
  const steps = await toSteps(client, statements, (value) => varying.find(({ matches }) => matches(value))?.sql);
  const run = await preparePgbench(where, { sets: ['n :n + 1', `id :start + :client_id * ${LANE} + :n`, ...sets], steps });
  return (load, start = nextStart()) => run({ ...load, start });
}

/**
 * @param {object} database the product's `Database` @param {Recorded} recorded
 * @param {Load} load
 */
export function throughStorageDoor(database, { statements, varying }, load, start = nextStart()) {
  const groups = transactionsOf(statements);
  const numbers = new Map();
  return rateOf(load, async (lane) => {
    const n = (numbers.get(lane) ?? 0) + 1;
    numbers.set(lane, n);
    const id = start + lane * LANE + n;
    const run = (on, { text, values }) =>
      on.rows(
        text,
        values.map((value) => {
          const change = varying.find(({ matches }) => matches(value));
          return change ? change.js(id) : value;
        }),
      );
    for (const group of groups) {
      if (group.inTransaction)
        await database.transaction(async (tx) => {
          for (const statement of group.statements) await run(tx, statement);
        });
      else for (const statement of group.statements) await run(database, statement);
    }
  });
}
