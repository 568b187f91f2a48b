import type { PageToWorker, PushWebConfig } from '@ringback/contract';
import { trustedScript } from '../../ui/trusted.js';
import type { RunningRequest } from '../callback-service/protocol.js';

export type WebPushConfig = NonNullable<PushWebConfig['web']>;

/** What push needs of the browser; tests replace it. */
export interface PushPort {
  permission(): NotificationPermission | 'unsupported';
  /** Asks the visitor. Browsers want a press before. */
  ask(): Promise<NotificationPermission>;
  /** Resolves once the worker at this address is active. */
  register(url: string): Promise<ServiceWorkerRegistration>;
  /** The FCM registration token of this browser. */
  token(config: WebPushConfig, registration: ServiceWorkerRegistration): Promise<string>;
  forgetToken(config: WebPushConfig): Promise<void>;
  /** To the worker of this page; nothing where there is none. */
  say(message: PageToWorker): void;
  /** What workers say, ours or not. Returns the way out. */
  listen(receive: (message: unknown) => void): () => void;
  goTo(telUri: string): void;
  /** Remembers the request that is told of by messages, for a page that a notification opens; undefined: none. */
  keep(request: RunningRequest | undefined): void;
  kept(): RunningRequest | undefined;
}

/** A real browser's; Firebase is fetched with the first token that is asked for. */
export function browserPush(page: typeof globalThis): PushPort {
  const { navigator, Notification: notification, location } = page as typeof globalThis & Window;
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  let registered: ServiceWorkerRegistration | undefined;
  return {
    permission: () => (workers && notification && 'PushManager' in page ? notification.permission : 'unsupported'),
    ask: () => notification.requestPermission(),
    async register(url) {
      if (!workers) throw new TypeError('this browser has no service workers');
      registered = await workers.register(trustedScript(url, page as unknown as Window));
      if (!registered.active) await workers.ready;
      return registered;
    },
    token: async (config, registration) => (await import('./firebase.js')).tokenOf(config, registration),
    forgetToken: async (config) => (await import('./firebase.js')).forgetToken(config),
    say: (message) => (workers?.controller ?? registered?.active)?.postMessage(message),
    listen(receive) {
      const onMessage = ({ data }: MessageEvent): void => receive(data);
      workers?.addEventListener('message', onMessage);
      workers?.startMessages();
      return () => workers?.removeEventListener('message', onMessage);
    },
    goTo: (telUri) => void (location.href = telUri),
    ...rememberedIn(() => page.localStorage),
  };
}

const KEY = 'ringback-push';

/** A browser may forbid storage altogether, and throws then. */
function rememberedIn(storage: () => Storage): Pick<PushPort, 'keep' | 'kept'> {
  return {
    keep(request) {
      try {
        if (request) storage().setItem(KEY, JSON.stringify(request));
        else storage().removeItem(KEY);
      } catch {
        // Actions of notifications then need the tab that has booked.
      }
    },
    kept() {
      try {
        const { id, token } = JSON.parse(storage().getItem(KEY) ?? '{}') as Partial<RunningRequest>;
        return typeof id === 'string' && typeof token === 'string' ? { id, token } : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
