import type { Bus } from './bus/bus-types.js';
import { createWidget, type Widget } from './create-widget.js';
import type { PageEnvironment } from './environment.js';
import type { PanelChunk, VendorPage } from './load-panel.js';
import type { CallbackWidgetOptions } from './options/widget-options.js';

/** The global names that matter here. */
interface PageGlobals {
  CXBus?: Bus;
  ringback?: CallbackWidgetOptions;
  _genesys?: { widgets?: VendorPage };
}
/** The script element, as far as it matters here. */
export interface ScriptTag {
  readonly src: string;
  /** `data-api-key` and so on: the options' names. */
  readonly dataset: Readonly<Record<string, string | undefined>>;
}

/**
 * Puts the widget on the page, once: a second script tag is warned about and ignored.
 * Starts as soon as there are options; without any, when the page asks for the core or has been read.
 */
export function installOnPage(environment: PageEnvironment, { src, dataset }: ScriptTag, panelFile: string): Widget | undefined {
  const page = environment.global as PageGlobals;
  if (page.CXBus) {
    environment.warn('CXBus is taken');
    return undefined;
  }
  const vendor = () => page._genesys?.widgets;
  const readConfig = () => ({ ...vendor(), ...page.ringback, ...dataset }) as CallbackWidgetOptions;
  const widget = createWidget({
    environment,
    readConfig,
    vendor,
    baseUrl: new URL(src).origin,
    // Browsers remember that an address failed, and the panel's later parts import it by that address: the next try is one file with all of it.
    importPanel: (failures) =>
      environment.importModule(new URL(failures ? `whole.mjs?${failures}` : panelFile, src).href) as Promise<PanelChunk>,
  });
  page.CXBus = widget.bus;
  if (Object.keys(readConfig())[0]) environment.soon(widget.start);
  else environment.whenIdle(widget.start);
  return widget;
}
