import { resolve } from 'node:path';
import * as v from 'valibot';
import { LOG_LEVELS, type LogLevel } from '../ports/log.js';

/** The environment, read and checked. */
export interface Environment {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Home of the embedded database: an absolute folder, or `memory` for one that goes with the process. */
  readonly dataDir: string;
  /** Your own PostgreSQL instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Origin that visitors reach this service by, without a final slash. */
  readonly publicUrl: string | undefined;
  /** Absent: the built-in demo configuration. */
  readonly configFile: string | undefined;
  readonly secret: string | undefined;
  /** Name of the region that this process runs in (SC3). */
  readonly region: string | undefined;
  readonly logLevel: LogLevel;
}

/** Something read from outside: the value, or every problem with it, one text each. */
export type Checked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly string[] };

const text = v.pipe(v.string(), v.trim());
const port = v.pipe(
  text,
  v.regex(/^\d{1,5}$/, 'expected a whole number from 0 to 65535 (0: any free port)'),
  v.transform(Number),
  v.maxValue(65_535, 'expected a whole number from 0 to 65535 (0: any free port)'),
);
const host = v.pipe(text, v.regex(/^[\w.:-]+$/, 'expected a host name or an address, like 127.0.0.1'));
const databaseUrl = v.pipe(
  text,
  v.check(
    (url) => URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol),
    'expected an address like postgres://user:password@host:5432/database',
  ),
);
const publicUrl = v.pipe(
  text,
  v.check((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'expected an address like https://callback.example.com'),
  v.check((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must not have a path; the service lives at the root of its host'),
  v.transform((url) => new URL(url).origin),
);
const folder = v.pipe(
  text,
  v.transform((path) => (path === 'memory' ? path : resolve(path))),
);

const schema = v.object({
  PORT: v.optional(port, '8080'),
  HOST: v.optional(host, '127.0.0.1'),
  DATA_DIR: v.optional(folder, './.data'),
  DATABASE_URL: v.optional(databaseUrl),
  PUBLIC_URL: v.optional(publicUrl),
  RINGBACK_CONFIG: v.optional(text),
  RINGBACK_SECRET: v.optional(v.pipe(v.string(), v.minLength(8, 'must have at least 8 characters'))),
  RINGBACK_REGION: v.optional(
    v.pipe(text, v.regex(/^[A-Za-z0-9_.-]{1,63}$/, 'expected a name like eu-west: up to 63 letters, digits, _ . -')),
  ),
  LOG_LEVEL: v.optional(v.pipe(text, v.toLowerCase(), v.picklist(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`)), 'info'),
});

/** Reads the variables that concern this service. An empty one counts as absent. Values are never repeated in a problem: they may be secrets. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Checked<Environment> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = v.safeParse(schema, given);
  if (!result.success) {
    const byName = new Map(result.issues.map((issue) => [String(issue.path?.[0]?.key), issue.message]));
    return {
      ok: false,
      problems: [...byName].map(([name, message]) => (message.startsWith('must') ? `${name} ${message}` : `${name}: ${message}`)),
    };
  }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, PUBLIC_URL, RINGBACK_CONFIG, RINGBACK_SECRET, RINGBACK_REGION, LOG_LEVEL } = result.output;
  return {
    ok: true,
    value: {
      port: PORT,
      host: HOST,
      dataDir: DATA_DIR,
      databaseUrl: DATABASE_URL,
      publicUrl: PUBLIC_URL,
      configFile: RINGBACK_CONFIG,
      secret: RINGBACK_SECRET,
      region: RINGBACK_REGION,
      logLevel: LOG_LEVEL,
    },
  };
}
