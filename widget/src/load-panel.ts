/* The border between what every page view pays (loader) and what arrives when somebody is about to open the panel. Types only. */
import type { Bus, BusPlugin } from './bus/bus-types.js';
import type { BusCore } from './bus/bus-core.js';
import type { Environment, PageEnvironment } from './environment.js';
import type { Translator } from './i18n/translate.js';
import type { Sections } from './options/read-options.js';
import type { CreateView } from './plugins/callback/panel-view.js';
import type { CallbackWidgetOptions, WidgetOptions } from './options/widget-options.js';

/** The place in the page that the panel lives in. */
export interface PanelHost {
  /** Empty element beside the page's body; the panel attaches its shadow root to it. Removed by `destroy`. */
  readonly container: HTMLElement;
  /** Aborted by `destroy`, and when the panel fails to start: every listener of this instance hangs on it. */
  readonly signal: AbortSignal;
}

/** All that the panel gets. */
export interface PanelDeps {
  readonly bus: Bus;
  readonly environment: Environment;
  readonly options: WidgetOptions;
  /** Where the server is, unless the `callback` section says so: origin and path, no final slash. */
  readonly baseUrl: string;
  readonly translator: Translator;
  readonly host: PanelHost;
  /**
   * Called last by each plugin, once its commands are registered: hands it its section of the page's own config object
   * through its `configure` command (so that interceptors see it), then calls `ready()` and republishes `ready`. Without a section, `{}`.
   */
  start(
    plugin: BusPlugin,
    section?: 'main' | 'callback' | 'calendar' | 'stats' | 'channelselector' | 'sidebar' | 'callin' | 'push' | 'recaptcha',
  ): void;
  /** Draws the panel of a site that wants the vendor's ids and classes in its page. */
  readonly createView?: CreateView | undefined;
  /** The vendor's snippet, where the page has one. */
  readonly vendor?: VendorPage | undefined;
  /** The page's sections, as the plugins are configured with them. */
  readonly sections?: Sections;
  /** The button in the corner. */
  readonly launcher?: HTMLElement | undefined;
}

/** What `panel-entry.ts` exports. */
export interface PanelModule {
  /** Registers the plugins Callback, CallbackService and Calendar, and starts each of them. Draws nothing yet. */
  registerPanel(deps: PanelDeps): { destroy(): void };
}

/** What the vendor's snippet leaves in `window._genesys.widgets` beside the options. */
export interface VendorPage extends CallbackWidgetOptions {
  bus?: Bus;
  common?: unknown;
  onReady?: (bus: Bus) => unknown;
  extensions?: Record<string, string | ((jQuery: unknown, bus: Bus, common: unknown) => unknown)>;
}

/** What a way in (script tag, import) gives the widget. */
export interface WidgetDoor {
  environment: PageEnvironment;
  /** The page's options as they are now; read when the widget starts, and again when the panel does. */
  readConfig(): CallbackWidgetOptions;
  /** The vendor's snippet, where the page has one that is meant for us. */
  vendor?(): VendorPage | undefined;
  /** Where the server is unless the options say so: origin and path, no final slash. */
  baseUrl: string;
  /** What the panel's element stands in; the page itself unless a place is given. */
  place?: ParentNode | undefined;
  /** Fetches the lazy chunk. `failures` so far: browsers remember that an address failed. */
  importPanel(failures: number): Promise<PanelChunk>;
}

/** What the loader gives the lazy chunk. */
export interface StartParts extends Omit<WidgetDoor, 'importPanel'> {
  owned: BusCore;
  /** Aborted by `destroy`. */
  signal: AbortSignal;
  /** The button's element; hidden while the panel is open. Absent when the site wants none. */
  launcher: HTMLElement | undefined;
}

/** The lazy chunk, `load-panel-start.ts`. */
export interface PanelChunk {
  /**
   * Whether (truthy) the page waits for the plugins without having called one: listeners, the vendor's snippet, what is to be seen before
   * a press. The others get them in the next idle moment, if they have a button and nobody saves data.
   */
  isWanted(parts: StartParts): unknown;
  /** Runs extensions, reads the options, registers and configures the panel's plugins. Resolves when all of them take commands. */
  startPanel(parts: StartParts): Promise<void>;
}
