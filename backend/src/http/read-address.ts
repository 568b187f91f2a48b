import { Refusal } from '../domain/refusal.js';
import { isPlainText } from './plain-text-check.js';

/** Refuses a path whose percent-encoding can't be read. */
export function requireReadablePath(url: string): void {
  const path = new URL(url).pathname;
  try {
    if (isPlainText(decodeURIComponent(path))) return;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal('INVALID_PARAMETER', 'the path is not valid percent-encoded UTF-8 text');
}

/** Query parameters, each given once. Unknown ones are left to the schema, which ignores them. */
export function readQuery(url: string): Record<string, string> {
  const query = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URL(url).searchParams) {
    if (name in query) throw new Refusal('INVALID_PARAMETER', `the query parameter "${name.slice(0, 64)}" is given more than once`);
    if (!isPlainText(value))
      throw new Refusal('INVALID_PARAMETER', `the query parameter "${name.slice(0, 64)}" has a character that is not text`);
    query[name] = value;
  }
  return query;
}
