import { signal, type ReadonlySignal } from '@preact/signals';
import type { Cancel, Environment } from '../environment.js';

/** Where in the console the user is: the part of the address behind `#`, such as `/desk`. Signing out keeps it. */
export interface Router {
  readonly route: ReadonlySignal<string>;
  go(route: string, how?: 'push' | 'replace'): void;
  start(): void;
  stop(): void;
}

export function createRouter(environment: Environment): Router {
  const route = signal(environment.readRoute());
  let cancel: Cancel | undefined;
  const read = (): void => {
    route.value = environment.readRoute();
  };
  return {
    route,
    go(next, how = 'push') {
      environment.writeRoute(next, how);
      route.value = next;
    },
    start() {
      cancel ??= environment.onRoute(read);
      read();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
