/* Commands and events of `Push`. Types only. */
import type { PushAction, PushPayload } from '@ringback/contract';

/** Why a browser gets no messages. */
export type PushRefusal = 'unsupported' | 'not-configured' | 'denied' | 'dismissed' | 'failed';

/** The reason that `Push.enable` rejects with. */
export interface PushError {
  readonly reason: PushRefusal;
  /** Safe to show. */
  readonly message: string;
}

/** A message, and what was done with it; `received`: the page was in front, so nothing was shown. */
export interface PushReceived {
  readonly payload: PushPayload;
  readonly action: PushAction;
  /** To be called by whoever shows it, at once: nobody else has to, and the worker shows no notification. Of a request that Push knows it is done. */
  take(): void;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    'Push.configure': { options: Record<string, unknown>; result: void };
    /** Asks the visitor, so only after a press of theirs. Resolves with the FCM registration token; rejects with a {@link PushError}. */
    'Push.enable': { options: undefined; result: { target: string } };
    /** No more messages to this browser. */
    'Push.disable': { options: undefined; result: void };
    /** Offers messages to the visitor wherever the panel has a place for it, where they can be had. */
    'Push.offer': { options: undefined; result: void };
    /** `enabled`: this page has handed its token over. */
    'Push.status': { options: undefined; result: { permission: NotificationPermission | 'unsupported'; enabled: boolean } };
  }
  interface EventMap {
    'Push.ready': undefined;
    /** Messages can be had here, and the visitor may be asked by a press. */
    'Push.offered': undefined;
    'Push.enabled': { target: string };
    'Push.disabled': undefined;
    'Push.failed': PushError;
    'Push.received': PushReceived;
  }
}
