import type { BridgeEvent, BridgeMethod, BridgeReply, PushAction, PushEvent, PushPayload, WorkerToPage } from '@ringback/contract';
import { has, isObject, isOneOf, isText, maybe, read, type Check } from './read.js';

/* Types alone come from the contract; a value would bring its schemas along. */
export const BRIDGE_PROTOCOL: BridgeReply['ringback'] = 1;
export const WORKER_PROTOCOL: WorkerToPage['protocol'] = 1;
const PUSH_VERSION: PushPayload['v'] = '1';
const NUMBERLESS = [
  'CALLBACK_UPCOMING',
  'CALLBACK_READY',
  'CALLBACK_PURGED',
  'CALLBACK_ATTEMPT_FAILED',
  'CALLBACK_FINAL_ATTEMPT_FAILED',
] as const satisfies readonly PushEvent[];

const CALLBACK_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const ISO_INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const TEL = /^tel:/;
const TOKEN = isText(4096, /^[^]/);

const isInstant: Check = (value) => isText(40, ISO_INSTANT)(value) && !Number.isNaN(Date.parse(value as string));
const common = {
  callbackId: isText(36, CALLBACK_ID),
  queue: isText(),
  title: isText(),
  body: isText(),
  url: maybe(isText()),
  expiresAt: maybe(isInstant),
  messageId: maybe(isText(128, /^[^]/)),
  version: maybe(isText(15, /^[1-9]\d*$/)),
  v: isOneOf(PUSH_VERSION),
};

/** PU2. */
export function readPush(value: unknown): PushPayload | undefined {
  const event = (value as { event?: unknown } | null | undefined)?.event;
  return event === 'CALL_IN_READY'
    ? read(value, {
        event: isOneOf(event),
        ...common,
        phoneNumber: isText(16, /^\+[1-9]\d{1,14}$/),
        accessCode: maybe(isText(12, /^[1-9]\d{3,11}$/)),
        telUri: isText(Infinity, TEL),
      })
    : read(value, { event: isOneOf(...NUMBERLESS), ...common });
}

const head = { ringback: isOneOf(BRIDGE_PROTOCOL), id: isText(64, /^[^]/) };
const isPush: Check = (value) => readPush(value) !== undefined;

/** BR3: an answer of the host's, or something that happened there. */
export function readHostMessage(value: unknown): BridgeReply | BridgeEvent | undefined {
  if (!isObject(value)) return undefined;
  const { kind, event } = value as Record<string, unknown>;
  if (kind === 'result')
    return 'result' in (value as object) ? read(value, { ...head, kind: isOneOf(kind), result: () => true }) : undefined;
  if (kind === 'error') return read(value, { ...head, kind: isOneOf(kind), message: isText(1000) });
  switch (event) {
    case 'push':
      return read(value, { ...head, event: isOneOf(event), payload: isPush });
    case 'lifecycle':
      return read(value, { ...head, event: isOneOf(event), state: isOneOf('foreground', 'background') });
    case 'pushToken':
      return read(value, { ...head, event: isOneOf(event), token: TOKEN });
    default:
      return undefined;
  }
}

/** What the bridge asks a host for; `hello` is for tools that look at one. */
export type AskedMethod = Exclude<BridgeMethod, 'hello'>;
/** Whether `result` is what the method answers. */
export const isResultOf: Readonly<Record<AskedMethod, Check>> = {
  pushToken: has({ token: (value) => value === null || TOKEN(value) }),
  dial: has({}),
  storageGet: has({ value: (value) => value === null || isText(65_536)(value) }),
  storageSet: has({}),
};

/** The push that a service worker hands to the page, and what was done with it; anything else is none. */
export function readWorkerPush(value: unknown): { readonly payload: PushPayload; readonly action: PushAction } | undefined {
  const message = read<{ payload: unknown; action: PushAction }>(value, {
    source: isOneOf('ringback'),
    protocol: isOneOf(WORKER_PROTOCOL),
    type: isOneOf('push'),
    payload: isPush,
    action: isOneOf('received', 'open', 'confirm', 'cancel', 'call'),
  });
  const payload = message && readPush(message.payload);
  return payload && { payload, action: message.action };
}
