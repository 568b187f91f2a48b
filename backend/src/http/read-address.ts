import { type CallbackId, callbackId } from '@ringback/contract';
import * as v from 'valibot';
import { Refusal } from '../domain/refusal.js';
import { isPlainText } from './plain-text-check.js';

/** Refuses an address whose host is none, and a path whose percent-encoding can't be read. */
export function requireReadablePath(url: string): void {
  const path = pathOf(url);
  try {
    if (isPlainText(decodeURIComponent(path))) return;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal('INVALID_PARAMETER', 'the path is not valid percent-encoded UTF-8 text');
}

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    throw new Refusal('INVALID_PARAMETER', 'the request has no readable address; check its path and its Host header');
  }
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

/** @throws Refusal INVALID_PARAMETER */
export function readCallbackId(text: string): CallbackId {
  const id = v.safeParse(callbackId, text);
  if (id.success) return id.output;
  throw new Refusal('INVALID_PARAMETER', 'the id in the path must be a UUID like 0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10');
}
