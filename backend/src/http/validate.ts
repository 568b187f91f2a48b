import * as v from 'valibot';
import { Refusal } from '../domain/refusal.js';

const MOST_PROBLEMS = 8;

/**
 * Checks what came in with the contract's schema.
 * @throws Refusal INVALID_PARAMETER that names each field and what is expected there.
 */
export function validated<Schema extends v.GenericSchema>(schema: Schema, input: unknown, where: 'body' | 'query'): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const problems = [...new Set(result.issues.map((issue) => problemText(issue, where)))];
  const shown = problems.slice(0, MOST_PROBLEMS).join('; ');
  throw new Refusal('INVALID_PARAMETER', problems.length > MOST_PROBLEMS ? `${shown}; and ${problems.length - MOST_PROBLEMS} more` : shown);
}

function problemText(issue: v.BaseIssue<unknown>, where: 'body' | 'query'): string {
  const path = (issue.path ?? []).map((item) => item.key);
  const field = path.length > 0 ? pathText(path) : `the ${where}`;
  // A key that isn't there is reported as an issue of the object around it.
  if (issue.type.endsWith('object') && issue.received === 'undefined' && path.length > 0) return `${field} is missing`;
  // The library's own words quote the value; ours do not.
  const message = issue.message.startsWith('Invalid ') ? plainWords(issue.expected) : issue.message;
  return /^(?:is|must|has|may) /.test(message) ? `${field} ${message}` : `${field}: ${message}`;
}

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  never: 'is not a known field; check the spelling',
  Object: 'expected an object',
  Array: 'expected a list',
  string: 'expected text',
  boolean: 'expected true or false',
  number: 'expected a number',
};

/** What the schema library expects: it says `never`, `("a" | "b")`, `<=200`. */
function plainWords(expected: string | null): string {
  if (expected === null) return 'expected another value';
  const bound = /^[<>]=(.+)$/.exec(expected)?.[1];
  if (bound !== undefined) return `must be at ${expected.startsWith('<') ? 'most' : 'least'} ${bound}`;
  return PLAIN_WORDS[expected] ?? `expected ${expected.replaceAll(/["()]/g, '').replaceAll(' | ', ', ')}`;
}

const pathText = (keys: readonly unknown[]): string =>
  keys.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? shortKey(key) : `${text}.${shortKey(key)}`),
    '',
  );

const shortKey = (key: unknown): string => (String(key).length > 64 ? `${String(key).slice(0, 64)}…` : String(key));
