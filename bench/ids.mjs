/* Ids for records that a benchmark makes: pgbench computes the same ones as JavaScript. */

/** For pgbench, of its variable `:id`. */
export const ID_SQL = idSql(':id::bigint');

/** @param {string} number SQL of a bigint */
export function idSql(number) {
  return `('ffff' || lpad(to_hex(${number}), 28, '0'))::uuid`;
}

/** @param {number} number */
export const idOf = (number) =>
  `ffff${number.toString(16).padStart(28, '0')}`.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

let runs = 0;
/** First number of a run: those of different runs never meet. */
export const nextStart = () => (runs += 1) * 1_000_000_000;
/** Numbers of a lane begin so far apart. */
export const LANE = 1_000_000;
