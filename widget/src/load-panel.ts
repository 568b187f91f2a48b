import type { Bus, BusPlugin } from './bus/bus-types.js';
import type { Environment } from './environment.js';
import type { Translator } from './i18n/translate.js';
import type { WidgetOptions } from './options/widget-options.js';

/** The place in the page that the panel lives in. */
export interface PanelHost {
  /** Empty element at the end of the page's body; the panel attaches its shadow root to it. Removed by `destroy`. */
  readonly container: HTMLElement;
  /** Aborted by `destroy`: every listener of this instance hangs on it. */
  readonly signal: AbortSignal;
}

/** All that the panel gets from the loader. */
export interface PanelDeps {
  readonly bus: Bus;
  readonly environment: Environment;
  readonly options: WidgetOptions;
  readonly translator: Translator;
  readonly host: PanelHost;
  /**
   * Called last by each plugin, once its commands are registered: hands it its section of the page's own config object
   * through its `configure` command (so that interceptors see it), then calls `ready()` and republishes `ready`.
   */
  start(plugin: BusPlugin, section: 'callback' | 'calendar'): void;
}

/** What `panel-entry.ts` exports. */
export interface PanelModule {
  /** Registers the plugins Callback, CallbackService and Calendar, and starts each of them. Draws nothing yet. */
  registerPanel(deps: PanelDeps): { destroy(): void };
}
