import type { BridgeHost, Followed, HostEvent } from '@ringback/mobile-bridge';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';

export interface BrowserHostDeps {
  readonly plugin: BusPlugin<'CallIn'>;
  readonly environment: Environment;
  /** Where the tab keeps what is under way. */
  readonly storageKey: string;
  /** Of the events of one place, or number. */
  eventsUrl(visitorToken: string, what: Followed): string;
  readonly signal: AbortSignal;
}

/** What the bridge runs in where there is no app around the page: this tab, its messages from the plugin Push, the server's live events. */
export function createBrowserHost({ plugin, environment, storageKey, eventsUrl, signal }: BrowserHostDeps): BridgeHost {
  const { document, session } = environment;
  const listeners = new Set<(event: HostEvent) => void>();
  const tell = (event: HostEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const onVisibility = (): void => tell({ type: 'lifecycle', state: document.visibilityState === 'hidden' ? 'background' : 'foreground' });
  document.addEventListener('visibilitychange', onVisibility, { signal });
  let token: string | undefined;
  const leave = [
    plugin.subscribe('Push.enabled', ({ data: { target } }) => {
      token = target;
      tell({ type: 'push-token', token: target });
    }),
    plugin.subscribe('Push.disabled', () => {
      token = undefined;
    }),
    plugin.subscribe('Push.received', ({ data: { payload, action, take } }) => tell({ type: 'push', payload, action, take })),
  ];
  signal.addEventListener('abort', () => {
    for (const end of leave) end();
  });

  return {
    kind: 'browser',
    // Without a hash, which may be anything, and a query, which may be personal.
    pageUrl: document.URL.split(/[?#]/)[0],
    // Messages are offered once there is something to tell of; whoever has said yes before is told of the next place, too.
    pushToken: async () => token,
    // The page's own link opens the dialler.
    dial: async () => undefined,
    load: async () => session.get(storageKey) ?? undefined,
    save: async (_, value) => (value === undefined ? session.remove(storageKey) : session.set(storageKey, value)),
    follow(visitorToken, what) {
      const stream = environment.openEvents(eventsUrl(visitorToken, what));
      stream?.addEventListener(what, ({ data }: MessageEvent<string>) => {
        try {
          tell({ type: 'callback', callback: JSON.parse(data) });
        } catch {
          // Not from our server: the next question to it tells.
        }
      });
      return () => stream?.close();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
