import type { PushPayload } from '@ringback/contract';

/** PU4: what it takes to send for a site. */
export interface PushAccount {
  readonly projectId: string;
  readonly clientEmail: string;
  /** PEM. */
  readonly privateKey: string;
  /** Default Google's. */
  readonly tokenUrl?: string | undefined;
  /** Default FCM's; `{projectId}` is filled in. */
  readonly sendUrl?: string | undefined;
}

/**
 * How one try ended. `unregistered`: there is no such device; `refused`: this message can't be sent to this device, whenever it is tried;
 * `denied`: our credentials are not accepted; `busy`: nothing can be sent at present, `retryAfterMs` says how long; `failed`: no answer, or a broken one.
 */
export type PushResult =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'unregistered' | 'refused' | 'denied' | 'busy' | 'failed';
      /** For operators: status and code, never what was sent. */
      readonly reason: string;
      readonly retryAfterMs?: number | undefined;
    };

/** Sends push messages through FCM (PU3). */
export interface PushSender {
  /** One try, which never rejects. `expiresAt`: epoch ms after which FCM drops it. */
  send(account: PushAccount, message: { token: string; payload: PushPayload; expiresAt: number }): Promise<PushResult>;
  /** Has FCM check the credentials without sending anything, with the token of a device if there is one. Never rejects. */
  test(account: PushAccount, token: string | undefined): Promise<PushResult>;
  /** Ends the tries under way. */
  stop(): void;
}
