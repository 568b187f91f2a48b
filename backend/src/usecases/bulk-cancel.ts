import {
  CALLBACK_STATES,
  toIsoInstant,
  type BulkCancel,
  type BulkCancelParams,
  type BulkCancelReport,
  type BulkResult,
  type CallbackId,
} from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { csvLine, CSV_START } from '../domain/csv.js';
import { Refusal } from '../domain/refusal.js';
import type { BulkCancelHead, BulkSelection } from '../ports/bulk-cancel-store.js';
import { cancelCallback } from './cancel-callback.js';
import type { Dependencies } from './dependencies.js';
import { visibleQueues } from './managed-callbacks.js';
import { readCursor, writeCursor } from './page-cursor.js';
import type { TextStream } from './managing-verbs.js';
import type { ConsoleUser } from './ringback.js';

/** Records cancelled between two notes of what became of them. */
const BATCH = 200;
const AT_ONCE = 5;
/** A replica that has not gone on for this long is taken for dead. */
const LEASE_MS = 15_000;
const REPORT_PAGE = 250;
const REPORTS_LISTED = 50;
const OPEN_STATES = CALLBACK_STATES.filter((state) => state !== 'COMPLETED');

/** See `ManagingVerbs.startBulkCancel`. */
export async function startBulkCancel(deps: Dependencies, user: ConsoleUser, { ids, range }: BulkCancelParams): Promise<BulkCancelReport> {
  const id = deps.credentials.newCallbackId(deps.clock.now());
  const selection: BulkSelection = range
    ? { kind: 'range', from: range.from, to: range.to, states: (range.states ?? OPEN_STATES).filter((state) => state !== 'COMPLETED') }
    : { kind: 'ids', ids: ids ?? [] };
  if (selection.kind === 'range' && selection.to <= selection.from)
    throw new Refusal('INVALID_PARAMETER', 'range.to is not after range.from. Choose a later end.');
  await deps.bulkCancels.start({
    id,
    requestedBy: user.username,
    at: deps.clock.now(),
    queues: visibleQueues(user, range?.queues),
    selection,
  });
  await runBatch(deps, { id, requestedBy: user.username });
  return bulkCancelReport(deps, user, id, undefined);
}

/** Goes on with bulk cancels that are not finished; one batch. Resolves with whether there may be more to do. */
export async function continueBulkCancels(deps: Dependencies): Promise<boolean> {
  const now = deps.clock.now();
  const claimed = await deps.bulkCancels.claim(deps.replica, now, now + LEASE_MS);
  if (!claimed) return false;
  await runBatch(deps, claimed);
  return true;
}

async function runBatch(deps: Dependencies, { id, requestedBy }: { id: string; requestedBy: string }): Promise<void> {
  const pending = await deps.bulkCancels.pending(id, BATCH);
  const found = new Map((await deps.callbacks.findMany(pending)).map((callback) => [callback.id, callback]));
  const results = new Map<CallbackId, BulkResult>();
  const queue = [...pending];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results.set(next, await cancelOne(deps, { id: next, callback: found.get(next) }, { bulk: id, requestedBy }));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const left = await deps.bulkCancels.settle(id, results, deps.clock.now());
  if (left === 0) deps.log.info('bulk cancel finished', { bulk: id });
}

type Found = { readonly id: CallbackId; readonly callback: Callback | undefined };

/** The cause names the bulk cancel, so that after a crash its own work is told from that of others. */
async function cancelOne(
  deps: Dependencies,
  { id, callback }: Found,
  { bulk, requestedBy }: { bulk: string; requestedBy: string },
): Promise<BulkResult> {
  const cause = `cancelled in bulk ${bulk}`;
  switch (callback?.state) {
    case undefined:
      return 'not-found';
    case 'PROCESSING':
      return 'in-conversation';
    case 'COMPLETED': {
      const events = await deps.callbacks.events(id);
      return events.some((event) => event.cause === cause) ? 'cancelled' : 'already-ended';
    }
    case 'SCHEDULED':
    case 'QUEUED':
    case 'ROUTING':
      return tryCancel(deps, id, { cause, bulk, requestedBy });
  }
}

async function tryCancel(
  deps: Dependencies,
  id: CallbackId,
  { cause, bulk, requestedBy }: { cause: string; bulk: string; requestedBy: string },
): Promise<BulkResult> {
  try {
    await cancelCallback(deps, id, { kind: 'admin', name: requestedBy }, cause);
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 'WRONG_STATE' && error.status !== 'NOT_FOUND')) throw error;
  }
  // Somebody else may have been faster, with a call or a cancel of their own: what is on record counts.
  const now = await deps.callbacks.find(id);
  if (now && now.state !== 'COMPLETED' && now.state !== 'PROCESSING') throw new Error('a callback went on after its cancel');
  return cancelOne(deps, { id, callback: now }, { bulk, requestedBy });
}

/** See `ManagingVerbs.bulkCancels`. */
export async function bulkCancels(deps: Dependencies, user: ConsoleUser): Promise<BulkCancel[]> {
  const heads = await deps.bulkCancels.latest(user.queues === undefined ? undefined : user.username, REPORTS_LISTED);
  return heads.map(headView);
}

/** See `ManagingVerbs.bulkCancelReport`. */
export async function bulkCancelReport(
  deps: Dependencies,
  user: ConsoleUser,
  id: string,
  cursor: string | undefined,
): Promise<BulkCancelReport> {
  const head = await visibleHead(deps, user, id);
  const after = cursor === undefined ? undefined : readCursor(cursor).id;
  const items = await deps.bulkCancels.items(head.id, after, REPORT_PAGE + 1);
  const page = items.slice(0, REPORT_PAGE);
  const last = page.at(-1);
  return {
    ...headView(head),
    items: page.map((item) => ({ id: item.id, ...(item.result !== undefined && { result: item.result }) })),
    ...(items.length > REPORT_PAGE && last && { next: writeCursor({ at: head.requestedAt, id: last.id }) }),
  };
}

/** See `ManagingVerbs.bulkCancelFile`. */
export async function bulkCancelFile(deps: Dependencies, user: ConsoleUser, id: string): Promise<TextStream> {
  const head = await visibleHead(deps, user, id);
  return reportLines(deps, head.id);
}

async function* reportLines(deps: Dependencies, id: string): AsyncGenerator<string> {
  yield CSV_START + csvLine(['Callback ID', 'Result']);
  let after: CallbackId | undefined;
  for (;;) {
    const items = await deps.bulkCancels.items(id, after, REPORT_PAGE * 4);
    if (items.length === 0) return;
    yield items.map((item) => csvLine([item.id, item.result ?? 'pending'])).join('');
    after = items.at(-1)?.id;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

async function visibleHead(deps: Dependencies, user: ConsoleUser, id: string): Promise<BulkCancelHead> {
  const head = UUID.test(id) ? await deps.bulkCancels.head(id) : undefined;
  if (head && (user.queues === undefined || head.requestedBy === user.username)) return head;
  throw new Refusal('NOT_FOUND', 'There is no such bulk cancel, or its report is no longer kept. Check the id.');
}

function headView({ id, requestedBy, requestedAt, finishedAt, counts }: BulkCancelHead): BulkCancel {
  return {
    id,
    requestedBy,
    requestedAt: toIsoInstant(requestedAt),
    ...(finishedAt !== undefined && { finishedAt: toIsoInstant(finishedAt) }),
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    pending: counts.pending,
    cancelled: counts.cancelled,
    inConversation: counts['in-conversation'],
    alreadyEnded: counts['already-ended'],
    notFound: counts['not-found'],
  };
}
