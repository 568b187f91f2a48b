import type { BusCore, LoadPlugin } from './bus/bus-core.js';
import { guarded } from './bus/deferred.js';
import type { PanelDeps } from './load-panel.js';

/** What a module of late plugins exports: registers its plugins and starts them. */
export interface LateModule {
  register(deps: PanelDeps): void;
}

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
  // Neither `allSettled` nor a mapping `Array.from`: old libraries leave pages without them.
  await Promise.all(
    [...missing(owned)].map((name) =>
      guarded(
        () => need(name),
        () => undefined,
      ),
    ),
  );
}

/** The way to plugins that come when asked for; what knows them comes with the first. What waits for one is rejected when it can't be had. */
function createLoader(deps: PanelDeps, owned: BusCore, started: () => Promise<unknown>): LoadPlugin {
  let need: ((name: string) => Promise<void>) | undefined;
  const load = async (name: string): Promise<void> => {
    try {
      const { createLateLoader } = await import('./load-late.js');
      await (need ??= createLateLoader(deps, owned))(name);
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
