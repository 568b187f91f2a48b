import { createBus } from '../../src/bus/create-bus.js';
import { register } from '../../src/core-plugins.js';
import { createTranslator } from '../../src/i18n/translate.js';
import type { PanelDeps, VendorPage } from '../../src/load-panel.js';
import { readCallbackOptions, readMainOptions } from '../../src/options/read-options.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

export interface CoreSetup {
  main?: Record<string, unknown>;
  vendor?: VendorPage;
  /** The page's global names. */
  global?: Record<string, unknown>;
}

/** App, Overlay, Toaster, WindowManager and Common on a real bus. */
export function startCore({ main = {}, vendor, global = {} }: CoreSetup = {}) {
  const environment = fakeEnvironment({ global });
  const lifetime = new AbortController();
  const container = document.createElement('ringback-panel');
  document.documentElement.append(container);
  const { bus } = createBus(environment, () => undefined);
  const options = { main: readMainOptions(main), callback: readCallbackOptions({}), timeFormat: undefined, position: 'right' } as const;
  const translator = createTranslator({ lang: 'en' });
  const deps: PanelDeps = {
    bus,
    environment,
    options,
    baseUrl: 'https://a.example',
    translator,
    host: { container, signal: lifetime.signal },
    vendor,
    start: (plugin) => {
      plugin.ready();
      plugin.republish('ready');
    },
  };
  register(deps);
  const heard: string[] = [];
  for (const event of ['App.theme', 'App.closeAll', 'App.unload', 'Overlay.opened', 'Overlay.closed', 'Toaster.opened', 'Toaster.closed'])
    bus.subscribe(event, ({ name }) => heard.push(name));
  return {
    bus,
    environment,
    options,
    translator,
    container,
    heard,
    dispose: () => {
      lifetime.abort();
      container.remove();
      document.body.replaceChildren();
    },
  };
}
