import { PUSH_VERSION, telUriOf, toIsoInstant, type PushEvent, type PushPayload } from '@ringback/contract';
import type { Callback } from './callback.js';
import { pushText } from './push-texts.js';

/** One message to one device, ready to be put into words. Instants are epoch ms. */
export interface PushFacts {
  readonly event: PushEvent;
  readonly callback: Pick<Callback, 'id' | 'queue' | 'language'>;
  /** Of the callback when it was written. */
  readonly version: number;
  readonly attempts: number;
  readonly expiresAt: number;
  /** Page to open. */
  readonly url: string | undefined;
  readonly callIn:
    { readonly id: string; readonly toNumber: string; readonly accessCode: string | undefined; readonly expiresAt: number } | undefined;
  /** CI3: the customer is to call us. */
  readonly callsUs: boolean;
}

/** FCM takes 4,096 bytes of data; a message with a longer address goes without it. */
const MOST_BYTES = 4000;

/** PU3: the same for every delivery of one message. Only failed attempts and numbers to call may follow each other on one callback. */
export function pushMessageId({
  event,
  callback,
  attempts,
  callIn,
}: Pick<PushFacts, 'event' | 'callback' | 'attempts' | 'callIn'>): string {
  if (event === 'CALL_IN_READY') return `${callback.id}:${event}:${callIn?.id ?? ''}`;
  return event === 'CALLBACK_ATTEMPT_FAILED' ? `${callback.id}:${event}:${attempts}` : `${callback.id}:${event}`;
}

/** PU2: the data of the message; undefined for a number to call that is no longer on record. */
export function pushPayloadOf(facts: PushFacts): PushPayload | undefined {
  const { event, callback, callIn } = facts;
  const common = {
    callbackId: callback.id,
    queue: callback.queue,
    messageId: pushMessageId(facts),
    version: String(facts.version),
    v: PUSH_VERSION,
  } as const;
  if (event !== 'CALL_IN_READY')
    return withUrl(
      { event, ...common, ...pushText(callback.language, { event, callsUs: facts.callsUs }), expiresAt: toIsoInstant(facts.expiresAt) },
      facts,
    );
  if (!callIn) return undefined;
  const { toNumber: phoneNumber, accessCode } = callIn;
  return withUrl(
    {
      event,
      ...common,
      ...pushText(callback.language, { event, phoneNumber, accessCode }),
      expiresAt: toIsoInstant(callIn.expiresAt),
      phoneNumber,
      ...(accessCode !== undefined && { accessCode }),
      telUri: telUriOf(phoneNumber, accessCode),
    },
    facts,
  );
}

function withUrl(payload: PushPayload, { url }: PushFacts): PushPayload {
  if (url === undefined) return payload;
  const whole = { ...payload, url };
  return new TextEncoder().encode(JSON.stringify(whole)).length <= MOST_BYTES ? whole : payload;
}
