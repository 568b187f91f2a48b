import type { BusPlugin } from './bus/bus-types.js';
import { guarded } from './bus/deferred.js';
import { browserEnvironment, type Environment } from './environment.js';
import { createTranslator, type Messages, type Translator } from './i18n/translate.js';
import { bringExtras, hasExtras, langOf } from './has-extras.js';
import { missing, startLatePlugins } from './late-plugins.js';
import type { PanelChunk, PanelDeps, StartParts } from './load-panel.js';
import { looksWrong, readCallbackOptions, readMainOptions, readTimeFormat, sectionsOf } from './options/read-options.js';
import type { MainOptions, WidgetOptions } from './options/widget-options.js';
import { registerPanel } from './panel-entry.js';

/** The vendor's pages count on `_genesys.widgets.bus` and `.common` in handlers of their own. */
export const isWanted: PanelChunk['isWanted'] = ({ owned, vendor, readConfig, environment, baseUrl, launcher }) => {
  const { load } = owned;
  const browser = browserEnvironment(environment);
  // Most presses come later: by then all is there. Not in this task, which the file itself has filled.
  if (launcher && !browser.savesData()) environment.whenIdle(() => load('Callback'));
  return missing(owned).size || vendor?.() || hasExtras(readConfig(), browser, baseUrl);
};

/** The order is the vendor's: extensions, then each plugin's `configure`, its `ready`, then the page's `onReady`. */
export const startPanel: PanelChunk['startPanel'] = async (parts) => {
  const { owned, vendor, readConfig, baseUrl, signal } = parts;
  const { bus } = owned;
  const environment = browserEnvironment(parts.environment);
  const page = vendor?.();
  const files = page ? (await import('./vendor-page.js')).runExtensions(page, bus, environment) : [];

  const config = readConfig();
  if (looksWrong(config))
    void guarded(
      async () => (await import('./options/check-options.js')).warnOfOptions(config, environment.warn),
      environment.warn as never,
    );
  const sections = sectionsOf(config);
  const main = readMainOptions(sections.main);
  const lang = langOf(main, environment);
  const translator = await translatorFor(lang, main.i18n, environment);
  signal.throwIfAborted();

  const lifetime = hostLifetime(parts);
  const starting: Promise<void>[] = [];
  const start: PanelDeps['start'] = (plugin, section) => {
    lifetime.ours.push(plugin.namespace());
    starting.push(startPlugin(plugin, (section && { ...config, ...sections }[section]) ?? {}, parts));
  };
  try {
    const options: WidgetOptions = {
      main,
      callback: readCallbackOptions(sections.callback),
      timeFormat: readTimeFormat(sections.calendar),
      position: config.position === 'left' ? 'left' : 'right',
    };
    const deps: PanelDeps = {
      bus,
      environment,
      options,
      baseUrl,
      translator,
      host: lifetime.host,
      vendor: page,
      createView: main.compatDom ? (await import('./plugins/callback/compat/create-compat-view.js')).createCompatView : undefined,
      start,
      sections,
      launcher: parts.launcher,
    };
    const panel = registerPanel(deps);
    lifetime.host.signal.addEventListener('abort', () => panel.destroy());
    await startLatePlugins(deps, owned, { started: () => Promise.all(starting), files });
    bringExtras(deps, config);
  } catch (cause) {
    lifetime.end(cause);
    throw cause;
  }
  await guarded(
    () => page?.onReady?.(bus),
    (cause) => environment.warn('onReady failed', cause),
  );
};

/** The panel's element in the page, until `destroy` or a failed start. */
function hostLifetime({ environment: { document }, owned, signal, launcher, place = document.documentElement }: StartParts) {
  const { bus } = owned;
  const container = document.createElement('ringback-panel');
  const lifetime = new AbortController();
  /** Names of the plugins that go with the panel. */
  const ours: string[] = [];
  const showLauncher = (isShown: boolean) => launcher?.style.setProperty('display', isShown ? '' : 'none', 'important');
  const leave = [bus.subscribe('Callback.opened', () => showLauncher(false)), bus.subscribe('Callback.closed', () => showLauncher(true))];
  const end = (cause: unknown) => {
    for (const unsubscribe of leave) unsubscribe();
    lifetime.abort(cause);
    container.remove();
    owned.forget(ours, cause);
  };
  place.append(container);
  signal.addEventListener('abort', () => end(new Error('The widget was removed')));
  return { host: { container, signal: lifetime.signal }, end, ours };
}

async function startPlugin(plugin: BusPlugin, section: unknown, { owned, environment }: StartParts): Promise<void> {
  const name = plugin.namespace();
  try {
    // The page's own object, not a copy: interceptors of `configure` change it in place.
    await owned.bus.command(`${name}.configure`, section);
  } catch (cause) {
    environment.warn(`${name} was not configured`, cause);
  }
  plugin.ready();
  plugin.republish('ready');
}

/** English is there; another language, and the texts at a site's own address, are waited for: the first picture speaks it. */
async function translatorFor(lang: string, i18n: MainOptions['i18n'], environment: Environment): Promise<Translator> {
  const isEnglish = /^en\b/i.test(lang);
  const translator = createTranslator({
    lang: isEnglish ? lang : 'en',
    overrides: [i18n as Messages],
    load: async (tag) => (await import('./i18n/languages.js')).loadWords(tag, { i18n, environment }),
  });
  if (!isEnglish || typeof i18n === 'string')
    await guarded(
      () => translator.use(lang),
      (cause) => environment.warn(`No texts for ${lang}`, cause),
    );
  return translator;
}
