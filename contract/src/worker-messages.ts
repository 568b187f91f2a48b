import * as v from 'valibot';
import { pushPayload } from './push.js';

/** Protocol between page and service worker; both sides drop anything else. */
export const WORKER_PROTOCOL = 1;

const head = { source: v.literal('ringback'), protocol: v.literal(WORKER_PROTOCOL) };

export const pageToWorker = v.variant('type', [
  v.object({ ...head, type: v.literal('hello'), pageId: v.pipe(v.string(), v.uuid()) }),
  v.object({ ...head, type: v.literal('delivered'), callbackId: v.string(), event: v.string() }),
]);
export const workerToPage = v.variant('type', [
  v.object({ ...head, type: v.literal('welcome'), workerVersion: v.string() }),
  v.object({
    ...head,
    type: v.literal('push'),
    payload: pushPayload,
    action: v.picklist(['received', 'open', 'confirm', 'cancel', 'call']),
  }),
]);
export type PageToWorker = v.InferOutput<typeof pageToWorker>;
export type WorkerToPage = v.InferOutput<typeof workerToPage>;
