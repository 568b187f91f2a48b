import { createMobileBridge, type Environment as BridgeEnvironment, type MobileBridge } from '@ringback/mobile-bridge';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { callInKey } from '../../options/call-in-key.js';
import { readServiceOptions } from '../../options/read-service-options.js';
import { createBrowserHost } from './browser-host.js';

export interface ClientDeps {
  readonly plugin: BusPlugin<'CallIn'>;
  readonly environment: Environment;
  readonly baseUrl: string;
  /** Section `callback` as it is now. */
  callbackSection(): Record<string, unknown>;
  /** Custom headers of `main.header`. */
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/**
 * The mobile bridge as the widget runs it: in a plain page with the widget's own network, storage and live events, in an app's WebView with the
 * app's push, phone and storage. Comes back to what was under way.
 */
export function createCallInClient(deps: ClientDeps, acceptance: 'manual' | 'automatic'): MobileBridge {
  const { plugin, environment, baseUrl, callbackSection, headers, signal } = deps;
  const { visitorUrl, apiKey, headers: custom } = readServiceOptions(callbackSection(), headers, baseUrl);
  const bridge = createMobileBridge({
    server: visitorUrl.replace(/\/visitor\/v1$/, ''),
    apiKey,
    acceptance,
    push: 'optional',
    environment: bridgeEnvironment(environment, custom, signal),
    browserHost: createBrowserHost({
      plugin,
      environment,
      signal,
      storageKey: callInKey(callbackSection(), baseUrl),
      eventsUrl: (token, what) => `${visitorUrl}/${what}/events?token=${encodeURIComponent(token)}`,
    }),
  });
  signal.addEventListener('abort', () => bridge.dispose());
  return bridge;
}

const bridgeEnvironment = (
  { now, after, fetch, uuid, warn, document }: Environment,
  custom: Record<string, string>,
  signal: AbortSignal,
): BridgeEnvironment => ({
  now,
  after,
  uuid,
  warn: (message) => warn(`CallIn: ${message}`),
  fetch: (url, init) => fetch(url, { ...init, headers: { ...custom, ...(init.headers as Record<string, string>) } }),
  onOnline(listener) {
    document.defaultView?.addEventListener('online', listener, { signal });
    return () => document.defaultView?.removeEventListener('online', listener);
  },
});
