import { callbackId } from '@ringback/contract';
import * as v from 'valibot';
import { Refusal } from '../domain/refusal.js';

const cursor = v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)), callbackId]);

type Key = { readonly at: number; readonly id: v.InferOutput<typeof callbackId> };

const URL_SAFE: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** Where a page ended, as text that means nothing to others. */
export const writeCursor = ({ at, id }: Key): string => btoa(JSON.stringify([at, id])).replace(/[+/=]/g, (sign) => URL_SAFE[sign] ?? '');

/** @throws Refusal INVALID_PARAMETER */
export function readCursor(text: string): Key {
  const read = v.safeParse(cursor, parsed(text));
  if (!read.success) throw new Refusal('INVALID_PARAMETER', 'cursor is not one of ours; use the `next` of the page before.');
  const [at, id] = read.output;
  return { at, id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
}
