import { createApi, type ApiOptions } from './api.js';
import { createBrowserHost } from './browser-host.js';
import { CallIn } from './call-in.js';
import { createCapacitorHost, type CapacitorPlugins } from './capacitor-host.js';
import { browserEnvironment, type Environment } from './environment.js';
import type { BridgeHost } from './host.js';
import { createMessageHost } from './message-host.js';
import { findTransport } from './transports.js';

export interface MobileBridgeOptions extends ApiOptions {
  /** `automatic`: the number is asked for as soon as it is the user's turn. Default `manual`. */
  readonly acceptance?: 'manual' | 'automatic';
  /** Only a plain browser needs it: gives the FCM token (the widget's `Push` plugin does, or firebase of your own). */
  readonly pushToken?: () => Promise<string | undefined>;
  /** `optional`: a place may be taken without messages, for pages that are looked at until it is their user's turn. Default `required`. */
  readonly push?: 'required' | 'optional';
  /** A host of your own, instead of the one found. */
  readonly host?: BridgeHost;
  /** The same for a plain browser only: in an app, the app is found. */
  readonly browserHost?: BridgeHost;
  readonly environment?: Environment;
}

export interface MobileBridge {
  readonly host: BridgeHost;
  readonly callIn: CallIn;
  dispose(): void;
}

/** BR1. Finds what it runs in (WKWebView, Android, React Native, Capacitor, a plain browser) and comes back to a call-in that was under way. */
export function createMobileBridge(options: MobileBridgeOptions): MobileBridge {
  const environment = options.environment ?? browserEnvironment;
  const host = options.host ?? findHost(window, options, environment);
  const callIn = new CallIn({
    api: createApi(options, environment),
    host,
    environment,
    acceptance: options.acceptance,
    push: options.push,
  });
  return { host, callIn, dispose: () => callIn.dispose() };
}

function findHost(page: Window, { pushToken, browserHost }: MobileBridgeOptions, environment: Environment): BridgeHost {
  const transport = findTransport(page);
  if (transport) return createMessageHost(transport, environment);
  const { Capacitor: capacitor } = page as Window & { Capacitor?: { isNativePlatform?(): boolean; Plugins?: CapacitorPlugins } };
  if (capacitor?.isNativePlatform?.() && capacitor.Plugins) return createCapacitorHost(capacitor.Plugins, environment.warn);
  return browserHost ?? createBrowserHost({ window: page, pushToken });
}
