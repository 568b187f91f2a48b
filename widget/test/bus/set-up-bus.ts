import type { Bus, BusPlugin } from '../../src/bus/bus-types.js';
import type { BusCore } from '../../src/bus/bus-core.js';
import { createBus } from '../../src/bus/create-bus.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

export interface BusUnderTest {
  readonly environment: FakeEnvironment;
  readonly owned: BusCore;
  readonly bus: Bus;
  /** Plugins that can be loaded, and what loading does. */
  readonly loadable: Record<string, () => Promise<void>>;
  plugin<Name extends string>(name: Name): BusPlugin<Name>;
}

/** A bus that can load what is put into `loadable`. */
export function setUpBus(): BusUnderTest {
  const environment = fakeEnvironment();
  const loadable: Record<string, () => Promise<void>> = {};
  const loading = new Map<string, Promise<void>>();
  const owned = createBus(environment, (name) => {
    const load = loadable[name];
    if (!load) return undefined;
    if (!loading.has(name)) {
      const promise = load().catch((cause) => {
        loading.delete(name);
        owned.forget([name], cause);
      });
      loading.set(name, promise);
    }
    return loading.get(name);
  });
  const { bus } = owned;
  const plugin = <Name extends string>(name: Name): BusPlugin<Name> => {
    const registered = bus.registerPlugin(name);
    if (!registered) throw new Error(`${name} is taken`);
    return registered;
  };
  return { environment, owned, bus, loadable, plugin };
}

export const outcome = async (promise: PromiseLike<unknown>): Promise<{ resolved?: unknown; rejected?: unknown }> => {
  try {
    return { resolved: await promise };
  } catch (reason) {
    return { rejected: reason };
  }
};
