import { toIsoInstant, type CallbackState, type WebhookMessage, type WebhookType } from '@ringback/contract';
import type { Callback } from './callback.js';

/** What happened to a callback, as it was written down with the change. Instants are epoch ms. */
export interface ToldChange {
  /** Of the callback after the change. */
  readonly version: number;
  readonly at: number;
  readonly from: CallbackState | undefined;
  readonly to: CallbackState;
  readonly cause: string;
  readonly reason: string | undefined;
  readonly desiredTime: number;
  readonly queuedAt: number | undefined;
  readonly notBefore: number | undefined;
  readonly attempts: number;
  readonly lastOutcome: string | undefined;
}

/** What never changes of a callback. */
export type ToldCallback = Pick<Callback, 'id' | 'queue' | 'phone' | 'scheduled' | 'createdAt' | 'language' | 'userData'> & {
  readonly channel: string | undefined;
};

/** TE2: the id of a message, the same on every try and for every receiver. */
export const webhookMessageId = (callback: Pick<ToldCallback, 'id'>, { version }: Pick<ToldChange, 'version'>): string =>
  `msg_${callback.id}_${version}`;

/** TE2: what a receiver is told of one change. */
export function webhookMessageOf(callback: ToldCallback, change: ToldChange, options: { includeUserData: boolean }): WebhookMessage {
  const { queuedAt, notBefore } = change;
  return {
    type: typeOf(change),
    timestamp: toIsoInstant(change.at),
    data: {
      id: callback.id,
      serviceName: callback.queue,
      state: change.to,
      ...(change.from !== undefined && { previousState: change.from }),
      ...(change.reason !== undefined && { reason: change.reason }),
      cause: change.cause,
      phoneNumber: callback.phone,
      scheduled: callback.scheduled,
      desiredTime: toIsoInstant(change.desiredTime),
      createdAt: toIsoInstant(callback.createdAt),
      ...(queuedAt !== undefined && { queuedAt: toIsoInstant(queuedAt) }),
      ...(notBefore !== undefined && change.to === 'QUEUED' && { nextAttemptAt: toIsoInstant(notBefore) }),
      attempts: change.attempts,
      ...(change.lastOutcome !== undefined && { lastOutcome: change.lastOutcome }),
      ...(callback.channel !== undefined && { channel: callback.channel }),
      ...(callback.language !== undefined && { language: callback.language }),
      ...(options.includeUserData && { userData: { ...callback.userData } }),
      version: change.version,
    },
  };
}

const BY_STATE: Readonly<Record<CallbackState, WebhookType>> = {
  SCHEDULED: 'callback.scheduled',
  QUEUED: 'callback.queued',
  ROUTING: 'callback.routing',
  PROCESSING: 'callback.processing',
  COMPLETED: 'callback.completed',
};

const typeOf = ({ from, to }: ToldChange): WebhookType => (from === to ? 'callback.updated' : BY_STATE[to]);
