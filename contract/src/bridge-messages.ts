import * as v from 'valibot';
import { pushPayload } from './push.js';

/** BR3: version of the messages between page and native host. */
export const BRIDGE_PROTOCOL = 1;

const head = { ringback: v.literal(BRIDGE_PROTOCOL), id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) };
const token = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const value = v.nullable(v.pipe(v.string(), v.maxLength(65_536)));

/** What a host may be able to do, as `hello` tells it. */
export const BRIDGE_CAPABILITIES = ['push', 'dial', 'storage', 'lifecycle'] as const;

/** Page to host: every request has an id; the host answers with the same one. */
export const bridgeRequest = v.variant('method', [
  v.object({ ...head, method: v.literal('hello') }),
  /** May ask the person for permission. */
  v.object({ ...head, method: v.literal('pushToken') }),
  v.object({ ...head, method: v.literal('dial'), params: v.object({ telUri: v.pipe(v.string(), v.startsWith('tel:')) }) }),
  v.object({ ...head, method: v.literal('storageGet'), params: v.object({ key }) }),
  v.object({ ...head, method: v.literal('storageSet'), params: v.object({ key, value }) }),
]);
/** What `result` is, by the method of the request; anything else is dropped, and the request times out. */
export const bridgeResults = {
  hello: v.object({
    /** As the host calls itself, `ios`, `android` ...; for logs. */
    host: v.pipe(v.string(), v.maxLength(64)),
    capabilities: v.array(v.pipe(v.string(), v.maxLength(64))),
  }),
  /** Null: the person said no, or the device can't. */
  pushToken: v.object({ token: v.nullable(token) }),
  dial: v.object({}),
  storageGet: v.object({ value }),
  storageSet: v.object({}),
} as const;
/** Host to page: an answer, or something that happened. */
export const bridgeReply = v.variant('kind', [
  v.object({ ...head, kind: v.literal('result'), result: v.unknown() }),
  v.object({ ...head, kind: v.literal('error'), message: v.pipe(v.string(), v.maxLength(1000)) }),
]);
/** `id` names the event: one that comes twice counts once. */
export const bridgeEvent = v.variant('event', [
  v.object({ ...head, event: v.literal('push'), payload: pushPayload }),
  v.object({ ...head, event: v.literal('lifecycle'), state: v.picklist(['foreground', 'background']) }),
  v.object({ ...head, event: v.literal('pushToken'), token }),
]);
export type BridgeRequest = v.InferOutput<typeof bridgeRequest>;
export type BridgeMethod = BridgeRequest['method'];
export type BridgeReply = v.InferOutput<typeof bridgeReply>;
export type BridgeEvent = v.InferOutput<typeof bridgeEvent>;
