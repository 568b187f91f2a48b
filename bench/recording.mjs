/* The statements of an operation, as the service really sends them: to count them, and to send the same ones again. */
import pg from 'pg';

/** @typedef {{ text: string, values: readonly unknown[] }} Statement */

/** News to and from other replicas go beside the operation, in batches. */
const isNews = ({ text }) => text.includes('pg_notify') || text.startsWith('LISTEN');

/**
 * Statements that this process sends while `work` runs, BEGIN and COMMIT among them.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Statement[]>}
 */
export async function statementsOf(work) {
  const sent = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (config, values, ...rest) {
    const text = typeof config === 'string' ? config : config.text;
    sent.push({ text, values: (Array.isArray(values) ? values : config.values) ?? [] });
    return query.call(this, config, values, ...rest);
  };
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return sent.filter((statement) => !isNews(statement));
}

/** pgbench has no parameters that are NULL or empty. */
const ABSENT = '~';

const isControl = ({ text }) => /^(?:BEGIN|COMMIT|ROLLBACK)$/i.test(text);
/** Statements without those that only frame a transaction. */
export const countOf = (statements) => statements.filter((statement) => !isControl(statement)).length;

/** Those of the statements that name one record, with the transactions around them. */
export function statementsAbout(id, statements) {
  const mentions = (value) => value === id || (Array.isArray(value) && value.includes(id));
  return transactionsOf(statements)
    .filter((group) => group.statements.some(({ values }) => values.some(mentions)))
    .flatMap((group) => (group.inTransaction ? [BEGIN, ...group.statements, COMMIT] : group.statements));
}

const BEGIN = { text: 'BEGIN', values: [] };
const COMMIT = { text: 'COMMIT', values: [] };

/** Statements in groups: those of one transaction, and those that stand alone. */
export function transactionsOf(statements) {
  const groups = [];
  let open;
  for (const statement of statements) {
    if (isControl(statement)) {
      open = /^BEGIN/i.test(statement.text) ? { inTransaction: true, statements: [] } : undefined;
      if (open) groups.push(open);
    } else if (open) open.statements.push(statement);
    else groups.push({ inTransaction: false, statements: [statement] });
  }
  return groups;
}

/**
 * The same statements for pgbench. A value for which `varies` knows an expression (of pgbench variables) is computed by
 * it, any other stays as it was recorded; absent ones stay parameters, too, so that the server plans as it does for us.
 * @param {import('pg').Client} client
 * @param {readonly Statement[]} statements
 * @param {(value: unknown) => string | undefined} varies
 */
export async function toSteps(client, statements, varies) {
  const steps = [];
  for (const [index, statement] of statements.entries()) {
    if (isControl(statement)) steps.push({ sql: statement.text, texts: {} });
    else steps.push(await toStep(client, statement, { index, varies }));
  }
  return steps;
}

async function toStep(client, { text, values }, { index, varies }) {
  const types = await parameterTypes(client, text);
  const texts = { absent: ABSENT };
  const expressions = values.map((value, place) => {
    const type = types[place];
    const computed = varies(value);
    if (computed !== undefined) return `(${computed})::${type}`;
    if (value === null || value === undefined) return `nullif(:absent::text, '${ABSENT}')::${type}`;
    if (literalOf(value) === '') return `''::${type}`;
    const name = `v${index}_${place + 1}`;
    texts[name] = literalOf(value);
    return `:${name}::${type}`;
  });
  return { sql: text.replace(/\$(\d+)/g, (_, place) => `(${expressions[Number(place) - 1]})`), texts };
}

async function parameterTypes(client, text) {
  await client.query(`PREPARE bench_types AS ${text}`);
  const { rows } = await client.query(`SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = 'bench_types'`);
  await client.query('DEALLOCATE bench_types');
  return rows[0].types;
}

function literalOf(value) {
  if (Array.isArray(value)) return `{${value.map((item) => (item === null ? 'NULL' : `"${literalOf(item)}"`)).join(',')}}`;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return String(value);
}
