import { toIsoInstant, type ApiError, type apiErrorQuery, type apiErrors } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { ApiErrorEntry, ApiErrorLog } from '../ports/api-error-log.js';
import type { Dependencies } from './dependencies.js';
import { readCursor, writeCursor } from './page-cursor.js';
import type { CallbackId } from '@ringback/contract';

const PAGE = 250;
const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;
const KEPT = 10_000;
/** Refusals waiting to be written down; with more than that somebody is flooding us, and the newest say as much as all. */
const MOST_WAITING = 500;

/** Collects refusals, so that a flood of bad requests costs a statement a second and not one each. */
export interface ErrorNotes {
  note(entry: ApiErrorEntry): void;
  /** Writes down what waits; no statement when nothing does. Resolves with its number. */
  flush(): Promise<number>;
}

export function createErrorNotes(log: Pick<ApiErrorLog, 'add'>): ErrorNotes {
  let waiting: ApiErrorEntry[] = [];
  let written: Promise<unknown> = Promise.resolve();
  const write = async (): Promise<number> => {
    const entries = waiting;
    if (entries.length === 0) return 0;
    waiting = [];
    try {
      await log.add(entries);
    } catch (error) {
      waiting = [...entries, ...waiting].slice(-MOST_WAITING);
      throw error;
    }
    return entries.length;
  };
  return {
    note(entry) {
      waiting.push(entry);
      if (waiting.length > MOST_WAITING) waiting.shift();
    },
    flush() {
      // Whoever reads after this must also find what somebody else is writing just now.
      const flushed = written.then(write, write);
      written = flushed.catch(() => undefined);
      return flushed;
    },
  };
}

/** See `ManagingVerbs.apiErrors`. */
export async function listApiErrors(
  deps: Dependencies,
  { corrId, cursor }: InferOutput<typeof apiErrorQuery>,
): Promise<InferOutput<typeof apiErrors>> {
  await deps.errorNotes.flush();
  if (corrId !== undefined) {
    const found = await deps.apiErrors.find(corrId);
    return { errors: found ? [toView(found)] : [] };
  }
  const key = cursor === undefined ? undefined : readCursor(cursor);
  const entries = await deps.apiErrors.list(key && { at: key.at, corrId: key.id }, PAGE + 1);
  const page = entries.slice(0, PAGE);
  const last = page.at(-1);
  const next = entries.length > PAGE && last ? writeCursor({ at: last.at, id: last.corrId as CallbackId }) : undefined;
  return { errors: page.map(toView), ...(next !== undefined && { next }) };
}

const toView = ({ at, origin, ...rest }: ApiErrorEntry): ApiError => ({
  ...rest,
  at: toIsoInstant(at),
  ...(origin !== undefined && { origin }),
});

/** A week of refusals, and no more than the newest ten thousand. */
export const sweepApiErrors = ({ apiErrors: log }: Dependencies, now: number): Promise<void> => log.sweep(now - KEPT_MS, KEPT);
