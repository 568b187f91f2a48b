import type { Bus, BusPlugin } from './bus/bus-types.js';
import { guarded } from './bus/deferred.js';
import { browserEnvironment, type Environment } from './environment.js';
import { createTranslator, type Messages } from './i18n/translate.js';
import type { PanelChunk, PanelDeps, StartParts } from './load-panel.js';
import { looksWrong, readCallbackOptions, readMainOptions, readTimeFormat, sectionsOf } from './options/read-options.js';
import type { MainOptions, WidgetOptions } from './options/widget-options.js';
import { registerPanel } from './panel-entry.js';

declare module './bus/bus-types.js' {
  interface CommandMap {
    'App.loadFile': { options: { url: string }; result: void };
  }
  interface EventMap {
    'App.ready': undefined;
  }
}

const PANEL_PLUGINS = ['App', 'Callback', 'CallbackService', 'Calendar'];

export const isWanted: PanelChunk['isWanted'] = ({ owned, vendor }) => {
  const page = vendor?.();
  const isAwaited = [...owned.awaited()].some((event) => PANEL_PLUGINS.includes(event.split('.')[0] ?? ''));
  return isAwaited || page?.onReady !== undefined || page?.extensions !== undefined;
};

/** The order is the vendor's: extensions, then each plugin's `configure`, its `ready`, then the page's `onReady`. */
export const startPanel: PanelChunk['startPanel'] = async (parts) => {
  const { owned, vendor, readConfig, baseUrl, signal } = parts;
  const { bus } = owned;
  const environment = browserEnvironment(parts.environment);
  const page = vendor?.();
  if (page) (await import('./vendor-page.js')).runExtensions(page, bus, environment);

  const config = readConfig();
  if (looksWrong(config))
    void guarded(
      async () => (await import('./options/check-options.js')).warnOfOptions(config, environment.warn),
      environment.warn as never,
    );
  const sections = sectionsOf(config);
  const main = readMainOptions(sections.main);
  const lang = main.lang || environment.document.documentElement.lang || environment.languages()[0] || 'en';
  const translator = createTranslator({ lang, overrides: [await messagesOf(main.i18n, environment)] });
  signal.throwIfAborted();

  const lifetime = hostLifetime(parts);
  const starting: Promise<void>[] = [];
  const start: PanelDeps['start'] = (plugin, section) => void starting.push(startPlugin(plugin, sections[section], parts));
  try {
    const options: WidgetOptions = {
      main,
      callback: readCallbackOptions(sections.callback),
      timeFormat: readTimeFormat(sections.calendar),
      position: config.position === 'left' ? 'left' : 'right',
    };
    const panel = registerPanel({ bus, environment, options, baseUrl, translator, host: lifetime.host, start });
    lifetime.host.signal.addEventListener('abort', () => panel.destroy());
    registerApp(bus, environment.document);
    await Promise.all(starting);
  } catch (cause) {
    lifetime.end(cause);
    throw cause;
  }
  owned.forget([], new Error('No such plugin: neither one of ours nor registered by an extension'));
  await guarded(
    () => page?.onReady?.(bus),
    (cause) => environment.warn('onReady failed', cause),
  );
};

/** The panel's element in the page, until `destroy` or a failed start. */
function hostLifetime({ environment: { document }, owned, signal, launcher }: StartParts) {
  const { bus } = owned;
  const container = document.createElement('ringback-panel');
  const lifetime = new AbortController();
  const showLauncher = (isShown: boolean) => launcher?.style.setProperty('display', isShown ? '' : 'none');
  const leave = [bus.subscribe('Callback.opened', () => showLauncher(false)), bus.subscribe('Callback.closed', () => showLauncher(true))];
  const end = (cause: unknown) => {
    for (const unsubscribe of leave) unsubscribe();
    lifetime.abort(cause);
    container.remove();
    owned.forget(PANEL_PLUGINS, cause);
  };
  document.documentElement.append(container);
  signal.addEventListener('abort', () => end(new Error('The widget was removed from this page')));
  return { host: { container, signal: lifetime.signal }, end };
}

async function startPlugin(plugin: BusPlugin, section: Record<string, unknown>, { owned, environment }: StartParts): Promise<void> {
  const name = plugin.namespace();
  try {
    // The page's own object, not a copy: interceptors of `configure` change it in place.
    await owned.bus.command(`${name}.configure`, section);
  } catch (cause) {
    environment.warn(`${name} was not configured and runs with what it has`, cause);
  }
  plugin.ready();
  plugin.republish('ready');
}

/** The little of the vendor's main controller that others ask for. */
function registerApp(bus: Bus, document: Document): void {
  const app = bus.registerPlugin('App');
  if (!app) return;
  app.registerCommand('loadFile', async (event) => (await import('./vendor-page.js')).loadFile(event, document));
  app.ready();
  app.republish('ready');
}

async function messagesOf(i18n: MainOptions['i18n'], environment: Environment): Promise<Messages | undefined> {
  if (typeof i18n !== 'string') return i18n;
  try {
    return await (await import('./i18n/fetch-pack.js')).fetchPack(i18n, environment);
  } catch (cause) {
    environment.warn(`The language pack ${i18n} couldn't be loaded; texts stay English`, cause);
    return undefined;
  }
}
