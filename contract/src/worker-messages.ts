import * as v from 'valibot';
import { callbackId } from './brands.js';
import { pushPayload } from './push.js';

/** Protocol between page and service worker; both sides drop anything else. */
export const WORKER_PROTOCOL = 1;

const head = { source: v.literal('ringback'), protocol: v.literal(WORKER_PROTOCOL) };
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

/** What somebody did with a notification; `received`: it was not shown, because a page in front got it. */
export const PUSH_ACTIONS = ['received', 'open', 'confirm', 'cancel', 'call'] as const;
export type PushAction = (typeof PUSH_ACTIONS)[number];

export const pageToWorker = v.variant('type', [
  /** Asks for `welcome`, and then for what the worker has kept for a page that was not there yet. */
  v.object({ ...head, type: v.literal('hello'), pageId: v.pipe(v.string(), v.uuid()) }),
  /** The page has taken what `push` told; `key` is its `pushKey`. A page in front that does not say so in time is taken for gone. */
  v.object({ ...head, type: v.literal('delivered'), callbackId: v.string(), event: v.string(), key: v.optional(key) }),
  /** Nobody needs the notifications of this callback any more: it was cancelled, moved or answered in the page. */
  v.object({ ...head, type: v.literal('forget'), callbackId }),
]);
export const workerToPage = v.variant('type', [
  v.object({ ...head, type: v.literal('welcome'), workerVersion: v.string() }),
  v.object({ ...head, type: v.literal('push'), payload: pushPayload, action: v.picklist(PUSH_ACTIONS) }),
  /** The push subscription has changed: the page asks Firebase for its token again and hands it on. */
  v.object({ ...head, type: v.literal('tokenStale') }),
]);
export type PageToWorker = v.InferOutput<typeof pageToWorker>;
export type WorkerToPage = v.InferOutput<typeof workerToPage>;
