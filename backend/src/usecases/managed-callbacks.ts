import {
  CALLBACK_PAGE,
  CALLBACK_STATES,
  callbackId,
  type CallbackId,
  type CallbackListQuery,
  type CallbackPage,
  type ListedCallback,
  type ManagedCallback,
  type callbackSearch,
} from '@ringback/contract';
import * as v from 'valibot';
import type { Callback } from '../domain/callback.js';
import { judgeNumber } from '../domain/phone-number.js';
import { recordMatch } from '../domain/record-search.js';
import { Refusal } from '../domain/refusal.js';
import type { RecordQuery, WholeRecord } from '../ports/record-store.js';
import type { Dependencies } from './dependencies.js';
import { notFound } from './edit-callback.js';
import { listedView, wholeView } from './managed-view.js';
import { readCursor, writeCursor } from './page-cursor.js';
import { placeOf } from './retrieve-callback.js';
import type { ConsoleUser } from './ringback.js';

/** See `ManagingVerbs.listCallbacks`. */
export async function listCallbacks(deps: Dependencies, user: ConsoleUser, query: CallbackListQuery): Promise<CallbackPage> {
  const { sort, order } = query;
  if (sort === 'createdAt' && (query.from === undefined || query.to === undefined))
    throw new Refusal('INVALID_PARAMETER', 'sort by createdAt needs from and to; give both, or sort by desiredTime.');
  const page = await deps.records.list({
    ...recordFilter(user, query),
    sort,
    descending: order === 'desc',
    after: query.cursor === undefined ? undefined : readCursor(query.cursor),
    limit: CALLBACK_PAGE,
  });
  return { callbacks: await listed(deps, page.callbacks), ...(page.next && { next: writeCursor(page.next) }) };
}

type Filters = Pick<CallbackListQuery, 'from' | 'to' | 'states' | 'queues' | 'search' | 'field'>;

/** What a user asked for, within what the user may see. */
export const recordFilter = (
  user: ConsoleUser,
  { from, to, states, queues, search, field }: Filters,
): Pick<RecordQuery, 'from' | 'to' | 'states' | 'queues' | 'match'> => ({
  from,
  to,
  states: states ?? CALLBACK_STATES,
  queues: visibleQueues(user, queues),
  match: recordMatch(field, search ?? ''),
});

/** Undefined: all. */
export function visibleQueues(user: ConsoleUser, asked: readonly string[] | undefined): readonly string[] | undefined {
  if (user.queues === undefined) return asked && [...new Set(asked)];
  const own = new Set(user.queues);
  return asked === undefined ? [...own] : [...new Set(asked)].filter((queue) => own.has(queue));
}

export const maySee = (user: ConsoleUser, queue: string): boolean => user.queues === undefined || user.queues.includes(queue);

const listed = (deps: Dependencies, callbacks: readonly Callback[]): Promise<ListedCallback[]> =>
  Promise.all(callbacks.map(async (callback) => listedView(deps, callback, await placeOf(deps, callback))));

/** See `ManagingVerbs.searchCallbacks`. */
export async function searchCallbacks(
  deps: Dependencies,
  user: ConsoleUser,
  wanted: string,
): Promise<v.InferOutput<typeof callbackSearch>> {
  const id = readId(wanted.trim());
  if (id !== undefined) {
    const callback = await deps.callbacks.find(id);
    return { callbacks: callback && maySee(user, callback.queue) ? await listed(deps, [callback]) : [], more: false };
  }
  const found = await deps.records.ofNumber(readNumber(deps, wanted), user.queues, CALLBACK_PAGE + 1);
  return { callbacks: await listed(deps, found.slice(0, CALLBACK_PAGE)), more: found.length > CALLBACK_PAGE };
}

/**
 * A number as staff write it, in E.164. National numbers are read in the first default country of the queues' rules.
 * @throws Refusal INVALID_PHONE_NUMBER
 */
export function readNumber({ site }: Dependencies, text: string): string {
  const defaultCountry = [...site.queues.values()].map(({ numberRule }) => numberRule?.defaultCountry).find((code) => code !== undefined);
  // Also a number that no rule permits any more may be on record.
  if (/^\+[1-9]\d{1,14}$/.test(text.trim())) return text.trim();
  return judgeNumber(text, { defaultCountry }).e164;
}

/** See `ManagingVerbs.managedCallback`. */
export async function managedCallback(deps: Dependencies, user: ConsoleUser, id: string): Promise<ManagedCallback> {
  const record = await visibleRecord(deps, user, id);
  const place = await placeOf(deps, record.callback);
  return { ...wholeView(record, place), ...listedView(deps, record.callback, place) };
}

/** @throws Refusal NOT_FOUND, also for a record of a queue that the user may not see */
export async function visibleRecord(deps: Dependencies, user: ConsoleUser, id: string): Promise<WholeRecord> {
  const known = readId(id);
  const record = known === undefined ? undefined : await deps.records.whole(known);
  if (!record || !maySee(user, record.callback.queue)) throw notFound();
  return record;
}

function readId(text: string): CallbackId | undefined {
  const read = v.safeParse(callbackId, text);
  return read.success ? read.output : undefined;
}
