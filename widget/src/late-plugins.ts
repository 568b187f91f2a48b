import type { BusCore, LoadPlugin } from './bus/bus-core.js';
import { guarded } from './bus/deferred.js';
import type { PanelDeps } from './load-panel.js';

/** What each module of {@link LATE} exports: registers its plugins and starts them. */
export interface LateModule {
  register(deps: PanelDeps): void;
}

/** Plugins that come when somebody asks for one of them. The vendor's lazy mode writes their names in lower case. */
const LATE: readonly (readonly [names: RegExp, load: () => Promise<LateModule>])[] = [
  [/^(app|common|overlay|toaster|windowmanager)$/i, () => import('./core-plugins.js')],
  [/^statsservice$/i, () => import('./plugins/stats-service/index.js')],
  [/^channelselector$/i, () => import('./plugins/channel-selector/index.js')],
  [/^sidebar$/i, () => import('./plugins/side-bar/index.js')],
];

/** Plugins that somebody listens to, or waits for, and that aren't there. */
export const missing = (owned: BusCore): Set<string> => {
  const taken = owned.bus.registry();
  const names = owned.awaited().map((event) => event.split('.')[0] as string);
  return new Set(names.filter((name) => !taken[name]));
};

/**
 * From here on plugins come when asked for. Those that somebody has asked for already are brought, and names that are nobody's refused.
 * @param started resolves when every plugin that was registered so far takes commands
 * @param files of extensions, on their way
 */
export async function startLatePlugins(
  deps: PanelDeps,
  owned: BusCore,
  { started, files }: { started(): Promise<unknown>; files: readonly Promise<void>[] },
): Promise<void> {
  const { bus, environment, vendor } = deps;
  owned.command = async (event) => (await import('./bus/built-in-commands.js')).answerBuiltIn(event, bus, environment.global);
  const need = createLoader(deps, owned, started);
  owned.load = need;
  // The vendor's pages rely on its main controller.
  if (vendor)
    await guarded(
      () => need('App'),
      (cause) => environment.warn('App, Overlay, Toaster and WindowManager failed', cause),
    );
  await started();
  await Promise.all(files);
  await Promise.allSettled(Array.from(missing(owned), need));
}

/** Loads plugins by name, once each. A name that is nobody's is rejected, and with it what waits for it. */
function createLoader(deps: PanelDeps, owned: BusCore, started: () => Promise<unknown>): LoadPlugin {
  const coming = new Map<RegExp, Promise<void>>();
  const bring = async (names: RegExp, load: () => Promise<LateModule>): Promise<void> => {
    try {
      (await load()).register(deps);
    } catch (cause) {
      coming.delete(names);
      throw cause;
    }
  };
  const need = async (name: string): Promise<void> => {
    const [names, load] = LATE.find(([known]) => known.test(name)) ?? [];
    if (names && load) {
      const known = coming.get(names) ?? bring(names, load);
      coming.set(names, known);
      return known;
    }
    if (Object.keys(owned.bus.registry()).some((taken) => taken.toLowerCase() === name.toLowerCase())) return;
    // Those that are on their way aren't nobody's.
    await Promise.allSettled(coming.values());
    throw new Error(`No plugin "${name}"`);
  };
  const load = async (name: string): Promise<void> => {
    try {
      await need(name);
    } catch (cause) {
      owned.forget([], cause);
      throw cause;
    }
    await started();
  };
  return (name) => {
    if (deps.host.signal.aborted) return undefined;
    const loading = load(name);
    // The commands that wait for it are rejected by the bus.
    loading.catch(() => undefined);
    return loading;
  };
}
