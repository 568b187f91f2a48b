import type { BridgeHost, HostEvent } from './host.js';

/** Those who want to hear what happens in a host. */
export function createListeners(): Pick<BridgeHost, 'subscribe'> & { tell(event: HostEvent): void } {
  const listeners = new Set<(event: HostEvent) => void>();
  return {
    tell(event) {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
