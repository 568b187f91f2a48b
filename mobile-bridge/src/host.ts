import type { PushAction, PushPayload } from '@ringback/contract';

/** What a visitor token opens: a place in the queue, or a number that belongs to none. */
export type Followed = 'callback' | 'call-in';

/** What a host tells unasked. */
export type HostEvent =
  /** What is followed, as the server has just told it. */
  | { readonly type: 'callback'; readonly callback: unknown }
  | {
      readonly type: 'push';
      readonly payload: PushPayload;
      /** What was pressed on its notification, where the host knows. */
      readonly action?: PushAction;
      /** To be called when the page shows it: nobody else has to. */
      readonly take?: () => void;
    }
  /** The platform has given the device another FCM registration token. */
  | { readonly type: 'push-token'; readonly token: string }
  | { readonly type: 'lifecycle'; readonly state: 'foreground' | 'background' };

/** BR1. What the bridge needs of whatever it runs in: a native app around a WebView, a hybrid framework, or a plain browser. */
export interface BridgeHost {
  readonly kind: 'wkwebview' | 'android' | 'react-native' | 'capacitor' | 'browser';
  /** Where a pressed notification leads; an app comes to the front by itself. */
  readonly pageUrl?: string | undefined;
  /** The FCM registration token; undefined when the person said no or the device can't. Rejects with BridgeError when nobody answers. */
  pushToken(): Promise<string | undefined>;
  /** Opens the dialler; the person still presses the green button. Rejects with BridgeError. */
  dial(telUri: string): Promise<void>;
  /** Survives the app being killed. Rejects with BridgeError. */
  load(key: string): Promise<string | undefined>;
  /** `undefined` removes it. Rejects with BridgeError. */
  save(key: string, value: string | undefined): Promise<void>;
  /** Follows it live, where the host can: `callback` events. Without it, and beside it, the server is asked now and then. Returns how to stop it. */
  follow?(visitorToken: string, what: Followed): () => void;
  /** Returns how to stop it. */
  subscribe(listener: (event: HostEvent) => void): () => void;
}

/** The host did not answer, or refused. `code` is for programs, the message for people. */
export class BridgeError extends Error {
  readonly code: 'timeout' | 'refused' | 'unsupported';

  constructor(code: BridgeError['code'], message: string) {
    super(message);
    this.name = 'BridgeError';
    this.code = code;
  }
}

/** Throws BridgeError for an address that opens anything but a dialler. */
export function requirePhone(telUri: string): void {
  if (!telUri.startsWith('tel:')) throw new BridgeError('refused', 'Only a phone number can be dialled.');
}
