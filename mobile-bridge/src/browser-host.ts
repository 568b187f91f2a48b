import type { PageToWorker } from '@ringback/contract';
import { requirePhone, type BridgeHost } from './host.js';
import { readWorkerPush, WORKER_PROTOCOL } from './read-messages.js';

export interface BrowserHostOptions {
  readonly window: Window;
  /** Asks for permission and gives the FCM token; the widget's `Push` plugin does, or a page's own firebase. */
  readonly pushToken: (() => Promise<string | undefined>) | undefined;
}

type Unheaded<Message> = Message extends unknown ? Omit<Message, 'source' | 'protocol'> : never;

/** BR1. A plain mobile browser: `tel:` links, local storage, messages by way of the service worker. */
export function createBrowserHost({ window, pushToken }: BrowserHostOptions): BridgeHost {
  const { document, navigator } = window;
  return {
    kind: 'browser',
    pageUrl: window.location.href.split(/[?#]/)[0],
    pushToken: async () => pushToken?.(),
    async dial(telUri) {
      requirePhone(telUri);
      window.location.href = telUri;
    },
    // A browser may forbid storage altogether, and throws then.
    load: async (key) => attempt(() => window.localStorage.getItem(key) ?? undefined),
    save: async (key, value) =>
      attempt(() => (value === undefined ? window.localStorage.removeItem(key) : window.localStorage.setItem(key, value))),
    subscribe(listener) {
      const onVisibility = (): void =>
        listener({ type: 'lifecycle', state: document.visibilityState === 'visible' ? 'foreground' : 'background' });
      const say = (worker: MessageEventSource | null | undefined, message: Unheaded<PageToWorker>): void =>
        worker?.postMessage({ source: 'ringback', protocol: WORKER_PROTOCOL, ...message });
      const onMessage = ({ data, source }: MessageEvent): void => {
        const message = readWorkerPush(data);
        if (!message) return;
        const { callbackId, event, messageId: key } = message.payload;
        listener({ type: 'push', ...message, take: () => say(source, { type: 'delivered', callbackId, event, key }) });
      };
      document.addEventListener('visibilitychange', onVisibility);
      const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
      worker?.addEventListener('message', onMessage);
      worker?.startMessages();
      // The worker keeps what came while no page was there, for the first one that says hello.
      say(worker?.controller, { type: 'hello', pageId: crypto.randomUUID() });
      return () => {
        document.removeEventListener('visibilitychange', onVisibility);
        worker?.removeEventListener('message', onMessage);
      };
    },
  };
}

function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
