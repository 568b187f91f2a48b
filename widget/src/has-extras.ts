import { guarded } from './bus/deferred.js';
import type { Environment } from './environment.js';
import type { PanelDeps } from './load-panel.js';
import { readMainOptions, sectionsOf } from './options/read-options.js';
import { requestKey } from './options/request-key.js';
import type { CallbackWidgetOptions, MainOptions } from './options/widget-options.js';

/** The language of everything: the site's word, the page's, the visitor's. */
export const langOf = ({ lang }: MainOptions, { document, languages }: Environment): string =>
  lang || document.documentElement.lang || languages()[0] || 'en';

/** Whether a page has something to show before anybody presses the button: see page-extras.ts. */
export function hasExtras(config: CallbackWidgetOptions, environment: Environment, baseUrl: string): boolean {
  const sections = sectionsOf(config);
  const main = readMainOptions(sections.main);
  return Boolean(
    config.proactive ||
    config.sidebar ||
    config.push ||
    config.callin ||
    main.debug ||
    (!config.label && (main.i18n || !/^en/i.test(langOf(main, environment)))) ||
    environment.session.get(requestKey(sections.callback, baseUrl)),
  );
}

/** Now for pages that have it; for all others once a call is booked, whose badge is part of it. */
export function bringExtras(deps: PanelDeps, config: CallbackWidgetOptions): void {
  const { bus, environment, baseUrl } = deps;
  let isThere = false;
  const bring = (): void => {
    if (isThere) return;
    isThere = true;
    void guarded(
      async () => (await import('./page-extras.js')).startExtras(deps, config),
      () => (isThere = false),
    );
  };
  bus.subscribe('Callback.completed', bring);
  if (hasExtras(config, environment, baseUrl)) bring();
}
