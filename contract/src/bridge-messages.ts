import * as v from 'valibot';
import { pushPayload } from './push.js';

/** BR3: version of the messages between page and native host. */
export const BRIDGE_PROTOCOL = 1;

const head = { ringback: v.literal(BRIDGE_PROTOCOL), id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) };

/** Page to host: every request has an id; the host answers with the same one. */
export const bridgeRequest = v.variant('method', [
  v.object({ ...head, method: v.literal('hello') }),
  v.object({ ...head, method: v.literal('pushToken') }),
  v.object({ ...head, method: v.literal('dial'), params: v.object({ telUri: v.pipe(v.string(), v.startsWith('tel:')) }) }),
  v.object({ ...head, method: v.literal('storageGet'), params: v.object({ key: v.string() }) }),
  v.object({ ...head, method: v.literal('storageSet'), params: v.object({ key: v.string(), value: v.nullable(v.string()) }) }),
]);
/** Host to page: an answer, or something that happened. */
export const bridgeReply = v.variant('kind', [
  v.object({ ...head, kind: v.literal('result'), result: v.unknown() }),
  v.object({ ...head, kind: v.literal('error'), message: v.string() }),
]);
export const bridgeEvent = v.variant('event', [
  v.object({ ...head, event: v.literal('push'), payload: pushPayload }),
  v.object({ ...head, event: v.literal('lifecycle'), state: v.picklist(['foreground', 'background']) }),
]);
export type BridgeRequest = v.InferOutput<typeof bridgeRequest>;
export type BridgeReply = v.InferOutput<typeof bridgeReply>;
export type BridgeEvent = v.InferOutput<typeof bridgeEvent>;
