import type { CallbackId, CallbackRecord, VisitorCallback } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import type { WatchedPlace } from '../domain/steady-place.js';
import { engagementRecord, visitorView } from '../domain/visitor-view.js';
import type { Dependencies } from './dependencies.js';
import { notFound } from './edit-callback.js';

/** See `Ringback.retrieveCallback`. 1 statement, and the board's when the queue has changed. */
export async function retrieveCallback(deps: Dependencies, id: CallbackId): Promise<CallbackRecord> {
  const { callback, place } = await readWithPlace(deps, id);
  return engagementRecord(callback, place);
}

/** See `Ringback.visitorCallback`. */
export async function visitorCallback(deps: Dependencies, id: CallbackId): Promise<VisitorCallback> {
  const { callback, place } = await readWithPlace(deps, id);
  return visitorView(callback, place, deps.site.served.get(callback.queue)?.settings);
}

export async function readWithPlace(deps: Dependencies, id: CallbackId): Promise<{ callback: Callback; place: WatchedPlace | undefined }> {
  const callback = await deps.callbacks.find(id);
  if (!callback) throw notFound();
  return { callback, place: await placeOf(deps, callback) };
}

/** Undefined unless it waits in a queue of the configuration. */
export async function placeOf(deps: Dependencies, callback: Callback): Promise<WatchedPlace | undefined> {
  if (callback.state !== 'QUEUED' || !deps.site.served.has(callback.queue)) return undefined;
  const board = await deps.boards.fresh(callback.queue);
  const place = board.placeOf(callback.id);
  if (place) return place;
  // It entered the queue on another replica, whose news has not reached us yet.
  deps.boards.markStale(callback.queue);
  return (await deps.boards.fresh(callback.queue)).placeOf(callback.id);
}
