import { guarded } from './bus/deferred.js';
import type { BusCore } from './bus/bus-core.js';
import type { LateModule } from './late-plugins.js';
import type { PanelDeps } from './load-panel.js';

/** Plugins that come when somebody asks for one of them. The vendor's lazy mode writes their names in lower case. */
const LATE: readonly (readonly [names: RegExp, load: () => Promise<LateModule>])[] = [
  [/^(widgets-core|app|common|overlay|toaster|windowmanager)$/i, () => import('./core-plugins.js')],
  [/^statsservice$/i, () => import('./plugins/stats-service/index.js')],
  [/^channelselector$/i, () => import('./plugins/channel-selector/index.js')],
  [/^sidebar$/i, () => import('./plugins/side-bar/index.js')],
  [/^callin$/i, () => import('./plugins/call-in/index.js')],
  [/^push$/i, () => import('./plugins/push/index.js')],
  [/^recaptcha$/i, () => import('./plugins/recaptcha/index.js')],
];

/** Loads plugins by name, once each. A name that is nobody's is rejected. */
export function createLateLoader(deps: PanelDeps, owned: BusCore): (name: string) => Promise<void> {
  const coming = new Map<RegExp, Promise<void>>();
  const bring = async (names: RegExp, load: () => Promise<LateModule>): Promise<void> => {
    try {
      (await load()).register(deps);
    } catch (cause) {
      coming.delete(names);
      throw cause;
    }
  };
  return async (name) => {
    const [names, load] = LATE.find(([known]) => known.test(name)) ?? [];
    if (names && load) {
      const known = coming.get(names) ?? bring(names, load);
      coming.set(names, known);
      return known;
    }
    if (Object.keys(owned.bus.registry()).some((taken) => taken.toLowerCase() === name.toLowerCase())) return undefined;
    // Those that are on their way aren't nobody's.
    for (const other of coming.values())
      await guarded(
        () => other,
        () => undefined,
      );
    throw new Error(`No plugin "${name}"`);
  };
}
