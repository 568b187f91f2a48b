import type { PanelDeps } from '../../load-panel.js';
import { nodeOf } from '../../ui/page-nodes.js';
import { applyTheme, themeClass } from '../../ui/page-theme.js';
import { loadFile } from './load-file.js';
import './protocol.js';

/** Commands of the vendor's that have no meaning here, and why. */
const LEFT_OUT = {
  main: 'The widget starts by itself',
  themeDemo: 'There is no theme demo',
  registerAutoLoad: 'Plugins are loaded when they are asked for',
  deregisterAutoLoad: 'Plugins are loaded when they are asked for',
} as const;

/** Registers `App`: theme, language, request headers, files, and the end of everything that is open. */
export function registerApp(deps: PanelDeps): void {
  const { bus, environment, host, start } = deps;
  const app = bus.registerPlugin('App');
  if (!app) return environment.warn('Another script has registered the plugin App; ours is not used');
  app.registerEvents(['theme', 'i18n', 'closeAll', 'unload']);
  app.registerCommand('configure', ({ deferred }) => deferred.resolve());
  app.registerCommand('loadFile', (event) => loadFile(event, environment.document));
  app.registerCommand('closeAll', async ({ deferred }) => {
    const nothing = (): undefined => undefined;
    await Promise.all([
      bus.command('Callback.close').catch(nothing),
      bus.command('Toaster.close').catch(nothing),
      bus.command('Overlay.close', { force: true }).catch(nothing),
    ]);
    app.publish('closeAll');
    deferred.resolve();
  });
  for (const [name, reason] of Object.entries(LEFT_OUT)) app.registerCommand<string>(name, ({ deferred }) => deferred.reject(reason));
  registerLooks(deps, app);
  registerHeaders(deps, app);
  const view = environment.document.defaultView;
  view?.addEventListener('pagehide', () => app.publish('unload'), { signal: host.signal });
  start(app, 'main');
}

type App = Exclude<ReturnType<PanelDeps['bus']['registerPlugin']>, false>;

function registerLooks({ environment: { document }, options: { main }, translator, host }: PanelDeps, app: App): void {
  app.registerCommand('setTheme', ({ data, deferred }) => {
    const { theme } = data as { theme: string };
    if (!themeClass(theme, main)) return deferred.reject('Invalid theme specified');
    host.container.classList.remove(...classesOf(main.themes[main.theme]));
    main.theme = theme;
    host.container.classList.add(...classesOf(main.themes[theme]));
    for (const element of document.querySelectorAll('.cx-widget')) applyTheme(element, main);
    const shown = host.container.shadowRoot?.querySelector('.rb');
    shown?.classList.remove('light', 'dark', 'auto');
    shown?.classList.add(theme === 'light' || theme === 'dark' ? theme : 'auto');
    app.publish('theme', { theme });
    deferred.resolve(theme);
  });
  app.registerCommand('getTheme', ({ deferred }) => deferred.resolve(main.theme));
  app.registerCommand('reTheme', ({ data, deferred }) => {
    const { html } = data as { html: unknown };
    const node = nodeOf(html, document);
    if (node?.nodeType !== 1) return deferred.reject('No HTML was provided');
    applyTheme(node as Element, main);
    deferred.resolve(html === undefined || typeof html === 'string' ? node : html);
  });
  app.registerCommand('setLanguage', async ({ data, deferred }) => {
    const { lang } = data as { lang: unknown };
    if (typeof lang !== 'string' || lang === '') return deferred.reject('No language was named');
    await translator.use(lang);
    main.lang = translator.lang;
    app.publish('i18n', { lang: translator.lang });
    deferred.resolve(translator.lang);
  });
}

const classesOf = (names = ''): string[] => names.split(/\s+/).filter(Boolean);

function registerHeaders({ options: { main } }: PanelDeps, app: App): void {
  app.registerCommand('updateAJAXHeader', ({ data, deferred }) => {
    const { header } = data as { header: unknown };
    if (typeof header !== 'object' || header === null) return deferred.reject('No header was provided');
    Object.assign(main.headers, Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)])));
    deferred.resolve();
  });
  app.registerCommand('removeAJAXHeader', ({ deferred }) => {
    for (const name of Object.keys(main.headers)) delete main.headers[name];
    deferred.resolve();
  });
}
