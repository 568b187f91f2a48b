import { DatabaseUnavailable } from '../ports/database-unavailable.js';

interface DriverError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly message?: unknown;
}

const partsOf = (error: unknown): DriverError => (typeof error === 'object' && error !== null ? error : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const codeOf = (error: unknown): string => textOf(partsOf(error).code);

const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Classes and codes of PostgreSQL that say "not now": connection exceptions, shutdown, crash recovery, no free connection. */
const SQLSTATE_NOT_NOW = /^(?:08...|57P0[1-5]|53300)$/;
/** The driver's own messages carry no code. */
const MESSAGE_NOT_NOW =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Cannot use a pool after calling end/;

/** Turns trouble on the way to the database into {@link DatabaseUnavailable}; anything else passes unchanged. */
export function translated(error: unknown): unknown {
  const code = codeOf(error);
  const unreachable =
    SOCKET_CODES.has(code) || SQLSTATE_NOT_NOW.test(code) || (code === '' && MESSAGE_NOT_NOW.test(textOf(partsOf(error).message)));
  return unreachable ? new DatabaseUnavailable(error) : error;
}

/** Deadlock or serialisation failure: the transaction was undone as a whole and may simply run again. */
export const isRepeatable = (error: unknown): boolean => ['40P01', '40001'].includes(codeOf(error));

/** Name of the unique index that refused a row. */
export function violatedUnique(error: unknown): string | undefined {
  const { constraint } = partsOf(error);
  return codeOf(error) === '23505' && typeof constraint === 'string' ? constraint : undefined;
}

/** Name of the CHECK constraint that refused a row. */
export function violatedCheck(error: unknown): string | undefined {
  const { constraint } = partsOf(error);
  return codeOf(error) === '23514' && typeof constraint === 'string' ? constraint : undefined;
}
